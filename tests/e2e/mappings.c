/*
 * mappings FOLDER: maps files in every way there is, touches a byte of each
 * mapping, and prints what a fault there must be said to be on: one JSON
 * object a touch. Cases that this system cannot do are named on stderr.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAGE  4096
#define PAGES 64
#define HUGE  (2u << 20)

static const char *name; /* of the case */
static int files[2] = { -1, -1 };
static char paths[2][4096];

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static char *must(void *start)
{
	if (start == MAP_FAILED) {
		perror(name);
		exit(1);
	}
	return start;
}

/* ADDRESS, OFFSET of the file PATH, has been touched since BEGIN. */
static void tell(uintptr_t address, uint64_t begin_ns, const char *path,
		 uint64_t offset)
{
	uint64_t end_ns = clock_ns();

	printf("{\"case\":\"%s\",\"address\":%llu,\"begin\":%llu,\"end\":%llu,"
	       "\"path\":\"%s\",\"o\":%llu}\n",
	       name, (unsigned long long)address, (unsigned long long)begin_ns,
	       (unsigned long long)end_ns, path, (unsigned long long)offset);
}

/* Reads the byte at AT, or writes it: OFFSET of the file PATH. */
static void touch(char *at, int writes, const char *path, uint64_t offset)
{
	uint64_t begin_ns = clock_ns();

	if (writes)
		*(volatile char *)at = 1;
	else
		*(volatile char *)at;
	tell((uintptr_t)at, begin_ns, path, offset);
}

static char *map(void *at, size_t pages, int flags, int file, off_t offset)
{
	return must(mmap(at, pages * PAGE, PROT_READ | PROT_WRITE, flags, file,
			 offset));
}

static void fixed_over_another(void)
{
	char *start = map(NULL, 16, MAP_SHARED, files[0], 0);

	map(start + 4 * PAGE, 2, MAP_SHARED | MAP_FIXED, files[1], 8 * PAGE);
	touch(start + 5 * PAGE + 7, 0, paths[1], 9 * PAGE + 7);
	touch(start + 15 * PAGE, 0, paths[0], 15 * PAGE);
}

static void unmapped_in_the_middle(void)
{
	char *start = map(NULL, 16, MAP_SHARED, files[0], 16 * PAGE);

	munmap(start + 4 * PAGE, 8 * PAGE);
	touch(start + 1, 0, paths[0], 16 * PAGE + 1);
	touch(start + 13 * PAGE, 0, paths[0], 29 * PAGE);
}

static void grown_and_moved(void)
{
	char *start = map(NULL, 2, MAP_SHARED, files[0], 32 * PAGE);

	/* Something right behind it, so that it must move. */
	mmap(start + 2 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	     0);
	start = must(mremap(start, 2 * PAGE, 16 * PAGE, MREMAP_MAYMOVE));
	touch(start + 12 * PAGE + 3, 0, paths[0], 44 * PAGE + 3);
}

static void moved_to_a_place(void)
{
	char *place = must(mmap(NULL, 4 * PAGE, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *start = map(NULL, 4, MAP_SHARED, files[1], 16 * PAGE);

	start = must(mremap(start, 4 * PAGE, 4 * PAGE,
			    MREMAP_MAYMOVE | MREMAP_FIXED, place));
	touch(start + 3 * PAGE, 0, paths[1], 19 * PAGE);
}

static void duplicated(void)
{
	char *start = map(NULL, 4, MAP_SHARED, files[1], 24 * PAGE);

	start = must(mremap(start, 0, 4 * PAGE, MREMAP_MAYMOVE));
	touch(start + 2 * PAGE, 0, paths[1], 26 * PAGE);
}

static void private_and_written(void)
{
	char *start = map(NULL, 4, MAP_PRIVATE, files[1], 32 * PAGE);

	touch(start + PAGE, 1, paths[1], 33 * PAGE);
}

static void shared_and_written(void)
{
	char *start = map(NULL, 4, MAP_SHARED, files[1], 36 * PAGE);

	touch(start + PAGE, 1, paths[1], 37 * PAGE);
}

static void mapped_twice(void)
{
	char *low = map(NULL, 4, MAP_SHARED, files[1], 40 * PAGE);
	char *high = map(NULL, 4, MAP_SHARED, files[1], 44 * PAGE);

	touch(high, 0, paths[1], 44 * PAGE);
	touch(low, 0, paths[1], 40 * PAGE);
}

/* What lay at an address at the time is what counts. */
static void one_after_another(void)
{
	char *start = map(NULL, 4, MAP_SHARED, files[0], 48 * PAGE);

	touch(start, 0, paths[0], 48 * PAGE);
	munmap(start, 4 * PAGE);
	map(start, 4, MAP_SHARED | MAP_FIXED_NOREPLACE, files[1], 52 * PAGE);
	touch(start, 0, paths[1], 52 * PAGE);
	munmap(start, 4 * PAGE);
}

static void by_system_call(void)
{
	char *start = must((void *)syscall(SYS_mmap, NULL, 4 * PAGE, PROT_READ,
					   MAP_SHARED, files[0],
					   (long)56 * PAGE));

	touch(start + PAGE, 0, paths[0], 57 * PAGE);
}

static void deleted_and_renamed(void)
{
	char path[4200], now[4200];
	int file;

	snprintf(path, sizeof(path), "%s.renamed", paths[0]);
	snprintf(now, sizeof(now), "%s.now", paths[0]);
	file = open(path, O_CREAT | O_RDWR, 0600);
	if (ftruncate(file, 4 * PAGE))
		exit(1);
	touch(map(NULL, 4, MAP_SHARED, file, 0), 0, path, 0);
	char *start = map(NULL, 4, MAP_SHARED, file, 0);

	rename(path, now);
	touch(start + PAGE, 0, path, PAGE);
	close(file);
	unlink(now);
	file = open(path, O_CREAT | O_RDWR, 0600);
	unlink(path);
	if (ftruncate(file, 4 * PAGE))
		exit(1);
	touch(map(NULL, 4, MAP_SHARED, file, 0) + 2 * PAGE, 0,
	      strcat(path, " (deleted)"), 2 * PAGE);
	close(file);
}

static void memory_files(void)
{
	int file = memfd_create("cache", 0);

	if (ftruncate(file, 4 * PAGE))
		exit(1);
	touch(map(NULL, 4, MAP_SHARED, file, 0) + PAGE, 1,
	      "/memfd:cache (deleted)", PAGE);
}

static void huge_pages(void)
{
	int file = memfd_create("huge", MFD_HUGETLB);
	char *start;

	if (file < 0 || ftruncate(file, HUGE)) {
		perror("huge_pages");
		return;
	}
	start = mmap(NULL, HUGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (start == MAP_FAILED) {
		perror("huge_pages");
		return;
	}
	touch(start + 5 * PAGE, 1, "/memfd:huge (deleted)", 5 * PAGE);
}

static void zeroes(void)
{
	int file = open("/dev/zero", O_RDWR);

	touch(map(NULL, 4, MAP_PRIVATE, file, 0) + PAGE, 1, "/dev/zero", PAGE);
}

/* What the kernel says of ADDRESS. */
static uint64_t ask_kernel(uintptr_t address, char path[4096])
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long long start, end, offset;
	char line[8192];

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%llx-%llx %*s %llx %*s %*s %4095s", &start,
			   &end, &offset, path) == 4 &&
		    start <= address && address < end)
			break;
	}
	fclose(maps);
	return offset + (address - start);
}

/* The loader maps with system calls of its own: no hook sees that. */
static void the_loaders(void)
{
	void *library = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
	char *code = library ? dlsym(library, "casinhf128") : NULL;
	char path[4096];
	uint64_t offset;

	if (!code)
		exit(1);
	offset = ask_kernel((uintptr_t)code, path);
	touch(code, 0, path, offset);
}

#ifdef __x86_64__
typedef __float128 quadruple;
#else
typedef long double quadruple;
#endif

/* Code that is run for the first time: the fault is on the instruction. What
 * the kernel may have mapped beside other code is unmapped first. */
static void executed(void)
{
	void *library = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
	quadruple (*code)(quadruple) = NULL;
	char path[4096];
	uint64_t offset, begin_ns;

	if (library)
		code = (quadruple(*)(quadruple))dlsym(library, "y1f128");
	if (!code)
		exit(1);
	offset = ask_kernel((uintptr_t)code, path);
	madvise((void *)((uintptr_t)code & -(uintptr_t)PAGE), PAGE,
		MADV_DONTNEED);
	begin_ns = clock_ns();
	code(1);
	tell((uintptr_t)code, begin_ns, path, offset);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} cases[] = {
		{ "fixed_over_another", fixed_over_another },
		{ "unmapped_in_the_middle", unmapped_in_the_middle },
		{ "grown_and_moved", grown_and_moved },
		{ "moved_to_a_place", moved_to_a_place },
		{ "duplicated", duplicated },
		{ "private_and_written", private_and_written },
		{ "shared_and_written", shared_and_written },
		{ "mapped_twice", mapped_twice },
		{ "one_after_another", one_after_another },
		{ "by_system_call", by_system_call },
		{ "deleted_and_renamed", deleted_and_renamed },
		{ "memory_files", memory_files },
		{ "huge_pages", huge_pages },
		{ "zeroes", zeroes },
		{ "the_loaders", the_loaders },
		{ "executed", executed },
	};

	for (int i = 0; argc > 1 && i < 2; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/file.%d", argv[1], i);
		files[i] = open(paths[i], O_CREAT | O_RDWR, 0600);
		if (files[i] < 0 || ftruncate(files[i], PAGES * PAGE))
			return 2;
	}
	for (size_t i = 0; argc > 1 && i < sizeof(cases) / sizeof(*cases);
	     i++) {
		name = cases[i].name;
		cases[i].run();
	}
	return 0;
}
