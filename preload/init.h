/*
 * The life of the library in its host: the constructor starts a session, and
 * every way in which a process ends comes to mmstall_finish().
 */
#ifndef MMSTALL_INIT_H
#define MMSTALL_INIT_H

/* How the process ends; the trailer's word is in init.c. */
enum finish {
	FINISH_EXIT,
	FINISH_UNDERSCORE_EXIT,
	FINISH_QUICK_EXIT,
	FINISH_EXEC,
};

/*
 * Ends the session: takes in what is left, ends the log, says one line on
 * stderr. Any thread; later calls, and calls in a forked or vforked child, do
 * nothing. Keeps errno.
 */
void mmstall_finish(enum finish how);

/*
 * The process is about to end, HOW, if a call succeeds: ends the log, for now.
 * If nothing comes of it, the log goes on. Any thread; keeps errno; nothing in
 * a forked or vforked child.
 */
void mmstall_finish_for_now(enum finish how);

#endif
