/*
 * Which faults each rule of the advice is about, for whatif_without: FAULT is
 * an index into those of process INDEX, ROW the file_row that the advice is of.
 */
#ifndef MMSTALL_ADVICE_FAULTS_H
#define MMSTALL_ADVICE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

struct report;

bool advice_has_fault(const struct report *report, size_t index, size_t fault,
		      const void *row);

/* On a page that a fault had brought in before. */
bool advice_has_refault(const struct report *report, size_t index, size_t fault,
			const void *row);

/* Inside a system call; also a write, or its kin, of a mapped buffer. */
bool advice_has_system_call(const struct report *report, size_t index,
			    size_t fault, const void *row);

/* A call about a mapping, such as msync. */
bool advice_has_call(const struct report *report, size_t index, size_t fault,
		     const void *row);

bool advice_has_swap_in(const struct report *report, size_t index, size_t fault,
			const void *row);

/* On any mapped file. */
bool advice_has_fault_on_file(const struct report *report, size_t index,
			      size_t fault, const void *none);

#endif
