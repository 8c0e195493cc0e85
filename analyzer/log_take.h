/*
 * One function for each kind of record: from JSON into the model. For
 * log_kinds.c, which has the table of them, and the other log_*.c only.
 */
#ifndef MMSTALL_LOG_TAKE_H
#define MMSTALL_LOG_TAKE_H

#include "log_record.h"

void take_fault(struct log_record *record, struct process *process);
void take_call(struct log_record *record, struct process *process);
void take_iteration(struct log_record *record, struct process *process);
void take_module(struct log_record *record, struct process *process);
void take_unload(struct log_record *record, struct process *process);
void take_stack(struct log_record *record, struct process *process);
void take_waits(struct log_record *record, struct process *process);
void take_owner(struct log_record *record, struct process *process);
void take_stack_sample(struct log_record *record, struct process *process);
void take_sleep(struct log_record *record, struct process *process);
void take_arrival(struct log_record *record, struct process *process);
void take_task(struct log_record *record, struct process *process);
void take_after(struct log_record *record, struct process *process);
void take_histogram(struct log_record *record, struct process *process);

#endif
