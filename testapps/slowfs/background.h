/*
 * --daemon: the caller's process waits, and ends when the file system is
 * ready (exit status 0) or could not be mounted (1).
 */
#ifndef SLOWFS_BACKGROUND_H
#define SLOWFS_BACKGROUND_H

/*
 * Returns in a new process of a session of its own, with the descriptor that
 * background_ready() wants; exits with a sentence when it cannot. To be called
 * before there are threads.
 */
int background_begin(void);

/* Lets the caller's process end, and lets go of its terminal and pipes. */
void background_ready(int ready_fd);

#endif
