#include "intervals.h"

struct interval {
	uint64_t from, to;
	uint64_t reach; /* the largest `to` of this and all before it */
	unsigned weight;
	size_t item;
};

struct intervals intervals_none(void)
{
	return (struct intervals){ ARRAY_OF(struct interval) };
}

void intervals_release(struct intervals *intervals)
{
	array_release(&intervals->all);
}

void intervals_add(struct intervals *intervals, uint64_t from, uint64_t to,
		   unsigned weight, size_t item)
{
	if (from < to)
		*(struct interval *)array_push(
			&intervals->all) = (struct interval){
			.from = from, .to = to, .weight = weight, .item = item
		};
}

/* The best of those that begin together comes last: see intervals_find(). */
static int by_begin(const void *left, const void *right)
{
	const struct interval *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	if (a->to != b->to)
		return a->to > b->to ? -1 : 1;
	return (a->item < b->item) - (a->item > b->item);
}

void intervals_sort(struct intervals *intervals)
{
	struct interval *all = intervals->all.data;
	uint64_t reach = 0;

	array_sort(&intervals->all, by_begin);
	for (size_t i = 0; i < intervals->all.len; i++) {
		if (all[i].to > reach)
			reach = all[i].to;
		all[i].reach = reach;
	}
}

/* How many begin at ADDRESS or before it. */
static size_t begun(const struct intervals *intervals, uint64_t address)
{
	const struct interval *all = intervals->all.data;
	size_t low = 0, high = intervals->all.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all[middle].from <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t intervals_find(const struct intervals *intervals, uint64_t address)
{
	const struct interval *all = intervals->all.data;

	/* Nothing before one that does not reach so far holds it. */
	for (size_t i = begun(intervals, address);
	     i && all[i - 1].reach > address; i--) {
		if (all[i - 1].to > address)
			return all[i - 1].item;
	}
	return INTERVALS_NONE;
}

uint64_t intervals_reach(const struct intervals *intervals, uint64_t address)
{
	size_t len = begun(intervals, address);

	return len ? array_at(&intervals->all, struct interval, len - 1)->reach
		   : 0;
}
