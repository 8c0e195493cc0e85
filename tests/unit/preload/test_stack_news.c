/*
 * What host threads show of their stacks, taken in by a collector whose
 * unwinder says what the test wants.
 */
#include "log_lines.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "preload/collector_state.h"
#include "preload/session.h"
#include "preload/shown.h"
#include "preload/sys.h"

#define PAGE 4096ull
#define AT   (1000 * PAGE)

static struct collector collector;
static struct host_thread thread;
static struct watch *watch;
static enum unwind_end wanted_end;
static bool changes_mappings;

/* As the reading of /proc does that a frame in unknown code leads to. */
static void change_mappings(void)
{
	for (uint64_t i = 0; i < 4096; i++)
		mappings_map(&collector.mappings,
			     &(struct mapping){ .start = 2 * i * PAGE,
						.end = (2 * i + 1) * PAGE,
						.born_ns = 1,
						.file = 1 });
}

static void say_wanted(struct unwinder *unwinder, const struct stack_dump *dump,
		       struct unwound *result)
{
	(void)unwinder;
	if (changes_mappings)
		change_mappings();
	result->frames[0] = (struct unwind_frame){ dump->regs.value[UNWIND_PC],
						   false };
	result->count = 1;
	result->end = wanted_end;
}

static void read_maps(void *unused)
{
	(void)unused;
}

static void start(void)
{
	struct watch **place;

	log_lines_begin();
	shown_forget();
	memset(&collector, 0, sizeof(collector));
	collector.recorder = recorder;
	mappings_init(&collector.mappings);
	stacks_init(&collector.stacks, &collector.mappings,
		    &collector.recorder);
	collector.stacks.unwind = say_wanted;
	collector.stacks.modules.read_maps = read_maps;
	collector.by_slot = VEC_OF(struct watch *);
	watch = watch_new(&thread, 1, 0);
	ck_assert_ptr_nonnull(watch);
	place = vec_push(&collector.by_slot);
	ck_assert_ptr_nonnull(place);
	*place = watch;
	session.shows_stacks = true;
	changes_mappings = false;
	wanted_end = UNWIND_COMPLETE;
}

static void end(void)
{
	recorder = collector.recorder;
	log_lines_end();
	vec_release(&collector.by_slot);
	stacks_release(&collector.stacks);
	mappings_release(&collector.mappings);
	watch_free(watch);
}

START_TEST(test_a_mapping_gets_its_owner_though_others_move_meanwhile)
{
	uint64_t t_ns = now_ns();

	start();
	mappings_map(&collector.mappings, &(struct mapping){ .start = AT,
							     .end = AT + PAGE,
							     .born_ns = t_ns,
							     .file = 1 });
	changes_mappings = true;
	ck_assert(shown_add(SHOWN_OWNER, &thread, AT, t_ns));
	stack_news_shown(&collector, false);
	ck_assert_uint_eq(
		mappings_at(&collector.mappings, AT, t_ns)->owner_stack, 1);
	end();
	log_lines_release();
}
END_TEST

static void given_wait(void)
{
	watch->loop.id = 1;
	watch->loop.identity = 77;
	ck_assert(shown_add(SHOWN_WAIT, &thread, 77, now_ns()));
}

/* The log is a wait's stack, and it ended like that. */
static void check_wait(bool is_lost)
{
	end();
	ck_assert_uint_eq(lines_len, 2);
	ck_assert_str_eq(first_key(lines[0]), "stack");
	ck_assert_int_eq(has_key(lines[0], "stop"), is_lost);
	ck_assert_str_eq(first_key(lines[1]), "waits");
	log_lines_release();
}

START_TEST(test_a_wait_of_unknown_code_is_looked_at_again)
{
	start();
	given_wait();
	wanted_end = UNWIND_LOST;
	stack_news_shown(&collector, false);
	wanted_end = UNWIND_COMPLETE;
	stack_news_shown(&collector, false);
	stack_news_shown(&collector, false);
	check_wait(false);
}
END_TEST

START_TEST(test_at_the_end_a_part_of_a_stack_is_better_than_none)
{
	start();
	given_wait();
	wanted_end = UNWIND_LOST;
	stack_news_shown(&collector, false);
	stack_news_shown(&collector, true);
	check_wait(true);
}
END_TEST

START_TEST(test_a_fork_makes_no_faults_that_are_taken_for_ours)
{
	pid_t child;

	start();
	shown_init();
	child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	ck_assert_int_gt(child, 0);
	/* The stack's pages are shared with the child until they are read, and
	 * a slot's until they are written. */
	ck_assert(shown_add(SHOWN_WAIT, &thread, 6, 99));
	thread.own_minor = 0;
	thread.own_major = 0;
	ck_assert(shown_add(SHOWN_WAIT, &thread, 7, 100));
	ck_assert_uint_eq(thread.own_minor + thread.own_major, 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	end();
}
END_TEST

UNIT_MAIN("stack_news", test_a_fork_makes_no_faults_that_are_taken_for_ours,
	  test_a_mapping_gets_its_owner_though_others_move_meanwhile,
	  test_a_wait_of_unknown_code_is_looked_at_again,
	  test_at_the_end_a_part_of_a_stack_is_better_than_none)
