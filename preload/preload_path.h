/*
 * The environment that children inherit: a relative path in LD_PRELOAD stops
 * working when the program changes its directory.
 */
#ifndef MMSTALL_PRELOAD_PATH_H
#define MMSTALL_PRELOAD_PATH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * VALUE of LD_PRELOAD with OUR path in it made absolute by CWD, in TO of SIZE
 * bytes, after "LD_PRELOAD=". False: it is not relative, not in there, or does
 * not fit; TO is then not to be used.
 */
bool preload_path_absolute(const char *value, const char *our, const char *cwd,
			   char *to, size_t size);

/* Does that to the environment of the process; in the constructor. The only
 * thing that we ever change there. */
void preload_path_fix(void);

#endif
