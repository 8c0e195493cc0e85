/*
 * mmscan: the experiment that made the hazard known. Files are scanned at
 * once from a cold and a warm cache, from mappings and by reading, on an event
 * loop, on threads and on one thread.
 */
#include "mmscan/experiment.h"
#include "mmscan/plot.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	static struct experiment experiment;
	struct options options;

	if (argc > 1 && strcmp(argv[1], "plot") == 0)
		return plot_main(argc - 1, argv + 1);
	options_parse(&options, argc, argv);
	experiment_init(&experiment, &options);
	experiment_run(&experiment);
	experiment_show(&experiment);
	experiment_release(&experiment);
	return EXIT_SUCCESS;
}
