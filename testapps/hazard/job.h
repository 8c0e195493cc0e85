/*
 * A request that the pool answers in place of the loop, by pread(): the cure
 * that file I/O of event loops uses. The jobs are the caller's; common/pool.h
 * says when.
 */
#ifndef HAZARD_JOB_H
#define HAZARD_JOB_H

#include "common/pool.h"
#include "hazard/plan.h"
#include "hazard/protocol.h"

struct job {
	struct pool_job pooled;
	const struct plan *plan;
	int file_fd;
	unsigned client; /* the caller's note: whose request it is */
	struct request request;
	struct reply reply;
};

/* With plan, file_fd and request filled in. */
void job_submit(struct job *job, struct pool *pool);

#endif
