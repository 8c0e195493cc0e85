#include "hazard/job.h"

#include <unistd.h>

/* A word that cannot be read is a wrong one: the client will tell. */
static uint64_t read_word(int file_fd, uint64_t offset)
{
	uint64_t word;

	if (pread(file_fd, &word, sizeof(word), (off_t)offset) !=
	    (ssize_t)sizeof(word))
		return 0;
	return word;
}

static void answer(void *data)
{
	struct job *job = data;
	const struct plan *plan = job->plan;
	uint64_t checksum = 0;

	for (uint64_t i = 0; i < job->request.pages; i++) {
		uint64_t page = job->request.offset + i * plan->page_bytes;

		checksum = plan_add_word(
			checksum,
			read_word(job->file_fd, plan_word_offset(plan, page)));
	}
	job->reply.checksum = checksum;
}

void job_submit(struct job *job, struct pool *pool)
{
	job->pooled.work = answer;
	job->pooled.data = job;
	pool_submit(pool, &job->pooled);
}
