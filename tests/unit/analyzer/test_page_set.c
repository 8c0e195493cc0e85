/* The pages that were brought in, however many. */
#include "unit.h"

#include "analyzer/page_set.h"

START_TEST(test_pages_stay_known_while_the_set_grows)
{
	enum {
		PAGES = 100000
	};
	struct page_set set = page_set_none();

	for (unsigned i = 0; i < PAGES; i++) {
		struct page *page = page_set_find(&set, i % 3, i * 512);

		ck_assert_uint_eq(page->times, 0);
		page->times = 1;
		page->end_ns = i;
	}
	for (unsigned i = 0; i < PAGES; i++) {
		const struct page *page = page_set_find(&set, i % 3, i * 512);

		ck_assert_uint_eq(page->times, 1);
		ck_assert_int_eq(page->end_ns, i);
	}
	page_set_release(&set);
}
END_TEST

START_TEST(test_the_same_page_of_another_file_is_another)
{
	struct page_set set = page_set_none();

	page_set_find(&set, 1, 7)->times = 1;
	ck_assert_uint_eq(page_set_find(&set, 2, 7)->times, 0);
	page_set_release(&set);
}
END_TEST

UNIT_MAIN("page_set", test_pages_stay_known_while_the_set_grows,
	  test_the_same_page_of_another_file_is_another)
