/* How stacks are taken: MMSTALL_STACKS, and what the kernel allows of it. */
#ifndef MMSTALL_STACK_MODE_H
#define MMSTALL_STACK_MODE_H

enum stack_mode {
	STACKS_OFF,
	STACKS_FP,    /* call chains by frame pointers, from the kernel */
	STACKS_DWARF, /* registers and a copy of the stack, unwound by us */
};

#endif
