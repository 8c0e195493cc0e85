/*
 * The modules that instructions lie in. Logs without stacks have none: there,
 * the mapping that an instruction was found in stands for its module.
 */
#ifndef MMSTALL_CODE_MODULES_H
#define MMSTALL_CODE_MODULES_H

#include "analyzer/model.h"

/* Sets `module` of every code, and of frames that lie in the same mappings. */
void code_modules_find(struct process *process);

/* The instruction of CODE as a frame. */
struct frame code_frame(const struct process *process, const struct code *code);

#endif
