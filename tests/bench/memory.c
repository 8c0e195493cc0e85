/* Mapped and anonymous memory: warm, cold, and coming and going. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work.h"

#define PAGE  4096
#define CHURN (4u << 20)

static const volatile char *map_file(const char *path, size_t *len, int *file)
{
	struct stat facts;
	void *bytes;

	*file = open(path, O_RDONLY);
	must(*file >= 0 && fstat(*file, &facts) == 0, path);
	*len = (size_t)facts.st_size;
	bytes = mmap(NULL, *len, PROT_READ, MAP_SHARED, *file, 0);
	must(bytes != MAP_FAILED, "mmap");
	return bytes;
}

/* The file is mapped anew each time: faults that find their page in memory. */
int run_warm(const char *path, uint64_t milliseconds)
{
	size_t len;
	int file;
	const volatile char *bytes = map_file(path, &len, &file);
	uint64_t end_ns, begin_ns, cpu_ns, units = 0;
	char sum = 0;

	for (size_t at = 0; at < len; at += PAGE)
		sum = (char)(sum + bytes[at]);
	begin_ns = clock_ns();
	end_ns = begin_ns + milliseconds * 1000000;
	cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	do {
		madvise((void *)bytes, len, MADV_DONTNEED);
		for (size_t at = 0; at < len; at += PAGE)
			sum = (char)(sum + bytes[at]);
		units += len / PAGE;
	} while (clock_ns() < end_ns);
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return sum == 1;
}

/* A call that stays one, down to where the page is touched. */
__attribute__((noinline)) static int deeper(const volatile char *at, int depth)
{
	int below = depth ? deeper(at, depth - 1) : *at;

	__asm__ volatile("" : : : "memory");
	return below + 1;
}

int run_cold(const char *path, uint64_t units)
{
	size_t len, step, at = 0;
	int file, sum = 0;
	const volatile char *bytes = map_file(path, &len, &file);
	uint64_t begin_ns, cpu_ns;

	must(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0, "fadvise");
	madvise((void *)bytes, len, MADV_RANDOM);
	step = (len / PAGE / 2 + 1) | 1; /* far apart, and all of them once */
	begin_ns = clock_ns();
	cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	for (uint64_t i = 0; i < units; i++) {
		sum += deeper(bytes + at * PAGE, 29);
		at = (at + step) % (len / PAGE);
	}
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return sum == 1;
}

int run_churn(uint64_t milliseconds)
{
	uint64_t begin_ns = clock_ns(), units = 0;
	uint64_t end_ns = begin_ns + milliseconds * 1000000;
	uint64_t cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	char *bytes = mmap(NULL, CHURN, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(bytes != MAP_FAILED, "mmap");
	madvise(bytes, CHURN, MADV_NOHUGEPAGE);
	do {
		for (size_t at = 0; at < CHURN; at += PAGE)
			bytes[at] = 1;
		madvise(bytes, CHURN, MADV_DONTNEED);
		units += CHURN / PAGE;
	} while (clock_ns() < end_ns);
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return 0;
}

/* PATH "-": anonymous memory. */
int run_maps(const char *path, uint64_t units)
{
	int file = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY);
	int flags = file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
	uint64_t begin_ns = 0, cpu_ns = 0;

	for (uint64_t i = 0; i < units + units / 10; i++) {
		void *bytes;

		if (i == units / 10) {
			begin_ns = clock_ns();
			cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
		}
		bytes = mmap(NULL, 16 * PAGE, PROT_READ, flags, file, 0);
		must(bytes != MAP_FAILED, "mmap");
		munmap(bytes, 16 * PAGE);
	}
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return 0;
}
