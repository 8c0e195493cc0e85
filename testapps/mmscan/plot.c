#include "mmscan/plot.h"

#include "mmscan/configuration.h"
#include "mmscan/iterations.h"
#include "mmscan/measure.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* Of what one run of mmscan can write. */
	MAX_COLUMNS = CACHE_COUNT * CONFIGURATION_COUNT * CURE_COUNT,
	/* From 100 ns to 1000 s: ten decades, of DECADE_PX each. */
	DECADES = 10,
	DECADE_PX = 48,
	BUCKET_PX = 2,
	DECADE_BUCKETS = DECADE_PX / BUCKET_PX,
	BUCKETS = DECADES * DECADE_BUCKETS,
	COLUMN_PX = 44,
	LEFT_PX = 90,
	TOP_PX = 40,
	BOTTOM_PX = 170,
};

#define LEAST_NS 100.0

struct column {
	char configuration[ITERATIONS_WORD_BYTES];
	char cache[ITERATIONS_WORD_BYTES];
	char cure[ITERATIONS_WORD_BYTES];
	uint64_t iterations[BUCKETS];
	bool runs[BUCKETS];
};

struct plot {
	struct column columns[MAX_COLUMNS];
	unsigned count;
	uint64_t most; /* iterations in one bucket of any column */
	int decades;   /* of the scale, from 100 ns to the longest run */
};

static bool is_of(const struct column *column, const struct iteration *it)
{
	return strcmp(column->configuration, it->configuration) == 0 &&
	       strcmp(column->cache, it->cache) == 0 &&
	       strcmp(column->cure, it->cure) == 0;
}

/* NULL: there are too many. */
static struct column *column_of(struct plot *plot, const struct iteration *it)
{
	struct column *column;

	for (unsigned i = 0; i < plot->count; i++)
		if (is_of(&plot->columns[i], it))
			return &plot->columns[i];
	if (plot->count == MAX_COLUMNS)
		return NULL;
	column = &plot->columns[plot->count++];
	strcpy(column->configuration, it->configuration);
	strcpy(column->cache, it->cache);
	strcpy(column->cure, it->cure);
	return column;
}

/* What lies outside is drawn at the edge. */
static unsigned bucket_of(uint64_t duration_ns)
{
	double decades = log10((double)duration_ns / LEAST_NS);
	double bucket = floor(decades * DECADE_PX / BUCKET_PX);

	if (!(bucket > 0))
		return 0;
	return bucket < BUCKETS ? (unsigned)bucket : BUCKETS - 1;
}

static bool add(struct plot *plot, const struct iteration *it)
{
	unsigned bucket = bucket_of(it->duration_ns);
	struct column *column = column_of(plot, it);

	if (!column)
		return false;
	if (bucket / DECADE_BUCKETS >= (unsigned)plot->decades)
		plot->decades = (int)(bucket / DECADE_BUCKETS) + 1;
	if (it->is_run)
		column->runs[bucket] = true;
	else if (++column->iterations[bucket] > plot->most)
		plot->most = column->iterations[bucket];
	return true;
}

static void read_all(struct plot *plot, FILE *from, const char *path)
{
	unsigned long number = 1;
	char line[256];

	if (!fgets(line, sizeof(line), from) ||
	    strcmp(line, ITERATIONS_HEADER) != 0)
		errx(EXIT_FAILURE,
		     "%s: not a file that mmscan --iterations has written",
		     path);
	while (fgets(line, sizeof(line), from)) {
		struct iteration it;

		number++;
		if (!iteration_parse(line, &it) || !add(plot, &it))
			errx(EXIT_FAILURE, "%s: line %lu is no iteration", path,
			     number);
	}
	if (ferror(from))
		err(EXIT_FAILURE, "cannot read %s", path);
}

static int bottom_px(const struct plot *plot)
{
	return TOP_PX + plot->decades * DECADE_PX;
}

static int y_of_bucket(const struct plot *plot, unsigned bucket)
{
	return bottom_px(plot) - (int)(bucket + 1) * BUCKET_PX;
}

static void print_scale(const struct plot *plot, int width)
{
	static const char *const labels[DECADES + 1] = {
		"100 ns", "1 us", "10 us", "100 us", "1 ms",  "10 ms",
		"100 ms", "1 s",  "10 s",  "100 s",  "1000 s"
	};

	for (int i = 0; i <= plot->decades; i++) {
		int y = bottom_px(plot) - i * DECADE_PX;

		printf("<path class=\"grid\" d=\"M%d %dH%d\"/>"
		       "<text class=\"scale\" x=\"%d\" y=\"%d\">%s</text>\n",
		       LEFT_PX, y, width, LEFT_PX - 6, y + 4, labels[i]);
	}
}

/* Logarithmic as well: a single iteration is seen beside a million. */
static double bar_px(const struct plot *plot, uint64_t count)
{
	double most_px = COLUMN_PX - 10;

	return 2 + (most_px - 2) * log1p((double)count - 1) /
			   log1p((double)plot->most);
}

static void print_label(const struct column *column, int x, int y)
{
	bool cured = strcmp(column->cure, cures[0].name) != 0;

	printf("<text class=\"name\" transform=\"translate(%d,%d) "
	       "rotate(-60)\">%s%s%s, %s</text>\n",
	       x + 4, y, column->configuration, cured ? " + " : "",
	       cured ? column->cure : "", column->cache);
}

static void print_column(const struct plot *plot, const struct column *column,
			 int x)
{
	for (unsigned b = 0; b < BUCKETS; b++) {
		uint64_t count = column->iterations[b];
		double px = count ? bar_px(plot, count) : 0;

		if (count)
			printf("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" "
			       "width=\"%.1f\" height=\"%d\"><title>%" PRIu64
			       "</title></rect>\n",
			       column->cache, x - px / 2, y_of_bucket(plot, b),
			       px, BUCKET_PX, count);
		if (column->runs[b])
			printf("<path class=\"run\" d=\"M%d %dh%d\"/>\n",
			       x - COLUMN_PX / 2 + 2, y_of_bucket(plot, b) + 1,
			       COLUMN_PX - 4);
	}
	print_label(column, x, bottom_px(plot) + 14);
}

static void print_svg(const struct plot *plot)
{
	int width = LEFT_PX + (int)plot->count * COLUMN_PX + 20;
	int height = bottom_px(plot) + BOTTOM_PX;

	if (width < 640)
		width = 640;
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
	       "height=\"%d\" viewBox=\"0 0 %d %d\" "
	       "font-family=\"sans-serif\" font-size=\"11\">\n"
	       "<style>.grid{stroke:#ccc}.scale,.name{text-anchor:end}"
	       ".cold{fill:#2a6fb0}.warm{fill:#d08020}"
	       ".run{stroke:#c02040;stroke-width:2}</style>\n"
	       "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
	       "<text x=\"%d\" y=\"18\" font-size=\"13\">How long iterations "
	       "took (bars, wider where there are more) and whole runs (red "
	       "lines)</text>\n",
	       width, height, width, height, LEFT_PX);
	print_scale(plot, width - 10);
	for (unsigned i = 0; i < plot->count; i++)
		print_column(plot, &plot->columns[i],
			     LEFT_PX + (int)i * COLUMN_PX + COLUMN_PX / 2);
	printf("</svg>\n");
}

int plot_main(int argc, char **argv)
{
	static struct plot plot;
	FILE *from;

	if (argc != 2)
		errx(EXIT_FAILURE, "name one file: mmscan plot FILE, written "
				   "by mmscan --iterations FILE");
	from = fopen(argv[1], "re");
	if (!from)
		err(EXIT_FAILURE, "cannot read %s", argv[1]);
	read_all(&plot, from, argv[1]);
	fclose(from);
	print_svg(&plot);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EXIT_FAILURE, "cannot write to standard output");
	return EXIT_SUCCESS;
}
