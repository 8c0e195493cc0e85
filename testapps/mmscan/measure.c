#include "mmscan/measure.h"

#include "common/clock.h"

#include <err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

const char *const cache_names[CACHE_COUNT] = { "cold", "warm" };

struct start {
	const struct configuration *configuration;
	struct scan *scan;
};

static void *configuration_thread(void *arg)
{
	struct start *start = arg;

	pthread_setname_np(pthread_self(), start->configuration->name);
	start->configuration->run(start->scan);
	return NULL;
}

/*
 * On a thread of its own: an event loop that is over ends with its thread, and
 * the thread's name tells configurations apart in a profiler's report.
 */
static void run_on_thread(const struct configuration *configuration,
			  struct scan *scan)
{
	struct start start = { configuration, scan };
	pthread_t thread;
	int error = pthread_create(&thread, NULL, configuration_thread, &start);

	if (error)
		errx(EXIT_FAILURE, "no thread: %s", strerror(error));
	pthread_join(thread, NULL);
}

static void check_sums(const struct configuration *configuration,
		       const struct scan *scan)
{
	for (unsigned i = 0; i < scan->task_count; i++) {
		const struct task *task = &scan->tasks[i];

		if (task->sum != task->file->right_sum)
			errx(EXIT_FAILURE,
			     "%s: the sum of %s is %llu, it must be %llu: the "
			     "file is another one, or was read wrong",
			     configuration->name, task->file->path,
			     (unsigned long long)task->sum,
			     (unsigned long long)task->file->right_sum);
	}
}

static void scan_init(struct scan *scan,
		      const struct configuration *configuration,
		      const struct cure *cure, const struct files *files,
		      const struct tuning *tuning)
{
	*scan = (struct scan){
		.tuning = tuning,
		.tasks = calloc(files->count, sizeof(*scan->tasks)),
		.task_count = files->count,
		.laps = calloc(files->count, sizeof(*scan->laps)),
	};
	if (!scan->tasks || !scan->laps)
		err(EXIT_FAILURE, "no memory for %u tasks", files->count);
	for (unsigned i = 0; i < files->count; i++) {
		task_init(&scan->tasks[i], &files->each[i], tuning, cure,
			  !configuration->is_mapped);
		laps_init(&scan->laps[i], scan_laps_capacity(scan, i));
	}
}

static void release_tasks(struct scan *scan)
{
	for (unsigned i = 0; i < scan->task_count; i++)
		task_release(&scan->tasks[i]);
	free(scan->tasks);
}

void measure(struct run *run, const struct configuration *configuration,
	     const struct cure *cure, const struct files *files,
	     const struct tuning *tuning, enum cache cache)
{
	struct scan scan;

	scan_init(&scan, configuration, cure, files, tuning);
	if (cache == CACHE_COLD)
		files_evict(files);
	else
		files_bring_in(files);
	*run = (struct run){
		.absent_pages = files_absent_pages(files),
		.laps = scan.laps,
		.threads = scan.task_count,
	};
	run_on_thread(configuration, &scan);
	check_sums(configuration, &scan);
	run->begin_ns = scan.begin_ns;
	run->wall_ns = scan.end_ns - scan.begin_ns;
	release_tasks(&scan);
}

void run_release(struct run *run)
{
	for (unsigned i = 0; i < run->threads; i++)
		laps_release(&run->laps[i]);
	free(run->laps);
	*run = (struct run){ 0 };
}
