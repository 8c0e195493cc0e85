/*
 * Draws what --iterations wrote: a column for each configuration, cache and
 * cure, with all its iterations by their length, logarithmic, and all its
 * runs. Iterations that would lie on each other make one bar, the longer the
 * more there are.
 */
#ifndef MMSCAN_PLOT_H
#define MMSCAN_PLOT_H

/* argv: "plot", FILE. SVG to standard output. The exit status. */
int plot_main(int argc, char **argv);

#endif
