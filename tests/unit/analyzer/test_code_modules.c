/* The modules that instructions and frames lie in. */
#include "unit.h"

#include "models.h"

#include "analyzer/code_modules.h"

static struct model model;
static struct process *process;

static void given_frame(uint32_t module, uint64_t address)
{
	*(struct frame *)array_push(&process->frames) = (struct frame){
		.module = module, .address = address
	};
}

/* A program that the loader mapped at 0x400000, and a part of it once more at
 * 0x700000: from byte 0x5000 of the file on. */
static void begin(void)
{
	model_init(&model);
	process = given_process(&model);
	*(struct module *)array_push(&process->modules) = (struct module){
		.path = must_copy("/srv/data"),
		.build_id = must_copy(""),
		.start = 0x400000,
		.len = 0x10000,
		.bias = 0x400000,
		.to_ns = INT64_MAX,
	};
	*map_of(process, 1) = (struct map){
		.file = 1, .start = 0x700000, .len = 0x2000, .offset = 0x5000
	};
}

static void given_code(uint64_t ip, uint32_t map)
{
	*(struct code *)array_push(
		&process->codes) = (struct code){ .ip = ip, .map = map };
}

static const struct frame *frame(size_t index)
{
	return array_at(&process->frames, struct frame, index);
}

START_TEST(test_a_part_that_is_mapped_again_is_of_its_file)
{
	begin();
	given_code(0x700123, 1);
	given_frame(0, 0x700456);
	given_frame(1, 0x99);
	code_modules_find(process);
	ck_assert_uint_eq(process->modules.len, 2);
	ck_assert(module_of(process, 2)->is_by_offset);
	ck_assert_uint_eq(array_at(&process->codes, struct code, 0)->module, 2);
	ck_assert_uint_eq(frame(0)->module, 2);
	ck_assert_uint_eq(frame(0)->address, 0x5456);
	ck_assert_uint_eq(frame(1)->module, 1);
	ck_assert_uint_eq(frame(1)->address, 0x99);
	model_release(&model);
}
END_TEST

START_TEST(test_compiled_code_is_of_no_file)
{
	begin();
	given_code(0x700123, 1);
	given_code(0x900000, 2); /* in other memory */
	given_frame(0, 0x900456);
	given_frame(0, 0x400456); /* what the log did not find there */
	code_modules_find(process);
	ck_assert_uint_eq(process->modules.len, 2);
	ck_assert_uint_eq(array_at(&process->codes, struct code, 1)->module, 0);
	ck_assert_uint_eq(frame(0)->module, 0);
	ck_assert_uint_eq(frame(0)->address, 0x900456);
	ck_assert_uint_eq(frame(1)->module, 0);
	model_release(&model);
}
END_TEST

UNIT_MAIN("code_modules", test_a_part_that_is_mapped_again_is_of_its_file,
	  test_compiled_code_is_of_no_file)
