/*
 * The table of mappings against a model that cannot be wrong: for each page,
 * the list of all facts about it; the answer at T is the newest one by then.
 * Seeded, so that a failure comes again.
 */
#include "unit.h"

#include "preload/mappings.h"

#define PAGE   4096ull
#define PAGES  48
#define FACTS  60
#define ROUNDS 100

struct fact {
	uint64_t t;
	unsigned from, to;
	uint32_t file; /* 0: an unmap */
	uint64_t offset;
};

static uint64_t seed;

static unsigned pick(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* Times are multiples of 10, each its own, so no two facts tie. */
static void make_facts(struct fact *facts, uint32_t files)
{
	for (unsigned i = 0; i < FACTS; i++) {
		unsigned from = pick(PAGES), to = from + 1 + pick(PAGES / 3);

		facts[i] = (struct fact){
			.t = 100 + 10 * i,
			.from = from,
			.to = to < PAGES ? to : PAGES,
			.file = pick(3) ? 1 + pick(files) : 0,
			.offset = pick(1000) * PAGE,
		};
	}
}

/* Swaps neighbours up to REACH apart: rings that are read one after another. */
static void disorder(struct fact *facts, unsigned reach)
{
	for (unsigned i = FACTS; reach && i-- > 1;) {
		unsigned other = i - pick(reach < i ? reach + 1 : i + 1);
		struct fact kept = facts[i];

		facts[i] = facts[other];
		facts[other] = kept;
	}
}

static const struct fact *truth(const struct fact *facts, unsigned page,
				uint64_t t)
{
	const struct fact *newest = NULL;

	for (unsigned i = 0; i < FACTS; i++) {
		const struct fact *fact = &facts[i];

		if (fact->from <= page && page < fact->to && fact->t <= t &&
		    (!newest || newest->t < fact->t))
			newest = fact;
	}
	return newest && newest->file ? newest : NULL;
}

static void feed(struct mappings *table, const struct fact *fact)
{
	if (fact->file)
		mappings_map(table, &(struct mapping){
					    .start = fact->from * PAGE,
					    .end = fact->to * PAGE,
					    .file = fact->file,
					    .offset = fact->offset,
					    .born_ns = fact->t,
				    });
	else
		mappings_unmap(table, fact->from * PAGE, fact->to * PAGE,
			       fact->t);
}

static bool is_right(const struct mapping *got, const struct fact *want,
		     unsigned page)
{
	if (!want || !got)
		return !want == !got;
	return got->file == want->file &&
	       got->offset + page * PAGE - got->start ==
		       want->offset + (page - want->from) * PAGE;
}

static void check(struct mappings *table, const struct fact *facts,
		  uint64_t since, unsigned long round)
{
	for (uint64_t t = since; t < 100 + 10 * FACTS + 20; t += 5) {
		for (unsigned page = 0; page < PAGES; page++) {
			const struct fact *want = truth(facts, page, t);
			const struct mapping *got = mappings_at(
				table, page * PAGE + 17, t);

			if (!is_right(got, want, page))
				ck_abort_msg("round %lu: page %u at %lu: file "
					     "%u, not %u",
					     round, page, (unsigned long)t,
					     got ? got->file : 0,
					     want ? want->file : 0);
		}
	}
}

/* What lives is in order and disjoint, what died had lived. */
static bool is_sound(const struct mappings *table)
{
	uint64_t end = 0;

	for (size_t i = 0; i < table->live.len; i++) {
		const struct mapping *live = vec_at(&table->live,
						    struct mapping, i);

		if (live->start < end || live->end <= live->start)
			return false;
		end = live->end;
	}
	for (size_t i = 0; i < table->dead.len; i++) {
		const struct mapping *dead = vec_at(&table->dead,
						    struct mapping, i);

		if (dead->died_ns <= dead->born_ns)
			return false;
	}
	return true;
}

/* REACH: how far out of order; FORGET_NS: of the forgetting half way, or 0. */
static void run(unsigned reach, uint64_t forget_ns)
{
	static struct fact facts[FACTS];

	for (uint64_t round = 1; round <= ROUNDS; round++) {
		struct mappings table;

		seed = round * 977;
		mappings_init(&table);
		for (unsigned i = 0; i < 5; i++) {
			char path[] = "/0";

			path[1] = (char)('0' + i);
			mappings_file(&table, &(struct mapped_file){
						      .kind = MEMORY_FILE,
						      .inode = i + 1,
						      .path = path,
					      });
		}
		make_facts(facts, 5);
		disorder(facts, reach);
		for (unsigned i = 0; i < FACTS; i++) {
			feed(&table, &facts[i]);
			/* All that is older than it has come by now. */
			if (forget_ns && i == FACTS / 2 + reach)
				mappings_forget_before(&table, forget_ns);
			ck_assert(is_sound(&table));
		}
		check(&table, facts, forget_ns ? forget_ns : 50, round);
		mappings_release(&table);
	}
}

START_TEST(test_facts_in_order_agree_with_a_model_of_each_page)
{
	run(0, 0);
}
END_TEST

START_TEST(test_facts_a_little_out_of_order_agree_with_the_model)
{
	run(3, 0);
}
END_TEST

START_TEST(test_facts_in_any_order_agree_with_the_model)
{
	run(FACTS, 0);
}
END_TEST

START_TEST(test_forgetting_half_way_changes_no_later_answer)
{
	run(0, 100 + 10 * (FACTS / 2));
}
END_TEST

UNIT_MAIN("mappings_random",
	  test_facts_in_order_agree_with_a_model_of_each_page,
	  test_facts_a_little_out_of_order_agree_with_the_model,
	  test_facts_in_any_order_agree_with_the_model,
	  test_forgetting_half_way_changes_no_later_answer)
