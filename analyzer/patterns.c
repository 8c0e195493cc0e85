#include <stdlib.h>
#include <string.h>

#include "page_set.h"
#include "report.h"
#include "time_order.h"

/* Shares of steps from which on, or up to which, an order is called so. */
#define READS_ON_PERCENT 90
#define REGULAR_PERCENT  70
#define RANDOM_PERCENT   35

/* Where the walk through a file's faults has got to. */
struct walk {
	const struct process *process;
	uint32_t thread;
	uint64_t last;                  /* page */
	uint64_t place[PATTERN_PLACES]; /* the page last touched at each */
	unsigned oldest;
	uint64_t near;     /* pages */
	int64_t candidate; /* for the commonest step (majority vote) */
	uint64_t votes;
};

static uint64_t extent_bytes(const struct file_row *row)
{
	return row->last_byte - row->first_byte + 1;
}

static uint64_t near_bytes(const struct file_row *row)
{
	uint64_t bytes = extent_bytes(row) / PATTERN_NEAR_PART;

	return bytes < PATTERN_NEAR_BYTES_MAX ? bytes : PATTERN_NEAR_BYTES_MAX;
}

/* The thread's first fault on the file: nothing to go from. */
static void begin_thread(struct walk *walk, const struct process *process,
			 struct file_row *row, uint32_t thread, uint64_t page)
{
	walk->process = process;
	walk->thread = thread;
	walk->near = near_bytes(row) / process->page_bytes;
	if (!walk->near)
		walk->near = 1;
	row->pattern.near_bytes = walk->near * process->page_bytes;
	for (unsigned i = 0; i < PATTERN_PLACES; i++)
		walk->place[i] = page;
}

/* A step to PAGE; true: it went a little ahead of a place. */
static bool goes_ahead(struct walk *walk, uint64_t page)
{
	for (unsigned i = 0; i < PATTERN_PLACES; i++) {
		if (page <= walk->place[i] ||
		    page - walk->place[i] > walk->near)
			continue;
		walk->place[i] = page;
		return true;
	}
	walk->place[walk->oldest] = page;
	walk->oldest = (walk->oldest + 1) % PATTERN_PLACES;
	return false;
}

static void vote(struct walk *walk, int64_t step)
{
	if (!walk->votes)
		walk->candidate = step;
	if (walk->candidate == step)
		walk->votes++;
	else
		walk->votes--;
}

static void take_step(struct walk *walk, struct pattern *pattern, uint64_t page)
{
	pattern->steps++;
	pattern->ahead += goes_ahead(walk, page);
	if (page != walk->last)
		vote(walk, (int64_t)(page - walk->last));
}

/* The second time: how many steps are the candidate? */
static void count_step(struct walk *walk, struct pattern *pattern,
		       uint64_t page)
{
	if (!walk->candidate || (int64_t)(page - walk->last) != walk->candidate)
		return;
	pattern->stride_steps++;
	pattern->stride_bytes = (int64_t)((uint64_t)walk->candidate *
					  walk->process->page_bytes);
}

/* Calls STEP for each step of each thread on each file. */
static void walk_faults(struct report *report, struct walk *walks,
			void (*step)(struct walk *walk, struct pattern *pattern,
				     uint64_t page))
{
	for (size_t p = 0; p < report->model->processes.len; p++) {
		const struct process *process = report_process(report, p);

		for (size_t i = 0; i < process->faults.len; i++) {
			const struct fault *fault = array_at(&process->faults,
							     struct fault, i);
			size_t index = report_file_index(report, p, fault);
			struct file_row *row = array_at(&report->files,
							struct file_row, index);
			struct walk *walk = &walks[index];
			uint64_t page = fault->offset / process->page_bytes;

			if (fault->flags & FAULT_CALL)
				continue;
			if (walk->process != process ||
			    walk->thread != fault->thread)
				begin_thread(walk, process, row, fault->thread,
					     page);
			else
				step(walk, &row->pattern, page);
			walk->last = page;
		}
	}
}

/* What was a write may have been on a page that was there, so on a writable
 * mapping only the kernel's label says that the page was not. */
static bool was_absent(const struct process *process, const struct fault *fault)
{
	return (fault->flags & FAULT_MAJOR) || !fault->map ||
	       !strchr(map_of(process, fault->map)->prot, 'w');
}

/* True: the page had been brought in before, and was gone. */
static bool add_page(struct file_row *row, const struct process *process,
		     const struct fault *fault, struct page *page)
{
	int64_t end_ns = fault->t_ns + (int64_t)fault->len_ns;
	bool is_again = page->times && fault->t_ns >= page->end_ns;

	if (page->times && (!is_again || !was_absent(process, fault))) {
		/* Waited for the same read as another fault. */
		if (end_ns > page->end_ns)
			page->end_ns = end_ns;
		return false;
	}
	row->pattern.pages += !page->times;
	row->pattern.refaults += is_again;
	row->pattern.brought_bytes += process->page_bytes;
	page->times++;
	page->end_ns = end_ns;
	return is_again;
}

static void count_pages(struct report *report, size_t index)
{
	const struct process *process = report_process(report, index);
	struct page_set set = page_set_none();
	size_t *order = time_order(process);
	bool *is_refault = must_alloc(process->faults.len *
				      sizeof(*is_refault));

	for (size_t i = 0; i < process->faults.len; i++) {
		const struct fault *fault = array_at(&process->faults,
						     struct fault, order[i]);
		size_t row = report_file_index(report, index, fault);

		if (fault->flags & FAULT_CALL)
			continue;
		is_refault[order[i]] = add_page(
			array_at(&report->files, struct file_row, row), process,
			fault,
			page_set_find(&set, (uint32_t)row,
				      fault->offset / process->page_bytes));
	}
	report->is_refault[index] = is_refault;
	free(order);
	page_set_release(&set);
}

static bool is_at_least(uint64_t part, uint64_t percent, uint64_t whole)
{
	return part * 100 >= whole * percent;
}

static enum order judge(const struct pattern *pattern)
{
	uint64_t steps = pattern->steps;
	bool reads_on = is_at_least(pattern->ahead, READS_ON_PERCENT, steps);
	bool is_regular = is_at_least(pattern->stride_steps, REGULAR_PERCENT,
				      steps);
	bool is_in_window = pattern->stride_bytes > 0 &&
			    pattern->stride_bytes <=
				    (int64_t)PATTERN_WINDOW_BYTES;
	/* Otherwise it goes from one of several places to the next. */
	bool is_to_near = pattern->stride_bytes <= (int64_t)pattern->near_bytes;

	if (steps < PATTERN_STEPS_MIN || pattern->pages < PATTERN_STEPS_MIN)
		return ORDER_UNKNOWN;
	if (is_regular && !is_in_window && (is_to_near || !reads_on))
		return ORDER_STRIDED;
	if (reads_on || is_at_least(is_in_window ? pattern->stride_steps : 0,
				    READS_ON_PERCENT, steps))
		return ORDER_SEQUENTIAL;
	if (pattern->ahead * 100 <= steps * RANDOM_PERCENT)
		return ORDER_RANDOM;
	return ORDER_RUNS;
}

void report_patterns(struct report *report)
{
	struct walk *walks = must_alloc(report->files.len * sizeof(*walks));

	walk_faults(report, walks, take_step);
	for (size_t i = 0; i < report->files.len; i++)
		walks[i].process = NULL;
	walk_faults(report, walks, count_step);
	free(walks);
	for (size_t i = 0; i < report->model->processes.len; i++)
		count_pages(report, i);
	for (size_t i = 0; i < report->files.len; i++) {
		struct file_row *row = array_at(&report->files, struct file_row,
						i);
		struct pattern *pattern = &row->pattern;

		if (pattern->stride_steps * 2 < pattern->steps)
			pattern->stride_bytes = 0;
		pattern->is_reread = pattern->refaults * 10 >= row->faults &&
				     pattern->refaults;
		pattern->order = judge(pattern);
	}
}
