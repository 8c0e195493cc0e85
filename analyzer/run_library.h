/*
 * Where libmmstall.so is, for `mmstall run`.
 */
#ifndef MMSTALL_RUN_LIBRARY_H
#define MMSTALL_RUN_LIBRARY_H

#include <stdbool.h>

#include "analyzer/err.h"

/*
 * Puts the library in front of LD_PRELOAD in our own environment, by its
 * absolute path. It is $MMSTALL_LIBRARY, or beside this executable, or in
 * ../lib/mmstall/ as make install leaves it. False: it is nowhere.
 */
bool run_library_preload(struct err *err);

#endif
