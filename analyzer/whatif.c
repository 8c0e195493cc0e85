#include "whatif.h"

#include "report.h"

struct question {
	const struct report *report;
	bool (*has)(const struct report *report, size_t index, size_t fault,
		    const void *context);
	const void *context;
};

static void note_worst(struct whatif *whatif, const struct process *process,
		       const struct charge *charge)
{
	if (charge->ns <= whatif->worst_ns)
		return;
	whatif->worst_ns = charge->ns;
	whatif->process = process;
	whatif->worst = array_at(&process->faults, struct fault, charge->fault);
	whatif->iteration = array_at(&process->iterations, struct iteration,
				     charge->iteration);
}

/* The iteration that CHARGES begin with; returns how many are its own. */
static size_t spare_iteration(const struct question *question,
			      struct whatif *whatif, size_t index,
			      const struct charge *charges, size_t len)
{
	const struct report *report = question->report;
	const struct process *process = report_process(report, index);
	size_t iteration = charges->iteration;
	uint64_t threshold_ns = report->options.threshold_ns;
	uint64_t len_ns = report_stall_ns(
		array_at(&process->iterations, struct iteration, iteration),
		&report->joins[index].iterations[iteration]);
	uint64_t spared_ns = 0;
	size_t i;

	for (i = 0; i < len && charges[i].iteration == iteration; i++) {
		if (!question->has(report, index, charges[i].fault,
				   question->context))
			continue;
		whatif->faults++;
		spared_ns += charges[i].ns;
		if (len_ns >= threshold_ns)
			note_worst(whatif, process, &charges[i]);
	}
	if (len_ns < threshold_ns)
		return i;
	whatif->stall_ns += spared_ns;
	whatif->stalls += len_ns - spared_ns < threshold_ns;
	return i;
}

struct whatif whatif_without(const struct report *report,
			     bool (*has)(const struct report *report,
					 size_t index, size_t fault,
					 const void *context),
			     const void *context)
{
	struct question question = { report, has, context };
	struct whatif whatif = { 0 };

	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct array *charges = &report->joins[p].charges;
		size_t at = 0;

		while (at < charges->len)
			at += spare_iteration(
				&question, &whatif, p,
				array_at(charges, struct charge, at),
				charges->len - at);
	}
	return whatif;
}
