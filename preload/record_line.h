/*
 * A record while it is made: the line in the recorder's buffer, from its first
 * key to the log. For the functions of records.h only.
 */
#ifndef MMSTALL_RECORD_LINE_H
#define MMSTALL_RECORD_LINE_H

#include "json_out.h"
#include "records.h"

/* The first key is the kind, and its value the subject. */
struct json_out record_begin(struct recorder *recorder);

/* Into the log; an essential one whatever MMSTALL_MAX_LOG says. */
void record_end(struct recorder *recorder, struct json_out *json);
void record_end_essential(struct recorder *recorder, struct json_out *json);

/* "t": T_NS as the log counts time. */
void record_add_time(const struct recorder *recorder, struct json_out *json,
		     uint64_t t_ns);

#endif
