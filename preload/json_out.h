/*
 * One JSON object after another into a caller's buffer: the lines of the log.
 * No allocation, no locale. A record that does not fit is cut off and says so;
 * the caller then drops it whole.
 */
#ifndef MMSTALL_JSON_OUT_H
#define MMSTALL_JSON_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct json_out {
	struct text text;
	bool has_member; /* the open object or array: a comma is due */
};

/* Begins an object in BUFFER. */
struct json_out json_begin(char *buffer, size_t size);

/* Ends it with a newline. The length, or 0: it did not fit. */
size_t json_end(struct json_out *json);

void json_u64(struct json_out *json, const char *key, uint64_t value);
void json_i64(struct json_out *json, const char *key, int64_t value);
/* "0x…" as a string: not every reader keeps 64 bits. */
void json_hex(struct json_out *json, const char *key, uint64_t value);
void json_bool(struct json_out *json, const char *key, bool value);

/*
 * VALUE may hold any bytes but 0. What is not UTF-8 becomes U+FFFD, and
 * "KEY_hex" then holds the exact bytes.
 */
void json_string(struct json_out *json, const char *key, const char *value);

/* "KEY":[[a,b],…]: open, pairs (or triples), close. */
void json_pairs_begin(struct json_out *json, const char *key);
void json_pair(struct json_out *json, uint64_t first, uint64_t second);
void json_triple(struct json_out *json, uint64_t first, uint64_t second,
		 uint64_t third);
void json_pairs_end(struct json_out *json);

#endif
