/*
 * frames FILE PLUGIN: an event loop whose callbacks touch cold pages of FILE
 * from far below: through twenty-odd functions without frame pointers, qsort's
 * callback, a shared library, a library loaded later, a signal handler, and
 * memcpy. Each prints the names of the functions it is called through, the
 * outermost first, as it knows them.
 */
#include <dlfcn.h>
#include <err.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "frames.h"

#define PAGE 4096

static const char *bytes;
static touch_fn *through_plugin;
static touch_fn *wanted;
static size_t page;

/* A step down: what is done after the call keeps it a call. */
#define STEP(name, next)                                       \
	__attribute__((noinline)) static int name(int value)   \
	{                                                      \
		char room[64];                                 \
		int result;                                    \
                                                               \
		memset(room, value, sizeof(room));             \
		result = next(value + 1);                      \
		__asm__ volatile("" : : "r"(room) : "memory"); \
		return result + room[0];                       \
	}

__attribute__((noinline)) static int touch(int value)
{
	int result = bytes[page * PAGE] + value;

	page += 8;
	__asm__ volatile("" : : : "memory");
	return result;
}

__attribute__((noinline)) static int touch_by_copy(int value)
{
	static char copy[64];

	memcpy(copy, bytes + page * PAGE, (size_t)value % 32 + 32);
	page += 8;
	__asm__ volatile("" : : "r"(copy) : "memory");
	return copy[value % 32];
}

__attribute__((noinline)) static int bottom(int value)
{
	int result = wanted(value);

	__asm__ volatile("" : : : "memory");
	return result + 1;
}

STEP(step_20, bottom)
STEP(step_19, step_20)
STEP(step_18, step_19)
STEP(step_17, step_18)
STEP(step_16, step_17)
STEP(step_15, step_16)
STEP(step_14, step_15)
STEP(step_13, step_14)
STEP(step_12, step_13)
STEP(step_11, step_12)
STEP(step_10, step_11)
STEP(step_09, step_10)
STEP(step_08, step_09)
STEP(step_07, step_08)
STEP(step_06, step_07)
STEP(step_05, step_06)
STEP(step_04, step_05)
STEP(step_03, step_04)
STEP(step_02, step_03)
STEP(step_01, step_02)

#define STEPS                                                              \
	"step_01;step_02;step_03;step_04;step_05;step_06;step_07;step_08;" \
	"step_09;step_10;step_11;step_12;step_13;step_14;step_15;step_16;" \
	"step_17;step_18;step_19;step_20;bottom;"

static int compare(const void *left, const void *right)
{
	static int depth;
	int result = 0;

	if (depth++ == 0)
		result = step_01(*(const int *)left + *(const int *)right);
	return result & 1;
}

__attribute__((noinline)) static void on_sort(void)
{
	int two[2] = { 1, 2 };

	wanted = touch;
	printf("main;run;on_sort;compare;" STEPS "touch\n");
	qsort(two, 2, sizeof(two[0]), compare);
}

__attribute__((noinline)) static void on_copy(void)
{
	wanted = touch_by_copy;
	printf("main;run;on_copy;" STEPS "touch_by_copy\n");
	step_01(1);
	__asm__ volatile("" : : : "memory");
}

__attribute__((noinline)) static void on_library(void)
{
	wanted = touch;
	printf("main;run;on_library;library_call;library_inner;step_19;"
	       "step_20;bottom;touch\n");
	library_call(step_19, 1);
	__asm__ volatile("" : : : "memory");
}

__attribute__((noinline)) static void on_plugin(void)
{
	wanted = touch;
	printf("main;run;on_plugin;plugin_call;step_20;bottom;touch\n");
	((plugin_fn *)through_plugin)(step_20, 1);
	__asm__ volatile("" : : : "memory");
}

static void handler(int number)
{
	step_18(number);
	__asm__ volatile("" : : : "memory");
}

__attribute__((noinline)) static void interrupted(void)
{
	raise(SIGUSR1);
	__asm__ volatile("" : : : "memory");
}

__attribute__((noinline)) static void on_signal(void)
{
	wanted = touch;
	printf("main;run;on_signal;interrupted;handler;step_18;step_19;"
	       "step_20;bottom;touch\n");
	interrupted();
	__asm__ volatile("" : : : "memory");
}

__attribute__((noinline)) static void run(int ready)
{
	static void (*const callbacks[])(void) = { on_sort, on_copy, on_library,
						   on_plugin, on_signal };
	struct epoll_event event;

	for (size_t i = 0; i < sizeof(callbacks) / sizeof(*callbacks); i++) {
		epoll_wait(ready, &event, 1, -1);
		callbacks[i]();
	}
	epoll_wait(ready, &event, 1, -1);
}

int main(int argc, char **argv)
{
	int ends[2], ready = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN };
	int file = argc > 2 ? open(argv[1], O_RDONLY) : -1;
	void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : NULL;

	if (file < 0 || !plugin || pipe(ends))
		errx(EXIT_FAILURE, "usage: frames FILE PLUGIN");
	bytes = mmap(NULL, 256 * PAGE, PROT_READ, MAP_SHARED, file, 0);
	through_plugin = (touch_fn *)dlsym(plugin, "plugin_call");
	signal(SIGUSR1, handler);
	epoll_ctl(ready, EPOLL_CTL_ADD, ends[0], &event);
	if (bytes == MAP_FAILED || !through_plugin || write(ends[1], "", 1) < 0)
		return EXIT_FAILURE;
	setvbuf(stdout, NULL, _IOLBF, 0);
	run(ready);
	return EXIT_SUCCESS;
}
