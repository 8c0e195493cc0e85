/*
 * Functions that say nothing about whose code it is: copying routines and
 * standard libraries around a faulting instruction, runtimes and event
 * libraries around a callback. They are passed over when one function is to
 * stand for a stack; the whole stack always has them.
 */
#ifndef MMSTALL_MACHINERY_H
#define MMSTALL_MACHINERY_H

#include <stdbool.h>

/* A function of a language's standard library. MODULE: path of its file, ""
 * when not known. */
bool machinery_is_library(const char *name, const char *module);

/* One of a runtime or event library, or of the above. */
bool machinery_is_runtime(const char *name, const char *module);

#endif
