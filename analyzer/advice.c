#include "advice.h"

#include <stdlib.h>

#include "advice_faults.h"
#include "report.h"

/* The time that a file blocked loops in stalls, and how much of it early. */
struct early {
	uint64_t early_ns, all_ns;
	uint64_t faults; /* of all_ns */
};

/* What the rules look at. */
struct facts {
	const struct report *report;
	const struct file_row *row;
	struct early early;
};

/* Conditions. */

/* Most faults of the row were taken with one of these in force. */
static bool is_mostly(const struct facts *facts, bool (*is)(enum hint))
{
	const struct file_use *use;
	uint64_t faults = 0;

	for (size_t i = facts->row->first_use; i; i = use->next) {
		use = array_at(&facts->report->uses, struct file_use, i - 1);
		if (is(use->hint))
			faults += use->faults;
	}
	return faults * 2 > facts->row->faults;
}

static bool reads_ahead(enum hint hint)
{
	return hint != HINT_RANDOM;
}

static bool reads_nothing_ahead(enum hint hint)
{
	return hint == HINT_RANDOM;
}

/* At most so many PAGES, as far as is known. */
static bool reads_ahead_at_most(const struct facts *facts, uint64_t pages)
{
	return facts->row->has_readahead &&
	       facts->row->readahead_pages <= pages;
}

static bool is_code(const struct facts *facts)
{
	return facts->row->code_faults * 2 > facts->row->faults;
}

static bool is_data(const struct facts *facts)
{
	return facts->row->kind == MEMORY_FILE && !is_code(facts);
}

static bool is_cold_start(const struct facts *facts)
{
	const struct early *early = &facts->early;

	return is_data(facts) && !facts->row->pattern.is_reread &&
	       early->faults >= ADVICE_EARLY_FAULTS_MIN &&
	       early->faults <=
		       facts->report->iterations / ADVICE_EARLY_ITERATIONS &&
	       early->early_ns >= early->all_ns - early->all_ns / 10;
}

static uint64_t mapped_bytes(const struct file_row *row)
{
	return row->mapped_end - row->mapped_first;
}

static bool is_small(const struct facts *facts)
{
	return is_data(facts) && !is_cold_start(facts) &&
	       mapped_bytes(facts->row) <= ADVICE_SMALL_BYTES;
}

static bool is_large(const struct facts *facts)
{
	return is_data(facts) && !is_cold_start(facts) &&
	       mapped_bytes(facts->row) > ADVICE_SMALL_BYTES;
}

static bool is_evicted(const struct facts *facts)
{
	return is_data(facts) && facts->row->pattern.is_reread;
}

static bool is_random(const struct facts *facts)
{
	return is_data(facts) && facts->row->pattern.order == ORDER_RANDOM &&
	       !reads_ahead_at_most(facts, 1) && is_mostly(facts, reads_ahead);
}

static bool is_in_order(const struct facts *facts)
{
	return is_data(facts) && facts->row->pattern.order == ORDER_SEQUENTIAL;
}

/* madvise lets the kernel read ahead as far as the disk is set to. */
static bool is_sequential(const struct facts *facts)
{
	return is_in_order(facts) &&
	       !reads_ahead_at_most(facts, FILE_READAHEAD_LITTLE) &&
	       is_mostly(facts, reads_nothing_ahead);
}

static bool has_no_readahead(const struct facts *facts)
{
	return is_in_order(facts) &&
	       reads_ahead_at_most(facts, FILE_READAHEAD_LITTLE);
}

static bool is_code_of_file(const struct facts *facts)
{
	return facts->row->kind == MEMORY_FILE && is_code(facts);
}

static bool is_swap(const struct facts *facts)
{
	return facts->row->kind == MEMORY_ANONYMOUS ||
	       facts->row->kind == MEMORY_HEAP ||
	       facts->row->kind == MEMORY_STACK;
}

static const struct rule {
	enum advice_kind kind;
	bool (*applies)(const struct facts *facts);
	bool (*has)(const struct report *report, size_t index, size_t fault,
		    const void *row);
	bool is_at_most;
} rules[] = {
	{ ADVICE_COLD_START, is_cold_start, advice_has_fault, false },
	{ ADVICE_SMALL, is_small, advice_has_fault, false },
	{ ADVICE_LARGE, is_large, advice_has_fault, false },
	{ ADVICE_EVICTED, is_evicted, advice_has_refault, true },
	{ ADVICE_RANDOM, is_random, advice_has_fault, true },
	{ ADVICE_SEQUENTIAL, is_sequential, advice_has_fault, true },
	{ ADVICE_READAHEAD, has_no_readahead, advice_has_fault, true },
	{ ADVICE_SYSTEM_CALL, is_data, advice_has_system_call, false },
	{ ADVICE_CODE, is_code_of_file, advice_has_fault, false },
	{ ADVICE_CALLS, is_data, advice_has_call, false },
	{ ADVICE_SWAP, is_swap, advice_has_swap_in, false },
};

static bool is_worth_it(const struct report *report, const struct whatif *gain)
{
	return gain->stalls ||
	       (gain->stall_ns &&
		gain->stall_ns >= report->stall_ns / ADVICE_LEAST_PART);
}

static void add(struct report *report, const struct advice *advice)
{
	if (is_worth_it(report, &advice->gain))
		*(struct advice *)array_push(&report->advice) = *advice;
}

static bool is_in_stall(const struct report *report, size_t index,
			const struct charge *charge)
{
	return report_stall_ns(
		       array_at(&report_process(report, index)->iterations,
				struct iteration, charge->iteration),
		       &report->joins[index].iterations[charge->iteration]) >=
	       report->options.threshold_ns;
}

static void add_early(const struct report *report, size_t index,
		      const struct charge *charge, struct early *early)
{
	const struct process *process = report_process(report, index);
	const struct fault *fault = array_at(&process->faults, struct fault,
					     charge->fault);

	early += report_file_index(report, index, fault);
	early->all_ns += charge->ns;
	early->faults++;
	if (fault->t_ns <= process->last_ns / ADVICE_EARLY_PART)
		early->early_ns += charge->ns;
}

/* The time in stalls of each file. */
static struct early *early_of(const struct report *report)
{
	struct early *early = must_alloc(report->files.len * sizeof(*early));

	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct array *charges = &report->joins[p].charges;

		for (size_t i = 0; i < charges->len; i++) {
			const struct charge *charge = array_at(
				charges, struct charge, i);

			if (is_in_stall(report, p, charge))
				add_early(report, p, charge, early);
		}
	}
	return early;
}

static void apply_rules(struct report *report, const struct facts *facts)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct advice advice = { .kind = rules[i].kind,
					 .file = facts->row,
					 .is_at_most = rules[i].is_at_most };

		if (!rules[i].applies(facts))
			continue;
		advice.gain = whatif_without(report, rules[i].has, facts->row);
		add(report, &advice);
	}
}

/* Files with a small part in the stalls are passed over: so few are left that
 * each can be looked at for itself. */
static bool matters(const struct report *report, const struct early *early)
{
	return early->all_ns &&
	       early->all_ns >= report->stall_ns / ADVICE_LEAST_PART;
}

/* Many files, none of which matters much alone. */
static void apply_to_all_files(struct report *report)
{
	struct advice advice = { .kind = ADVICE_LARGE };

	advice.gain = whatif_without(report, advice_has_fault_on_file, NULL);
	add(report, &advice);
}

/* The rule that is about no fault of the loop's own. */
static void apply_lock_rule(struct report *report)
{
	struct advice advice = { .kind = ADVICE_LOCK,
				 .file = report->worst_indirect_file,
				 .is_at_most = true };
	uint64_t threshold_ns = report->options.threshold_ns;

	for (size_t i = 0; i < report->indirect.len; i++) {
		const struct indirect *indirect = array_at(&report->indirect,
							   struct indirect, i);
		uint64_t len_ns = indirect->stall->iteration->len_ns;

		advice.gain.stall_ns += indirect->overlap_ns;
		advice.gain.stalls += len_ns - indirect->overlap_ns <
				      threshold_ns;
		if (indirect->fault && !advice.gain.worst) {
			advice.gain.worst = indirect->fault;
			advice.gain.process = indirect->stall->process;
			advice.gain.iteration = indirect->stall->iteration;
			advice.gain.worst_ns = indirect->overlap_ns;
		}
	}
	add(report, &advice);
}

/* What surely helps before what may; then by what it gains. */
static int best_first(const void *left, const void *right)
{
	const struct advice *a = left, *b = right;

	if (a->is_at_most != b->is_at_most)
		return a->is_at_most ? 1 : -1;
	if (a->gain.stall_ns != b->gain.stall_ns)
		return a->gain.stall_ns < b->gain.stall_ns ? 1 : -1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

void report_advice(struct report *report)
{
	struct early *early;
	bool is_any = false;

	if (!report->stall_count)
		return;
	early = early_of(report);
	for (size_t i = 0; i < report->files.len; i++) {
		const struct file_row *row = array_at(&report->files,
						      struct file_row, i);
		struct facts facts = { report, row, early[i] };

		if (!matters(report, &early[i]))
			continue;
		is_any |= row->kind == MEMORY_FILE;
		apply_rules(report, &facts);
	}
	free(early);
	if (!is_any)
		apply_to_all_files(report);
	apply_lock_rule(report);
	array_sort(&report->advice, best_first);
}
