/*
 * jit FILE: a function compiled while the program runs, and named in a perf
 * map, touches a cold page of a mapped file. As compilers do, it reserves the
 * memory first, writes, and then makes it executable.
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096

/* unsigned char read(const unsigned char *p) { return *p; }, with a frame. */
#if defined(__x86_64__)
static const uint8_t code[] = { 0x55, 0x48, 0x89, 0xe5, 0x0f,
				0xb6, 0x07, 0x5d, 0xc3 };
#else
static const uint32_t code[] = { 0xa9bf7bfd, 0x910003fd, 0x39400000, 0xa8c17bfd,
				 0xd65f03c0 };
#endif

typedef unsigned char read_fn(const unsigned char *bytes);

__attribute__((noinline)) static int interpret(read_fn *compiled,
					       const unsigned char *bytes)
{
	int result = compiled(bytes);

	__asm__ volatile("" : : : "memory");
	return result + 1;
}

int main(int argc, char **argv)
{
	int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	unsigned char *bytes, *room;
	char path[64];
	FILE *map;

	if (file < 0)
		errx(EXIT_FAILURE, "usage: jit FILE");
	bytes = mmap(NULL, 16 * PAGE, PROT_READ, MAP_SHARED, file, 0);
	room = mmap(NULL, 4 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
	if (bytes == MAP_FAILED || room == MAP_FAILED ||
	    mmap(room, PAGE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != room)
		err(EXIT_FAILURE, "cannot map");
	memcpy(room + 64, code, sizeof(code));
	if (mprotect(room, PAGE, PROT_READ | PROT_EXEC))
		err(EXIT_FAILURE, "cannot make it executable");
	__builtin___clear_cache((char *)room, (char *)room + PAGE);
	snprintf(path, sizeof(path), "/tmp/perf-%d.map", (int)getpid());
	map = fopen(path, "w");
	if (!map)
		err(EXIT_FAILURE, "%s", path);
	fprintf(map, "%lx %zx LazyCompile:*handle /srv/app.js:12\n",
		(unsigned long)(uintptr_t)(room + 64), sizeof(code));
	fclose(map);
	puts(path);
	return interpret((read_fn *)(uintptr_t)(room + 64), bytes + 8 * PAGE) <
	       0;
}
