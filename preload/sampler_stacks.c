#include "sampler_stacks.h"

#include <errno.h>
#include <string.h>

#include "sampler.h"
#include "sys.h"

/* Of one ring, for stacks: what is left must hold the other samples of the
 * time until the collector comes. */
#define RING_SHARE 2

/* One copy takes so much of it at most. */
#define COPY_SHARE 16

/* The kernel's number (asm/perf_regs.h) of the register that is DWARF's
 * NUMBER. */
static unsigned kernel_reg(unsigned number)
{
#if defined(__x86_64__)
	static const uint8_t numbers[UNWIND_REGS] = { 0,  3,  2,  1,  4,  5,
						      6,  7,  16, 17, 18, 19,
						      20, 21, 22, 23, 8 };

	return numbers[number];
#else
	return number; /* x0 … x30, sp, pc in both */
#endif
}

static uint64_t regs_mask(void)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < UNWIND_REGS; i++)
		mask |= UINT64_C(1) << kernel_reg(i);
	return mask;
}

/* Bytes of one sample in the ring. */
static size_t record_bytes(const struct sampler_stacks *stacks)
{
	size_t head = sizeof(struct perf_event_header) + SAMPLER_BODY_BYTES;

	if (stacks->mode == STACKS_FP)
		return head + (1 + STACKS_CHAIN_MAX) * sizeof(uint64_t);
	return head + (1 + UNWIND_REGS + 2) * sizeof(uint64_t) + stacks->bytes;
}

static const uint64_t event_configs[STACK_EVENTS] = {
	[STACK_OF_MAJOR] = PERF_COUNT_SW_PAGE_FAULTS_MAJ,
	[STACK_OF_MINOR] = PERF_COUNT_SW_PAGE_FAULTS_MIN,
};

static int open_event(struct sampler *sampler, enum stack_event event)
{
	struct sampler_stacks *stacks = &sampler->stacks;
	struct perf_event_attr attr;
	long fd, error;

	sampler_fill_attributes(&attr, event_configs[event],
				sampler->options.with_kernel);
	attr.disabled = 1;
	if (stacks->mode == STACKS_FP) {
		attr.sample_type |= PERF_SAMPLE_CALLCHAIN;
		attr.exclude_callchain_kernel = 1;
		attr.sample_max_stack = STACKS_CHAIN_MAX;
	} else {
		attr.sample_type |= PERF_SAMPLE_REGS_USER |
				    PERF_SAMPLE_STACK_USER;
		attr.sample_regs_user = regs_mask();
		attr.sample_stack_user = (uint32_t)stacks->bytes;
	}
	fd = sys_call6(SYS_perf_event_open, (long)&attr, sampler->tid, -1,
		       sampler->fds[SAMPLE_BEGIN], PERF_FLAG_FD_CLOEXEC, 0);
	if (fd < 0)
		return (int)fd;
	error = sys_ioctl((int)fd, PERF_EVENT_IOC_ID,
			  (long)&stacks->ids[event]);
	if (error)
		sys_close((int)fd);
	else
		stacks->fds[event] = (int)fd;
	return (int)error;
}

/* The open event's samples go into the sampler's ring. */
static bool attach(struct sampler *sampler, enum stack_event event)
{
	return sys_ioctl(sampler->stacks.fds[event], PERF_EVENT_IOC_SET_OUTPUT,
			 sampler->fds[SAMPLE_MAJOR]) == 0;
}

/* A copy that leaves room for others in the ring, eight bytes a step. */
static size_t copy_bytes(const struct sampler_options *options)
{
	size_t most = options->data_bytes / COPY_SHARE;

	return (options->stack_bytes < most ? options->stack_bytes : most) / 8 *
	       8;
}

static void give_up(struct sampler *sampler, int error)
{
	sampler_stacks_stop(sampler);
	sampler->stacks.mode = STACKS_OFF;
	sampler->stacks.error = error;
}

void sampler_stacks_open(struct sampler *sampler)
{
	const struct sampler_options *options = &sampler->options;
	struct sampler_stacks *stacks = &sampler->stacks;
	size_t share = options->data_bytes / RING_SHARE;
	int error = 0;

	if (options->stacks == STACKS_OFF ||
	    options->data_bytes < STACKS_RING_MIN)
		return;
	stacks->mode = options->stacks;
	stacks->bytes = copy_bytes(options);
	stacks->room = (unsigned)(share / STACK_EVENTS / record_bytes(stacks));
	if (!stacks->room)
		stacks->room = 1;
	for (int i = 0; i < STACK_EVENTS && !error; i++)
		error = open_event(sampler, (enum stack_event)i);
	if (error)
		give_up(sampler, error);
}

void sampler_stacks_attach(struct sampler *sampler)
{
	for (int i = 0; i < STACK_EVENTS; i++) {
		if (sampler->stacks.mode != STACKS_OFF &&
		    !attach(sampler, (enum stack_event)i))
			give_up(sampler, -EINVAL);
	}
}

unsigned sampler_stacks_room(const struct sampler *sampler,
			     enum stack_event event)
{
	const struct sampler_stacks *stacks = &sampler->stacks;

	if (stacks->mode == STACKS_OFF || sampler->is_paused)
		return 0;
	if (stacks->fds[event] < 0 || stacks->has_lost_count)
		return stacks->room;
	return stacks->room - stacks->granted[event];
}

static bool open_again(struct sampler *sampler, enum stack_event event)
{
	int *fd = &sampler->stacks.fds[event];

	if (open_event(sampler, event))
		return false;
	if (attach(sampler, event) && !sampler_leave_descriptor(sampler))
		return true;
	sys_close(*fd);
	*fd = -1;
	return false;
}

void sampler_stacks_grant(struct sampler *sampler, enum stack_event event,
			  unsigned count)
{
	struct sampler_stacks *stacks = &sampler->stacks;

	/* Nobody knows how many of those lost were stacks: from zero again. */
	if (stacks->has_lost_count)
		sampler_stacks_stop(sampler);
	if (stacks->fds[event] < 0 && !open_again(sampler, event))
		return;
	if (sys_ioctl(stacks->fds[event], PERF_EVENT_IOC_REFRESH, count) == 0)
		stacks->granted[event] += count;
}

void sampler_stacks_stop(struct sampler *sampler)
{
	struct sampler_stacks *stacks = &sampler->stacks;

	for (int i = 0; i < STACK_EVENTS; i++) {
		sampler_keep_lost(sampler, stacks->fds[i]);
		if (stacks->fds[i] >= 0)
			sys_close(stacks->fds[i]);
		stacks->fds[i] = -1;
		stacks->granted[i] = 0;
	}
	stacks->has_lost_count = false;
}

/* The user's registers, as the kernel orders them. */
static void take_regs(const uint64_t *from, struct unwind_regs *regs)
{
	uint64_t mask = regs_mask();

	for (unsigned i = 0; i < UNWIND_REGS; i++) {
		uint64_t below = (UINT64_C(1) << kernel_reg(i)) - 1;
		int at = __builtin_popcountll(mask & below);

		unwind_reg_set(regs, i, from[at]);
	}
}

/* One sample at a time is looked at: words, as the kernel laid them out. */
static uint64_t words[65536 / sizeof(uint64_t)];

static bool decode_chain(size_t count, struct stack_sample *stack)
{
	size_t len = words[0];

	if (len > count - 1)
		return false;
	stack->chain = &words[1];
	stack->chain_len = len;
	stack->is_chain_cut = len >= STACKS_CHAIN_MAX;
	return len > 0;
}

/* ABI, registers, size, copy, size of it that is true. */
static bool decode_copy(const struct sampler_stacks *stacks, size_t count,
			struct stack_sample *stack)
{
	const uint64_t *size = &words[1 + UNWIND_REGS];
	uint64_t len;

	if (count < 1 + UNWIND_REGS + 1 || words[0] != PERF_SAMPLE_REGS_ABI_64)
		return false;
	take_regs(&words[1], &stack->dump.regs);
	if (*size == 0)
		return true; /* the kernel had no room for a copy */
	if (*size > (count - (1 + UNWIND_REGS + 2)) * sizeof(uint64_t))
		return false;
	len = size[1 + *size / sizeof(uint64_t)];
	stack->dump.bytes = (const uint8_t *)&size[1];
	stack->dump.len = len < *size ? len : *size;
	stack->dump.may_go_on = len >= stacks->bytes;
	return true;
}

bool sampler_stacks_decode(struct sampler *sampler, enum stack_event event,
			   const struct perf_event_header *header,
			   uint64_t body, struct stack_sample *stack)
{
	struct sampler_stacks *stacks = &sampler->stacks;
	size_t len = header->size - sizeof(*header) - SAMPLER_BODY_BYTES;

	memset(stack, 0, sizeof(*stack));
	if (stacks->granted[event])
		stacks->granted[event]--;
	if (header->size <
	    sizeof(*header) + SAMPLER_BODY_BYTES + sizeof(*words))
		return false;
	sampler_copy_out(sampler, body, words, len);
	return stacks->mode == STACKS_FP
		       ? decode_chain(len / sizeof(*words), stack)
		       : decode_copy(stacks, len / sizeof(*words), stack);
}
