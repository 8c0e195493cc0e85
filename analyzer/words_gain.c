/*
 * What advice would gain, in words.
 */
#include <ctype.h>
#include <stdlib.h>

#include "sentence.h"
#include "units.h"
#include "words_advice.h"

/* "2.45 s (99 %)" of the time in stalls. */
static void add_part(struct sentence *words, const struct report *report,
		     const struct whatif *gain)
{
	sentence_duration(words, gain->stall_ns);
	sentence_add(words, " (");
	sentence_share(words, gain->stall_ns, report->stall_ns);
	sentence_add(words, ")");
}

/* Of advice after which every wait is still there. */
static char *shorter_waits(const struct report *report,
			   const struct whatif *gain)
{
	struct sentence words;

	sentence_begin(&words);
	sentence_add(&words, "the waits, ");
	add_part(&words, report, gain);
	sentence_add(&words, " in stalls, get shorter where the kernel read "
			     "ahead; none goes");
	return sentence_end(&words);
}

char *words_advice_gain(const struct report *report,
			const struct advice *advice)
{
	const struct whatif *gain = &advice->gain;
	struct sentence words;
	char text[UNITS_TEXT];

	if (advice->kind == ADVICE_RANDOM)
		return shorter_waits(report, gain);
	sentence_begin(&words);
	if (advice->is_at_most)
		sentence_add(&words, "at most ");
	add_part(&words, report, gain);
	sentence_add(&words, " less in stalls, ");
	if (!gain->stalls) {
		sentence_add(&words, "but none is gone");
		return sentence_end(&words);
	}
	sentence_add(&words, "%s of ", units_count(text, gain->stalls));
	sentence_count(&words, report->stall_count, "stall", "stalls");
	sentence_add(&words, " gone");
	return sentence_end(&words);
}

char *words_advice_first(const struct report *report)
{
	const struct advice *advice = report->advice.data;
	struct sentence words;
	char *title, *gain;

	if (!report->advice.len)
		return NULL;
	title = words_advice(advice);
	gain = words_advice_gain(report, advice);
	sentence_begin(&words);
	sentence_add(&words, "What to do first: %c%s Gain: %s.",
		     tolower((unsigned char)title[0]), title + 1, gain);
	free(title);
	free(gain);
	return sentence_end(&words);
}
