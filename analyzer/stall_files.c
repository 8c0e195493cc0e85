#include "stall_files.h"

/* Where the charges of iteration INDEX begin, if it has any. */
static size_t first_charge(const struct array *charges, size_t index)
{
	size_t first = 0, end = charges->len;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (array_at(charges, struct charge, middle)->iteration < index)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static int by_row(const void *left, const void *right)
{
	const struct stall_file *a = left, *b = right;

	return (a->row > b->row) - (a->row < b->row);
}

static int most_first(const void *left, const void *right)
{
	const struct stall_file *a = left, *b = right;

	if (a->ns != b->ns)
		return a->ns < b->ns ? 1 : -1;
	return by_row(left, right);
}

/* One entry for each row, of ALL that are sorted by rows. */
static void sum_up(struct array *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->len; i++) {
		struct stall_file *one = array_at(all, struct stall_file, i);
		struct stall_file *last = array_at(all, struct stall_file,
						   kept ? kept - 1 : 0);

		if (kept && last->row == one->row) {
			last->ns += one->ns;
			last->faults += one->faults;
		} else {
			*array_at(all, struct stall_file, kept++) = *one;
		}
	}
	all->len = kept;
}

struct array stall_files(const struct report *report, const struct stall *stall)
{
	size_t process = report_process_index(report, stall->process);
	const struct join *join = &report->joins[process];
	size_t index = (size_t)(stall->joined - join->iterations);
	struct array all = ARRAY_OF(struct stall_file);

	for (size_t i = first_charge(&join->charges, index);
	     i < join->charges.len; i++) {
		const struct charge *charge = array_at(&join->charges,
						       struct charge, i);
		const struct fault *fault = array_at(
			&stall->process->faults, struct fault, charge->fault);

		if (charge->iteration != index)
			break;
		*(struct stall_file *)array_push(&all) = (struct stall_file){
			report_file_index(report, process, fault), charge->ns, 1
		};
	}
	array_sort(&all, by_row);
	sum_up(&all);
	array_sort(&all, most_first);
	return all;
}
