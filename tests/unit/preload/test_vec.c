/* The growable array, against a plain one that cannot grow. */
#include "unit.h"

#include <stdint.h>
#include <string.h>

#include "preload/vec.h"

struct item {
	uint64_t number;
	char padding[40];
};

static void set(struct item *item, uint64_t number)
{
	ck_assert_ptr_nonnull(item);
	item->number = number;
	memset(item->padding, (int)number & 0xff, sizeof(item->padding));
}

static void check(const struct item *item, uint64_t number)
{
	ck_assert_uint_eq(item->number, number);
	for (size_t i = 0; i < sizeof(item->padding); i++)
		ck_assert_int_eq((unsigned char)item->padding[i],
				 (int)(number & 0xff));
}

START_TEST(test_items_stay_as_they_are_when_the_array_grows)
{
	struct vec vec = VEC_OF(struct item);

	for (uint64_t i = 0; i < 20000; i++)
		set(vec_push(&vec), i * 3);
	ck_assert_uint_eq(vec.len, 20000);
	for (uint64_t i = 0; i < 20000; i += 37)
		check(vec_at(&vec, struct item, i), i * 3);
	vec_release(&vec);
	ck_assert_uint_eq(vec.len, 0);
	/* It can be used again. */
	set(vec_push(&vec), 5);
	check(vec_at(&vec, struct item, 0), 5);
	vec_release(&vec);
}
END_TEST

START_TEST(test_an_item_larger_than_the_first_block_fits)
{
	struct large {
		char bytes[20000];
	};
	struct vec vec = VEC_OF(struct large);

	for (int i = 0; i < 5; i++)
		memset(vec_push(&vec), i, sizeof(struct large));
	for (int i = 0; i < 5; i++) {
		ck_assert_int_eq(vec_at(&vec, struct large, i)->bytes[0], i);
		ck_assert_int_eq(vec_at(&vec, struct large, i)->bytes[19999],
				 i);
	}
	vec_release(&vec);
}
END_TEST

START_TEST(test_items_go_in_and_out_at_both_ends_and_between)
{
	struct vec vec = VEC_OF(uint64_t);
	static const uint64_t want[] = { 0, 2, 5 };

	*(uint64_t *)vec_insert(&vec, 0) = 5;
	*(uint64_t *)vec_insert(&vec, 0) = 0;
	*(uint64_t *)vec_insert(&vec, 1) = 1;
	*(uint64_t *)vec_insert(&vec, 2) = 2;
	*(uint64_t *)vec_insert(&vec, 4) = 9;
	vec_remove(&vec, 1, 1);
	vec_remove(&vec, 3, 1);
	vec_remove(&vec, 1, 0);
	ck_assert_uint_eq(vec.len, 3);
	ck_assert_mem_eq(vec.data, want, sizeof(want));
	vec_remove(&vec, 0, 3);
	ck_assert_uint_eq(vec.len, 0);
	vec_release(&vec);
}
END_TEST

START_TEST(test_removing_nothing_from_an_empty_array_is_fine)
{
	struct vec vec = VEC_OF(uint64_t);

	vec_remove(&vec, 0, 0);
	ck_assert_uint_eq(vec.len, 0);
	vec_release(&vec);
}
END_TEST

#define MODEL_MAX 3000

static uint64_t model[MODEL_MAX];

START_TEST(test_many_random_changes_agree_with_a_plain_array)
{
	struct vec vec = VEC_OF(uint64_t);
	uint64_t seed = 12345;
	size_t len = 0;

	for (uint64_t i = 0; i < 20000; i++) {
		size_t at, count;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		at = (seed >> 33) % (len + 1);
		if (len < MODEL_MAX && (seed >> 20) % 8 != 0) {
			memmove(model + at + 1, model + at,
				(len - at) * sizeof(*model));
			model[at] = i;
			*(uint64_t *)vec_insert(&vec, at) = i;
			len++;
			continue;
		}
		count = (seed >> 40) % (len - at + 1) % 12;
		memmove(model + at, model + at + count,
			(len - at - count) * sizeof(*model));
		vec_remove(&vec, at, count);
		len -= count;
	}
	ck_assert_uint_gt(len, 600); /* more than one block */
	ck_assert_uint_eq(vec.len, len);
	ck_assert_mem_eq(vec.data, model, len * sizeof(*model));
	vec_release(&vec);
}
END_TEST

UNIT_MAIN("vec", test_items_stay_as_they_are_when_the_array_grows,
	  test_an_item_larger_than_the_first_block_fits,
	  test_items_go_in_and_out_at_both_ends_and_between,
	  test_removing_nothing_from_an_empty_array_is_fine,
	  test_many_random_changes_agree_with_a_plain_array)
