/*
 * Page faults from their two ends: the sample at a fault's begin and the one
 * when it was resolved, of one thread, in the order of its perf ring.
 *
 * Faults nest: a signal handler can fault while the handler's victim is in a
 * fault. And a begin can stay without an end: the access failed (SIGSEGV,
 * SIGBUS), or a signal or task work made the waiting fault return and begin
 * anew. A begin at the page and instruction of one that is still open is such
 * a new try, and the fault counts from its first begin; unless so much has
 * happened in between that the open one must have failed.
 */
#ifndef MMSTALL_PAIRING_H
#define MMSTALL_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

/* Faults open at once: the host's own and those of nested handlers. */
#define PAIRING_DEPTH 8

/* A new try comes this soon after the last, in faults begun and in time. */
#define PAIRING_RETRY_FAULTS 32
#define PAIRING_RETRY_NS     UINT64_C(10000000000)

struct fault {
	uint64_t begin_ns;
	uint64_t len_ns;
	uint64_t address;
	uint64_t ip;
	uint64_t slept_ns; /* asleep in it, where switches are sampled */
	uint32_t restarts;
	uint32_t stack; /* id of its own stack record; 0: none was taken */
	bool is_major;  /* the kernel's label, not our judgement */
	bool is_kernel; /* taken inside a system call */
	bool is_open;   /* has not ended: len_ns is so far */
	bool is_cut;    /* began before sampling did: len_ns is the least */
};

struct open_fault {
	struct fault fault;
	uint64_t last_try_ns;
	uint64_t last_try; /* value of pairing->begun */
};

struct pairing {
	struct open_fault open[PAIRING_DEPTH]; /* the innermost last */
	unsigned depth;
	uint64_t begun;    /* begins seen */
	uint64_t unpaired; /* ends without a begin */
	uint64_t failed;   /* begins given up without an end */
};

/* A fault at ADDRESS began. */
void pairing_begin(struct pairing *pairing, uint64_t t_ns, uint64_t address,
		   uint64_t ip, bool is_kernel);

/*
 * The fault at ADDRESS was resolved, with the kernel's label. True: its begin
 * is known, and FAULT is complete.
 */
bool pairing_end(struct pairing *pairing, uint64_t t_ns, uint64_t address,
		 bool is_major, struct fault *fault);

/* The thread was asleep from BEGIN to END, in whatever faults are open. */
void pairing_slept(struct pairing *pairing, uint64_t begin_ns, uint64_t end_ns);

/* Sampling pauses: what is open will not be followed, and did not fail. */
void pairing_clear(struct pairing *pairing);

/* Samples were lost: nothing that is open can be trusted to pair. */
void pairing_lose(struct pairing *pairing);

#endif
