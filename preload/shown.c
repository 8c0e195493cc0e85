#include "shown.h"

#include <stdatomic.h>

#include "self_memory.h"
#include "usage.h"

#define SLOTS 8
#define ALL   ((UINT32_C(1) << SLOTS) - 1)

/* Calls that map or wait are not deep, and what is cut says so. */
#define BYTES 16384

/* All slots together in so long: 200 stacks a second. */
#define FREE_NS UINT64_C(40000000)

/* Shares no page with another one: what is said of one is true of all. */
struct slot {
	_Alignas(4096) struct shown shown;
	uint8_t bytes[BYTES];
};

static struct slot slots[SLOTS];

/* Bit i: slot i is free; is complete. */
static _Atomic uint32_t free_slots = ALL;
static _Atomic uint32_t full_slots;

/* Collector's: looked at and not yet free; when some were last freed. */
static uint32_t done_slots;
static uint64_t freed_ns;

/* The registers that a function keeps for its caller, at this instruction. */
static inline __attribute__((always_inline)) void capture(
	struct unwind_regs *regs)
{
#if defined(__x86_64__)
	__asm__ volatile("movq %%rbx, 3*8(%0)\n\t"
			 "movq %%rbp, 6*8(%0)\n\t"
			 "movq %%rsp, 7*8(%0)\n\t"
			 "movq %%r12, 12*8(%0)\n\t"
			 "movq %%r13, 13*8(%0)\n\t"
			 "movq %%r14, 14*8(%0)\n\t"
			 "movq %%r15, 15*8(%0)\n\t"
			 "leaq 0f(%%rip), %%rax\n"
			 "0:\n\t"
			 "movq %%rax, 16*8(%0)\n\t"
			 :
			 : "D"(regs->value)
			 : "rax", "memory");
	regs->known = UINT64_C(0x1f0c8);
#else
	__asm__ volatile("stp x19, x20, [%0, #19*8]\n\t"
			 "stp x21, x22, [%0, #21*8]\n\t"
			 "stp x23, x24, [%0, #23*8]\n\t"
			 "stp x25, x26, [%0, #25*8]\n\t"
			 "stp x27, x28, [%0, #27*8]\n\t"
			 "stp x29, x30, [%0, #29*8]\n\t"
			 "mov x9, sp\n\t"
			 "str x9, [%0, #31*8]\n\t"
			 "adr x9, 0f\n"
			 "0:\n\t"
			 "str x9, [%0, #32*8]\n\t"
			 :
			 : "r"(regs->value)
			 : "x9", "memory");
	regs->known = UINT64_C(0x1fff80000);
#endif
}

/* A slot for the calling thread alone; -1: none is free. */
static int claim(void)
{
	uint32_t free = atomic_load_explicit(&free_slots, memory_order_relaxed);

	while (free) {
		int slot = __builtin_ctz(free);

		if (atomic_compare_exchange_weak_explicit(
			    &free_slots, &free, free & ~(UINT32_C(1) << slot),
			    memory_order_acquire, memory_order_relaxed))
			return slot;
	}
	return -1;
}

/* For which there are events, as for all that a thread writes itself. */
static void fault_in(uint8_t *bytes)
{
	for (size_t at = 0; at < BYTES; at += 4096)
		*(volatile uint8_t *)&bytes[at] = 0;
	*(volatile uint8_t *)&bytes[BYTES - 1] = 0;
}

void shown_init(void)
{
	for (int i = 0; i < SLOTS; i++)
		fault_in(slots[i].bytes);
}

/* The collector may read the kernel's counts meanwhile. */
static void begin_own_faults(struct host_thread *thread,
			     const struct usage *before)
{
	atomic_store_explicit(&thread->seen_minor,
			      before->minor - thread->own_minor,
			      memory_order_relaxed);
	atomic_store_explicit(&thread->seen_major,
			      before->major - thread->own_major,
			      memory_order_relaxed);
	/* Seen to be odd (watch_counts.c) before the kernel counts more. */
	atomic_fetch_add_explicit(&thread->own_step, 1, memory_order_seq_cst);
}

static void end_own_faults(struct host_thread *thread, const struct usage *own)
{
	atomic_fetch_add_explicit(&thread->own_minor, own->minor,
				  memory_order_relaxed);
	atomic_fetch_add_explicit(&thread->own_major, own->major,
				  memory_order_relaxed);
	atomic_fetch_add_explicit(&thread->own_step, 1, memory_order_release);
}

/* Copies DUMP's stack to BYTES. A page of it that was never touched is a fault
 * that the kernel counts, for which there is no event. BYTES have been touched,
 * but since a fork their first writer has faults of the other sort there. */
static void copy(struct host_thread *thread, struct stack_dump *dump,
		 uint8_t *bytes)
{
	struct usage before, after, own;
	bool is_known;

	fault_in(bytes);
	is_known = usage_read(&before);
	if (is_known)
		begin_own_faults(thread, &before);
	dump->bytes = bytes;
	dump->len = self_read_some(dump->regs.value[UNWIND_SP], bytes, BYTES);
	dump->may_go_on = dump->len == BYTES;
	if (!is_known)
		return;
	own = usage_read(&after) ? usage_between(&before, &after)
				 : (struct usage){ 0 };
	end_own_faults(thread, &own);
}

__attribute__((noinline)) bool shown_add(enum shown_kind kind,
					 struct host_thread *thread,
					 uint64_t key, uint64_t t_ns)
{
	int number = claim();
	struct slot *slot;
	struct stack_dump *dump;

	if (number < 0)
		return false;
	slot = &slots[number];
	slot->shown = (struct shown){
		.kind = kind, .thread = thread->index, .key = key, .t_ns = t_ns
	};
	dump = &slot->shown.dump;
	capture(&dump->regs);
	copy(thread, dump, slot->bytes);
	atomic_fetch_or_explicit(&full_slots, UINT32_C(1) << number,
				 memory_order_release);
	return true;
}

void shown_each(bool (*each)(void *context, const struct shown *shown),
		void *context)
{
	uint32_t full = atomic_load_explicit(&full_slots, memory_order_acquire);
	uint32_t done = 0;

	for (int i = 0; i < SLOTS; i++) {
		if (full >> i & 1 && each(context, &slots[i].shown))
			done |= UINT32_C(1) << i;
	}
	atomic_fetch_and_explicit(&full_slots, ~done, memory_order_relaxed);
	done_slots |= done;
}

void shown_free(uint64_t now_ns)
{
	if (!done_slots || now_ns - freed_ns < FREE_NS)
		return;
	freed_ns = now_ns;
	atomic_fetch_or_explicit(&free_slots, done_slots, memory_order_release);
	done_slots = 0;
}

void shown_forget(void)
{
	atomic_store(&full_slots, 0);
	done_slots = 0;
	atomic_store(&free_slots, ALL);
}
