/*
 * Whom the verdict is about: loops and files, as parts of its sentences.
 */
#ifndef MMSTALL_WORDS_SUBJECT_H
#define MMSTALL_WORDS_SUBJECT_H

#include "analyzer/report.h"
#include "analyzer/sentence.h"

/* Files were chosen (--file): of others nothing is known then. */
bool subject_is_some_files(const struct report *report);

/* Which files the report is about, at the beginning of a sentence … */
const char *subject_these_files(const struct report *report);

/* … and within one. */
const char *subject_those_files(const struct report *report);

void subject_file(struct sentence *words, const struct file_row *row);

void subject_loop(struct sentence *words, const struct loop_row *row);

/* "2 of 4 event loops, above all that of X" or "the event loop of X". */
void subject_loops(struct sentence *words, const struct report *report);

#endif
