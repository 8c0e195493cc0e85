/*
 * Host threads show the collector the stack of a call: that of a loop's first
 * waits, and that of a file's mapping. The thread copies registers and stack
 * into a slot, by one system call and with no memory of its own; the collector
 * unwinds it. The few slots, and that each is free again only some time after
 * it was used, bound what that costs a storm of mappings: with none free
 * nothing is done.
 */
#ifndef MMSTALL_SHOWN_H
#define MMSTALL_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "host_thread.h"
#include "unwinder.h"

enum shown_kind {
	SHOWN_WAIT,  /* key: the identity of the wait */
	SHOWN_OWNER, /* key: where the mapping begins */
};

struct shown {
	enum shown_kind kind;
	uint32_t thread; /* index of its slot */
	uint64_t key;
	uint64_t t_ns; /* of the wait, or of the event of the mapping */
	struct stack_dump dump;
};

/* Collector, before there is anything to show: makes the slots' memory be
 * there. */
void shown_init(void);

/*
 * Host thread: shows the stack of its caller, in KIND and KEY. False: no slot
 * is free, now. Any signal handler may call it.
 */
bool shown_add(enum shown_kind kind, struct host_thread *thread, uint64_t key,
	       uint64_t t_ns);

/*
 * Collector: hands out every slot that is full, and is done with it if EACH
 * returns true. Else it comes again.
 */
void shown_each(bool (*each)(void *context, const struct shown *shown),
		void *context);

/* Collector: frees the slots that are done with, unless it did so just before
 * NOW_NS. */
void shown_free(uint64_t now_ns);

/* In a forked child: what its parent's threads had in hand comes to nothing. */
void shown_forget(void);

#endif
