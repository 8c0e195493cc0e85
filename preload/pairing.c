#include "pairing.h"

#include <string.h>

#define PAGE_SHIFT 12

/* Some architectures report the end with the page's address only. */
static bool same_page(uint64_t a, uint64_t b)
{
	return a >> PAGE_SHIFT == b >> PAGE_SHIFT;
}

/* Gives up all open faults from index FROM on. */
static void give_up_from(struct pairing *pairing, unsigned from)
{
	pairing->failed += pairing->depth - from;
	pairing->depth = from;
}

static void drop_outermost(struct pairing *pairing)
{
	memmove(&pairing->open[0], &pairing->open[1],
		(PAIRING_DEPTH - 1) * sizeof(pairing->open[0]));
	pairing->depth--;
	pairing->failed++;
}

static bool is_retry(const struct pairing *pairing,
		     const struct open_fault *open, uint64_t t_ns,
		     uint64_t address, uint64_t ip)
{
	return same_page(open->fault.address, address) &&
	       open->fault.ip == ip &&
	       pairing->begun - open->last_try <= PAIRING_RETRY_FAULTS &&
	       t_ns - open->last_try_ns <= PAIRING_RETRY_NS;
}

void pairing_begin(struct pairing *pairing, uint64_t t_ns, uint64_t address,
		   uint64_t ip, bool is_kernel)
{
	struct open_fault *open;

	pairing->begun++;
	for (unsigned i = pairing->depth; i-- > 0;) {
		open = &pairing->open[i];
		if (!is_retry(pairing, open, t_ns, address, ip))
			continue;
		/* What was open inside it has been left behind. */
		give_up_from(pairing, i + 1);
		open->fault.restarts++;
		open->last_try_ns = t_ns;
		open->last_try = pairing->begun;
		return;
	}
	if (pairing->depth == PAIRING_DEPTH)
		drop_outermost(pairing);
	open = &pairing->open[pairing->depth++];
	*open = (struct open_fault){
		.fault = { .begin_ns = t_ns,
			   .address = address,
			   .ip = ip,
			   .is_kernel = is_kernel },
		.last_try_ns = t_ns,
		.last_try = pairing->begun,
	};
}

bool pairing_end(struct pairing *pairing, uint64_t t_ns, uint64_t address,
		 bool is_major, struct fault *fault)
{
	for (unsigned i = pairing->depth; i-- > 0;) {
		if (!same_page(pairing->open[i].fault.address, address))
			continue;
		give_up_from(pairing, i + 1);
		pairing->depth--;
		*fault = pairing->open[i].fault;
		fault->len_ns = t_ns - fault->begin_ns;
		fault->is_major = is_major;
		return true;
	}
	pairing->unpaired++;
	return false;
}

void pairing_slept(struct pairing *pairing, uint64_t begin_ns, uint64_t end_ns)
{
	/* A begin that is left over from an access that failed counts as well;
	 * it will never end. */
	for (unsigned i = 0; i < pairing->depth; i++) {
		if (pairing->open[i].fault.begin_ns <= begin_ns)
			pairing->open[i].fault.slept_ns += end_ns - begin_ns;
	}
}

void pairing_clear(struct pairing *pairing)
{
	pairing->depth = 0;
}

void pairing_lose(struct pairing *pairing)
{
	give_up_from(pairing, 0);
}
