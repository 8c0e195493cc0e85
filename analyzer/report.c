#include "report.h"

#include "programs.h"

#include <stdlib.h>

uint64_t report_stall_ns(const struct iteration *iteration,
			 const struct joined *joined)
{
	return iteration->is_open && !iteration->is_stuck
		       ? joined->file_ns + joined->other_ns
		       : iteration->len_ns;
}

void report_make(struct report *report, const struct model *model,
		 struct report_options options)
{
	*report = (struct report){
		.options = options,
		.model = model,
		.joins = must_alloc(model->processes.len *
				    sizeof(*report->joins)),
		.file_rows = must_alloc(model->processes.len *
					sizeof(*report->file_rows)),
		.is_refault = must_alloc(model->processes.len *
					 sizeof(*report->is_refault)),
		.places = options.namer ? must_alloc(model->processes.len *
						     sizeof(*report->places))
					: NULL,
		.limits = ARRAY_OF(struct limit_row),
		.loops = ARRAY_OF(struct loop_row),
		.programs = ARRAY_OF(struct program_row),
		.processes = ARRAY_OF(const struct process *),
		.stalls = ARRAY_OF(struct stall),
		.files = ARRAY_OF(struct file_row),
		.indirect = ARRAY_OF(struct indirect),
		.advice = ARRAY_OF(struct advice),
		.uses = ARRAY_OF(struct file_use),
		.file_calls = ARRAY_OF(struct file_call),
		.arrivals = ARRAY_OF(struct arrival_row),
		.callbacks = ARRAY_OF(struct code_row),
		.functions = ARRAY_OF(struct code_row),
	};
	for (size_t i = 0; i < model->processes.len; i++)
		report->joins[i] = join_make(report_process(report, i));
	for (size_t i = 0; report->places && i < model->processes.len; i++)
		place_cache_init(&report->places[i], options.namer,
				 report_process(report, i));
	report_coverage(report);
	report_limits(report);
	report_loops(report);
	report_loop_names(report);
	report_process_order(report);
	report_programs(report);
	report_stalls(report);
	report_indirect(report);
	report_files(report);
	report_patterns(report);
	report_uses(report);
	report_spread(report);
	report_arrivals(report);
	report_code(report);
	report_owners(report);
	report_verdict(report);
	report_advice(report);
}

void report_release(struct report *report)
{
	for (size_t i = 0; i < report->model->processes.len; i++) {
		join_release(&report->joins[i]);
		free(report->file_rows[i]);
		free(report->is_refault[i]);
		if (report->places)
			place_cache_release(&report->places[i]);
	}
	free(report->places);
	free(report->joins);
	free(report->file_rows);
	free(report->is_refault);
	array_release(&report->limits);
	array_release(&report->loops);
	array_release(&report->programs);
	array_release(&report->processes);
	array_release(&report->stalls);
	array_release(&report->files);
	array_release(&report->indirect);
	array_release(&report->advice);
	array_release(&report->uses);
	array_release(&report->file_calls);
	array_release(&report->arrivals);
	array_release(&report->callbacks);
	array_release(&report->functions);
}
