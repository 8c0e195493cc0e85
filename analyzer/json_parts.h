/*
 * The sections of a report as JSON, for render_json.c only: each function makes
 * a new value. Times are whole nanoseconds; keys end in their unit.
 */
#ifndef MMSTALL_JSON_PARTS_H
#define MMSTALL_JSON_PARTS_H

#include <jansson.h>

#include "analyzer/report.h"

/* Puts a number, a yes or no, a text (escaped where it is no UTF-8) under KEY
 * into OBJECT; NULL is left out. */
void json_put(json_t *object, const char *key, uint64_t number);
void json_put_flag(json_t *object, const char *key, bool flag);
void json_put_text(json_t *object, const char *key, const char *text);

/* The same for a text that is freed. */
void json_put_words(json_t *object, const char *key, char *text);

/* Puts VALUE, which it takes over. */
void json_put_value(json_t *object, const char *key, json_t *value);

json_t *json_coverage(const struct report *report);
json_t *json_limits(const struct report *report);
json_t *json_programs(const struct report *report);
json_t *json_loops(const struct report *report);

/* The MOST longest of them at most. */
json_t *json_stalls(const struct report *report, size_t most);

json_t *json_indirect(const struct report *report);
json_t *json_files(const struct report *report);
json_t *json_arrivals(const struct report *report);
json_t *json_code(const struct report *report);
json_t *json_advice(const struct report *report);

/* A function: name, file and line, module. */
json_t *json_function(const struct place_function *function);

/* What FAULT of PROCESS was: where, how long, from where in the code. */
json_t *json_fault(const struct report *report, const struct process *process,
		   const struct fault *fault);

/* Where in the code FAULT of PROCESS happened, as members of OBJECT. */
void json_put_stack(json_t *object, const struct report *report,
		    const struct process *process, const struct fault *fault);

#endif
