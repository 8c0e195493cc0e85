/*
 * The collector is a thread that libc does not know of (raw_thread.h), so it
 * does not take part when the host drops its privileges. It follows by itself:
 * no thread of the process may keep what the host has given up.
 */
#ifndef MMSTALL_CREDENTIALS_H
#define MMSTALL_CREDENTIALS_H

#include <stdbool.h>
#include <stdint.h>

/* More supplementary groups than that are all given up. */
#define CREDENTIALS_GROUPS 64

struct credentials {
	uint32_t uid[3], gid[3];       /* real, effective, saved */
	uint64_t permitted, effective; /* capabilities */
	uint32_t groups[CREDENTIALS_GROUPS];
	uint64_t group_count;
};

/* Reads the text of a /proc/…/status file. */
bool credentials_parse(const char *status, struct credentials *credentials);

/*
 * Takes on the credentials of the process's main thread where they differ
 * from the calling thread's. True: something was given up.
 */
bool credentials_follow(void);

#endif
