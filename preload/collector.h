/*
 * The collector: one thread of ours in the host that owns every table, reads
 * all rings and writes the log. It runs with every signal blocked, in a
 * descriptor table of its own, and makes raw system calls only, so that
 * nothing of it can be seen, held up or closed by the host.
 */
#ifndef MMSTALL_COLLECTOR_H
#define MMSTALL_COLLECTOR_H

#include "config.h"
#include "host_thread.h"

struct collector_facts {
	const struct config *config;
	const char *program;
	struct host_thread *main_thread;
};

/*
 * Starts it and waits until it listens (bounded). FACTS and what it points to
 * stay valid for ever. False: it could not; collector_words() says why.
 * Called once, in the constructor.
 */
bool collector_start(const struct collector_facts *facts);

/*
 * Asks it to take everything in, end the log (HOW: the trailer's word) and go;
 * waits for that, bounded. Any host thread, once.
 */
void collector_stop(const char *how);

/*
 * Asks it to take everything in and end the log for now, and waits for that,
 * bounded: the process may become another program (HOW: "exec"). If it does
 * not, what comes next is added. Any host thread.
 */
void collector_end_for_now(const char *how);

/*
 * One line for the person at the terminal: why it failed, or at the end the
 * worst stall and the log's name. "" when there is nothing to say. After
 * collector_start() failed or collector_stop() returned.
 */
const char *collector_words(void);

#endif
