/*
 * Texts as JSON strings, for forms that say the same names a million times:
 * each is worked out once.
 */
#ifndef MMSTALL_QUOTES_H
#define MMSTALL_QUOTES_H

#define QUOTES_RECENT 512

struct quotes {
	void *known;                          /* of tsearch(3) */
	struct quoted *recent[QUOTES_RECENT]; /* some of them, by address */
};

void quotes_release(struct quotes *quotes);

/*
 * TEXT in quotes, escaped where JSON needs it and where it is no UTF-8; valid
 * until the release. TEXT is known by its address: it must stay as it is until
 * then.
 */
const char *quotes_of(struct quotes *quotes, const char *text);

#endif
