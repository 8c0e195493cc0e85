/*
 * A program in words: how many of its loops there are. Its name is escaped
 * here. The caller frees what is returned.
 */
#ifndef MMSTALL_WORDS_PROGRAM_H
#define MMSTALL_WORDS_PROGRAM_H

#include "analyzer/programs.h"

char *words_program(const struct program_row *row);

#endif
