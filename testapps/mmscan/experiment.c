#include "mmscan/experiment.h"

#include "mmscan/iterations.h"
#include "mmscan/output.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void add_cell(struct experiment *experiment,
		     const struct configuration *configuration,
		     const struct cure *cure)
{
	struct cell *cell = &experiment->cells[experiment->cell_count++];

	cell->configuration = configuration;
	cell->cure = cure;
	for (int i = 0; i < CACHE_COUNT; i++) {
		cell->runs[i] = calloc(experiment->options->runs,
				       sizeof(*cell->runs[i]));
		if (!cell->runs[i])
			err(EXIT_FAILURE, "no memory for the runs");
	}
}

/* What no cure in the list changes is measured once, without one. */
static void add_cells(struct experiment *experiment,
		      const struct configuration *configuration)
{
	const struct options *options = experiment->options;
	unsigned before = experiment->cell_count;

	for (unsigned i = 0; i < options->cure_count; i++)
		if (options->cures[i] == &cures[0] ||
		    configuration_takes(configuration, options->cures[i]))
			add_cell(experiment, configuration, options->cures[i]);
	if (experiment->cell_count == before)
		add_cell(experiment, configuration, &cures[0]);
}

/* Containers often forbid io_uring: that shall not end the rest. */
static bool can_run(const struct options *options,
		    const struct configuration *configuration)
{
	const char *why = configuration->refusal ? configuration->refusal()
						 : NULL;

	if (!why)
		return true;
	if (options->configurations_are_named)
		errx(EXIT_FAILURE, "%s cannot run here: %s",
		     configuration->name, why);
	warnx("%s is left out, it cannot run here: %s", configuration->name,
	      why);
	return false;
}

void experiment_init(struct experiment *experiment,
		     const struct options *options)
{
	*experiment = (struct experiment){ .options = options };
	files_open(&experiment->files, options->dir, options->files,
		   options->size_bytes);
	for (unsigned i = 0; i < options->configuration_count; i++)
		if (can_run(options, options->configurations[i]))
			add_cells(experiment, options->configurations[i]);
}

static void measure_cell(struct experiment *experiment, struct cell *cell,
			 unsigned number)
{
	const struct options *options = experiment->options;
	const bool wanted[CACHE_COUNT] = { options->cold, options->warm };

	for (int cache = 0; cache < CACHE_COUNT; cache++)
		if (wanted[cache])
			measure(&cell->runs[cache][number], cell->configuration,
				cell->cure, &experiment->files,
				&options->tuning, (enum cache)cache);
}

void experiment_run(struct experiment *experiment)
{
	unsigned runs = experiment->options->runs;
	bool shows_progress = isatty(STDERR_FILENO);

	for (unsigned run = 0; run < runs; run++) {
		for (unsigned i = 0; i < experiment->cell_count; i++) {
			struct cell *cell = &experiment->cells[i];

			if (shows_progress)
				fprintf(stderr, "\r\033[Krun %u of %u: %s, %s",
					run + 1, runs,
					cell->configuration->name,
					cell->cure->name);
			measure_cell(experiment, cell, run);
		}
	}
	if (shows_progress)
		fprintf(stderr, "\r\033[K");
}

static unsigned collect_results(const struct experiment *experiment,
				struct result *results, FILE *iterations)
{
	const struct options *options = experiment->options;
	const bool wanted[CACHE_COUNT] = { options->cold, options->warm };
	uint64_t bytes = options->files * options->size_bytes;
	unsigned count = 0;

	for (int cache = 0; cache < CACHE_COUNT; cache++) {
		for (unsigned i = 0; i < experiment->cell_count; i++) {
			const struct cell *cell = &experiment->cells[i];
			struct result *result = &results[count];

			if (!wanted[cache])
				continue;
			*result = (struct result){
				.configuration = cell->configuration->name,
				.cache = cache_names[cache],
				.cure = cell->cure->name,
			};
			result_of_runs(result, cell->runs[cache], options->runs,
				       bytes);
			for (unsigned r = 0; iterations && r < options->runs;
			     r++)
				iterations_add(iterations, result, r,
					       &cell->runs[cache][r]);
			count++;
		}
	}
	return count;
}

void experiment_show(const struct experiment *experiment)
{
	static struct result
		results[CACHE_COUNT * CONFIGURATION_COUNT * CURE_COUNT];
	const struct options *options = experiment->options;
	FILE *iterations = options->iterations_path
				   ? iterations_open(options->iterations_path)
				   : NULL;
	unsigned count = collect_results(experiment, results, iterations);

	if (iterations)
		iterations_close(iterations, options->iterations_path);
	output_results(results, count, options->format);
}

void experiment_release(struct experiment *experiment)
{
	for (unsigned i = 0; i < experiment->cell_count; i++) {
		for (int cache = 0; cache < CACHE_COUNT; cache++) {
			struct run *runs = experiment->cells[i].runs[cache];

			for (unsigned r = 0; r < experiment->options->runs; r++)
				run_release(&runs[r]);
			free(runs);
		}
	}
	files_close(&experiment->files);
}
