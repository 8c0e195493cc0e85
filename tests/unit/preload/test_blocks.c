/* Memory that is given back and given out again. */
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#include "preload/blocks.h"
#include "preload/sys.h"

#define MANY 1000

static char *dirty(size_t bytes)
{
	char *block = block_take(bytes);

	ck_assert_ptr_nonnull(block);
	memset(block, 'x', bytes);
	return block;
}

static bool is_zero(const char *block, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		if (block[i])
			return false;
	}
	return true;
}

START_TEST(test_what_is_given_back_comes_again_and_is_zero)
{
	static const size_t sizes[] = { 1, 4096, 4097, 8192 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *block = dirty(sizes[i]), *again;

		block_give(block, sizes[i]);
		again = block_take(sizes[i]);
		ck_assert_ptr_eq(again, block);
		ck_assert(is_zero(again, sizes[i]));
		block_give(again, sizes[i]);
	}
}
END_TEST

START_TEST(test_the_sizes_are_kept_apart)
{
	char *small = dirty(4096), *large;

	block_give(small, 4096);
	large = block_take(5000);
	ck_assert_ptr_ne(large, small);
	memset(large, 'y', 5000);
	block_give(large, 5000);
	ck_assert_ptr_eq(block_take(3000), small);
}
END_TEST

/* Whether the page at ADDRESS is mapped. */
static bool is_mapped(void *address)
{
	unsigned char state;

	return sys_call(SYS_mincore, address, 1, &state, 0) == 0;
}

START_TEST(test_only_so_much_is_kept)
{
	static char *blocks[MANY];
	unsigned mapped = 0;

	for (unsigned i = 0; i < MANY; i++)
		blocks[i] = dirty(4096);
	for (unsigned i = 0; i < MANY; i++)
		block_give(blocks[i], 4096);
	for (unsigned i = 0; i < MANY; i++)
		mapped += is_mapped(blocks[i]);
	ck_assert_uint_ge(mapped, 1);
	ck_assert_uint_lt(mapped, MANY / 4);
}
END_TEST

START_TEST(test_large_memory_is_the_kernels)
{
	char *block = dirty(100000);

	block_give(block, 100000);
	ck_assert(!is_mapped(block));
}
END_TEST

UNIT_MAIN("blocks", test_what_is_given_back_comes_again_and_is_zero,
	  test_the_sizes_are_kept_apart, test_only_so_much_is_kept,
	  test_large_memory_is_the_kernels)
