/*
 * Names of C++ and Rust functions as their authors wrote them: the only user of
 * libiberty's demangler.
 */
#ifndef MMSTALL_DEMANGLE_H
#define MMSTALL_DEMANGLE_H

/* The name without parameters, or NAME itself when it is none of those. The
 * caller frees it. */
char *demangle(const char *name);

#endif
