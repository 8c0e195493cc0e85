/*
 * Stacks in the log, with an unwinder that says what the test wants: each once,
 * by module, after its modules' records.
 */
#include "log_lines.h"

#include <stdlib.h>
#include <string.h>

#include "preload/stacks.h"
#include "preload/sys.h"

static struct stacks stacks;
static struct mappings mappings;
static struct unwound wanted;
static const struct stack_dump dump;

static void say_wanted(struct unwinder *unwinder, const struct stack_dump *from,
		       struct unwound *result)
{
	(void)unwinder;
	(void)from;
	*result = wanted;
}

static void read_maps(void *unused)
{
	(void)unused;
	mappings_read_proc(&mappings, 0);
}

/* OWN_CODE: an address in the library whose innermost frames are dropped. */
static void start(void *own_code)
{
	log_lines_begin();
	mappings_init(&mappings);
	memset(&stacks, 0, sizeof(stacks));
	stacks_init(&stacks, &mappings, &recorder);
	stacks.unwind = say_wanted;
	stacks.own_code = (uintptr_t)own_code;
	stacks.modules.read_maps = read_maps;
	modules_begin_round(&stacks.modules, now_ns());
	wanted = (struct unwound){ .end = UNWIND_COMPLETE };
}

static void end(void)
{
	log_lines_end();
	stacks_release(&stacks);
	mappings_release(&mappings);
}

static void add(const void *function, uint64_t offset, bool is_exact)
{
	wanted.frames[wanted.count++] = (struct unwind_frame){
		(uintptr_t)function + offset, is_exact
	};
}

/* Somewhere in this test, and in libc: what no sanitizer has one of its own
 * of. */
#define HERE  ((const void *)start)
#define THERE ((const void *)l64a)

static json_t *frame(size_t line, size_t index)
{
	return json_array_get(json_object_get(lines[line], "fr"), index);
}

static long long frame_number(size_t line, size_t index, size_t which)
{
	return json_integer_value(json_array_get(frame(line, index), which));
}

START_TEST(test_modules_come_before_the_stack_that_needs_them)
{
	start(NULL);
	add(THERE, 8, true);
	add(HERE, 4, false);
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 1);
	end();
	ck_assert_uint_eq(lines_len, 3);
	ck_assert_int_eq(number_in(lines[0], "module"), 1);
	ck_assert_ptr_nonnull(strstr(string_in(lines[0], "path"), "libc"));
	ck_assert_int_eq(number_in(lines[1], "module"), 2);
	ck_assert_ptr_nonnull(
		strstr(string_in(lines[1], "path"), "test_stacks"));
	ck_assert_int_eq(number_in(lines[2], "stack"), 1);
	ck_assert_int_eq(frame_number(2, 0, 0), 1);
	ck_assert_int_eq(frame_number(2, 0, 2), 1);
	ck_assert_int_eq(frame_number(2, 1, 0), 2);
	ck_assert_uint_eq(json_array_size(frame(2, 1)), 2);
	/* The address as the module's file has it. */
	ck_assert_int_eq(
		(long long)strtoull(string_in(lines[0], "bias"), NULL, 16) +
			frame_number(2, 0, 1),
		(long long)(uintptr_t)THERE + 8);
	log_lines_release();
}
END_TEST

START_TEST(test_a_stack_is_written_once)
{
	start(NULL);
	add(HERE, 4, true);
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 1);
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 1);
	wanted.end = UNWIND_CUT;
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 2);
	wanted.frames[0].address++;
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 3);
	end();
	ck_assert_uint_eq(lines_len, 4);
	ck_assert(!has_key(lines[1], "stop"));
	ck_assert_str_eq(string_in(lines[2], "stop"), "cut");
	log_lines_release();
}
END_TEST

START_TEST(test_frames_of_our_own_are_left_out)
{
	start((void *)HERE);
	add(HERE, 4, true);
	add(HERE, 8, false);
	add(THERE, 8, false);
	add(HERE, 12, false);
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 1);
	end();
	ck_assert_uint_eq(lines_len, 2);
	ck_assert_uint_eq(json_array_size(json_object_get(lines[1], "fr")), 1);
	ck_assert_int_eq(frame_number(1, 0, 0), 1);
	log_lines_release();
}
END_TEST

START_TEST(test_code_in_no_file_keeps_its_address)
{
	void *room = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	start(NULL);
	add(room, 16, true);
	ck_assert_uint_eq(stacks_of_dump(&stacks, &dump), 1);
	end();
	ck_assert_uint_eq(lines_len, 1);
	ck_assert_int_eq(frame_number(0, 0, 0), 0);
	ck_assert_int_eq(frame_number(0, 0, 1),
			 (long long)(uintptr_t)room + 16);
	log_lines_release();
	munmap(room, 4096);
}
END_TEST

START_TEST(test_too_few_registers_are_no_stack)
{
	start(NULL);
	add(HERE, 4, true);
	wanted.end = UNWIND_LOST;
	ck_assert_uint_eq(stacks_of_dump_unless_lost(&stacks, &dump), 0);
	wanted.end = UNWIND_CUT;
	ck_assert_uint_eq(stacks_of_dump_unless_lost(&stacks, &dump), 1);
	end();
	log_lines_release();
}
END_TEST

UNIT_MAIN("stacks", test_modules_come_before_the_stack_that_needs_them,
	  test_a_stack_is_written_once, test_frames_of_our_own_are_left_out,
	  test_code_in_no_file_keeps_its_address,
	  test_too_few_registers_are_no_stack)
