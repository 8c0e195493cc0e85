/* Which files come into memory, on a file of the test's own. */
#include "unit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "preload/residency.h"
#include "preload/sys.h"

#define PAGES 4096

static struct residency residency;
static struct mappings table;
static char *bytes;
static uint64_t now;
static uint64_t told_pages, told_of;
static unsigned calls;

static void told(void *unused, struct mapping *mapping, uint64_t since_ns,
		 uint64_t pages, uint64_t of)
{
	(void)unused;
	(void)since_ns;
	ck_assert_uint_eq(mapping->start, (uintptr_t)bytes);
	told_pages += pages;
	told_of = of;
	calls++;
}

static void look(void)
{
	told_pages = 0;
	now += 10000000000u;
	residency_look(&residency, &table, now, told, NULL);
}

static void know(uint64_t start, uint64_t pages, const char *path)
{
	struct mapped_file like = { .kind = MEMORY_FILE,
				    .inode = 7,
				    .path = path };

	mappings_map(&table,
		     &(struct mapping){ .start = start,
					.end = start + pages * sys_page_bytes(),
					.born_ns = 1,
					.file = mappings_file(&table, &like),
					.prot = PROT_READ });
	residency.has_news = true;
}

/* Memory stands for a file: mincore() knows which of its pages were touched. */
static void start(const char *path)
{
	bytes = mmap(NULL, PAGES * sys_page_bytes(), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert(bytes != MAP_FAILED);
	madvise(bytes, PAGES * sys_page_bytes(), MADV_NOHUGEPAGE);
	calls = 0;
	now = now_ns();
	residency_init(&residency);
	mappings_init(&table);
	know((uintptr_t)bytes, PAGES, path);
	look();
	ck_assert_uint_eq(calls, 0);
}

static void end(void)
{
	residency_release(&residency);
	mappings_release(&table);
	munmap(bytes, PAGES * sys_page_bytes());
}

static void touch(unsigned page)
{
	bytes[page * sys_page_bytes()] = 1;
}

START_TEST(test_pages_are_told_when_they_have_come_and_once)
{
	start("/srv/data");
	touch(0);
	touch(9);
	touch(PAGES - 1);
	look();
	ck_assert_uint_eq(told_pages, 3);
	ck_assert_uint_eq(told_of, PAGES);
	look();
	ck_assert_uint_eq(told_pages, 0);
	touch(10);
	look();
	ck_assert_uint_eq(told_pages, 1);
	end();
}
END_TEST

START_TEST(test_a_page_that_was_evicted_can_come_again)
{
	start("/srv/data");
	touch(5);
	look();
	madvise(bytes + 5 * sys_page_bytes(), sys_page_bytes(), MADV_DONTNEED);
	look();
	ck_assert_uint_eq(told_pages, 0);
	touch(5);
	look();
	ck_assert_uint_eq(told_pages, 1);
	end();
}
END_TEST

START_TEST(test_what_was_there_at_the_first_look_did_not_come)
{
	start("/srv/data");
	mappings_unmap(&table, (uintptr_t)bytes,
		       (uintptr_t)bytes + PAGES * sys_page_bytes(), 2);
	look();
	touch(1);
	know((uintptr_t)bytes, PAGES, "/srv/other");
	look();
	ck_assert_uint_eq(told_pages, 0);
	end();
}
END_TEST

START_TEST(test_libraries_and_a_second_mapping_of_a_file_are_passed_over)
{
	start("/usr/lib/libz.so.1");
	touch(1);
	look();
	ck_assert_uint_eq(calls, 0);
	end();
	start("/srv/data");
	know((uintptr_t)bytes + ((uint64_t)PAGES << 20), PAGES, "/srv/data");
	touch(1);
	look();
	ck_assert_uint_eq(told_pages, 1);
	ck_assert_uint_eq(residency.looked.len, 1);
	end();
}
END_TEST

START_TEST(test_memory_for_it_is_bounded)
{
	start("/srv/data");
	know((uintptr_t)bytes + ((uint64_t)PAGES << 20), 100 * RESIDENCY_PAGES,
	     "/srv/huge");
	look();
	ck_assert_uint_le(residency.pages, RESIDENCY_PAGES);
	touch(1);
	look();
	ck_assert_uint_eq(told_pages, 1);
	end();
}
END_TEST

START_TEST(test_it_looks_no_more_often_than_it_may_cost)
{
	start("/srv/data");
	touch(1);
	residency_look(&residency, &table, now + 1, told, NULL);
	ck_assert_uint_eq(calls, 0);
	look();
	ck_assert_uint_eq(calls, 1);
	end();
}
END_TEST

UNIT_MAIN("residency", test_pages_are_told_when_they_have_come_and_once,
	  test_a_page_that_was_evicted_can_come_again,
	  test_what_was_there_at_the_first_look_did_not_come,
	  test_libraries_and_a_second_mapping_of_a_file_are_passed_over,
	  test_memory_for_it_is_bounded,
	  test_it_looks_no_more_often_than_it_may_cost)
