#include "spans.h"

#include <stddef.h>
#include <string.h>

struct span {
	uint64_t begin_ns, end_ns;
	uint64_t len_ns; /* less than the difference when it is several */
};

void spans_init(struct spans *spans)
{
	for (int kind = 0; kind < SPAN_KINDS; kind++)
		spans->kinds[kind] = VEC_OF(struct span);
	memset(spans->used, 0, sizeof(spans->used));
}

void spans_release(struct spans *spans)
{
	for (int kind = 0; kind < SPAN_KINDS; kind++)
		vec_release(&spans->kinds[kind]);
}

/* Takes every two neighbours as one. */
static void halve(struct vec *vec)
{
	size_t pairs = vec->len / 2;

	for (size_t i = 0; i < pairs; i++) {
		struct span a = *vec_at(vec, struct span, 2 * i);
		struct span b = *vec_at(vec, struct span, 2 * i + 1);

		*vec_at(vec, struct span, i) = (struct span){
			.begin_ns = a.begin_ns < b.begin_ns ? a.begin_ns
							    : b.begin_ns,
			.end_ns = a.end_ns > b.end_ns ? a.end_ns : b.end_ns,
			.len_ns = a.len_ns + b.len_ns,
		};
	}
	if (vec->len % 2)
		*vec_at(vec, struct span, pairs) = *vec_at(vec, struct span,
							   vec->len - 1);
	vec->len = pairs + vec->len % 2;
}

void spans_add(struct spans *spans, enum span_kind kind, uint64_t begin_ns,
	       uint64_t end_ns, size_t most)
{
	struct vec *vec = &spans->kinds[kind];
	struct span *span;

	if (end_ns <= begin_ns)
		return;
	if (vec->len >= most) {
		vec_remove(vec, 0, spans->used[kind]);
		spans->used[kind] = 0;
		halve(vec);
	}
	span = vec_push(vec);
	if (span)
		*span = (struct span){ begin_ns, end_ns, end_ns - begin_ns };
}

/* How much of SPAN lies in BEGIN … END. */
static uint64_t part_of(const struct span *span, uint64_t begin_ns,
			uint64_t end_ns)
{
	uint64_t from = span->begin_ns > begin_ns ? span->begin_ns : begin_ns;
	uint64_t to = span->end_ns < end_ns ? span->end_ns : end_ns;

	if (from >= to)
		return 0;
	return to - from < span->len_ns ? to - from : span->len_ns;
}

/* What blocked: not in order, and few. */
static uint64_t sum_blocked(struct spans *spans, uint64_t begin_ns,
			    uint64_t end_ns)
{
	struct vec *vec = &spans->kinds[SPAN_BLOCKED];
	uint64_t sum_ns = 0;
	size_t kept = 0;

	for (size_t i = 0; i < vec->len; i++) {
		struct span span = *vec_at(vec, struct span, i);

		if (span.end_ns <= begin_ns)
			continue;
		*vec_at(vec, struct span, kept++) = span;
		sum_ns += part_of(&span, begin_ns, end_ns);
	}
	vec->len = kept;
	return sum_ns;
}

/* In order, and possibly very many: each is passed over once. */
static uint64_t sum_ordered(struct spans *spans, enum span_kind kind,
			    uint64_t begin_ns, uint64_t end_ns)
{
	struct vec *vec = &spans->kinds[kind];
	size_t *used = &spans->used[kind];
	uint64_t sum_ns = 0;

	while (*used < vec->len &&
	       vec_at(vec, struct span, *used)->end_ns <= begin_ns)
		++*used;
	for (size_t i = *used; i < vec->len; i++) {
		const struct span *span = vec_at(vec, struct span, i);

		if (span->begin_ns >= end_ns)
			break;
		sum_ns += part_of(span, begin_ns, end_ns);
	}
	if (*used > vec->len / 2) {
		vec_remove(vec, 0, *used);
		*used = 0;
	}
	return sum_ns;
}

void spans_sum(struct spans *spans, uint64_t begin_ns, uint64_t end_ns,
	       uint64_t sum_ns[SPAN_KINDS])
{
	sum_ns[SPAN_BLOCKED] = sum_blocked(spans, begin_ns, end_ns);
	for (int kind = SPAN_BLOCKED + 1; kind < SPAN_KINDS; kind++)
		sum_ns[kind] = sum_ordered(spans, (enum span_kind)kind,
					   begin_ns, end_ns);
}

uint64_t spans_blocked(const struct spans *spans, uint64_t begin_ns,
		       uint64_t end_ns)
{
	const struct vec *vec = &spans->kinds[SPAN_BLOCKED];
	uint64_t sum_ns = 0;

	for (size_t i = 0; i < vec->len; i++)
		sum_ns += part_of(vec_at(vec, struct span, i), begin_ns,
				  end_ns);
	return sum_ns;
}
