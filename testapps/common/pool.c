#include "common/pool.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* With the lock held. NULL: there will be no more. */
static struct pool_job *wait_for_job(struct pool *pool)
{
	struct pool_job *job;

	while (!pool->todo && !pool->ending)
		pthread_cond_wait(&pool->todo_grew, &pool->lock);
	job = pool->todo;
	if (!job)
		return NULL;
	pool->todo = job->next;
	if (!pool->todo)
		pool->todo_end = &pool->todo;
	return job;
}

static void *pool_thread(void *arg)
{
	struct pool *pool = arg;
	struct pool_job *job;

	pthread_mutex_lock(&pool->lock);
	while ((job = wait_for_job(pool))) {
		pthread_mutex_unlock(&pool->lock);
		job->work(job->data);
		pthread_mutex_lock(&pool->lock);
		job->next = pool->done;
		pool->done = job;
		/* With the lock: it counts jobs that are still in the list. */
		eventfd_write(pool->done_fd, 1);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static void add_thread(struct pool *pool)
{
	char name[24];
	int error = pthread_create(&pool->thread[pool->threads], NULL,
				   pool_thread, pool);

	if (error)
		errx(EXIT_FAILURE, "no thread for the pool: %s",
		     strerror(error));
	snprintf(name, sizeof(name), "pool-%u", pool->threads);
	pthread_setname_np(pool->thread[pool->threads], name);
	pool->threads++;
}

void pool_start(struct pool *pool, unsigned threads)
{
	*pool = (struct pool){
		.done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
	};
	if (pool->done_fd < 0)
		err(EXIT_FAILURE, "no event descriptor for the pool");
	pool->todo_end = &pool->todo;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->todo_grew, NULL);
	while (pool->threads < threads)
		add_thread(pool);
}

void pool_submit(struct pool *pool, struct pool_job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&pool->lock);
	*pool->todo_end = job;
	pool->todo_end = &job->next;
	pthread_cond_signal(&pool->todo_grew);
	pthread_mutex_unlock(&pool->lock);
}

struct pool_job *pool_take_done(struct pool *pool)
{
	eventfd_t count;
	struct pool_job *done;

	pthread_mutex_lock(&pool->lock);
	eventfd_read(pool->done_fd, &count);
	done = pool->done;
	pool->done = NULL;
	pthread_mutex_unlock(&pool->lock);
	return done;
}

void pool_stop(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->ending = true;
	pthread_cond_broadcast(&pool->todo_grew);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->threads; i++)
		pthread_join(pool->thread[i], NULL);
	pthread_cond_destroy(&pool->todo_grew);
	pthread_mutex_destroy(&pool->lock);
	close(pool->done_fd);
}
