/*
 * Names of mapped files, looked up on the host's thread at the moment of the
 * mmap call, once for each file: a mapping can be gone, and its descriptor
 * closed, long before the collector comes to look.
 *
 * A file is known by device, inode and time of birth (of change, where the
 * file system has no birth times), so an inode used again is another file.
 * The first lookup of a file costs a readlink of /proc/self/fd; later ones
 * are one hash lookup. Nothing waits: when two threads meet, one goes
 * without, and the collector finds the name in /proc/self/maps.
 */
#ifndef MMSTALL_NAMES_H
#define MMSTALL_NAMES_H

#include <stdbool.h>
#include <stdint.h>

struct name_file {
	uint32_t name; /* for names_text(); 0: none */
	uint32_t dev_major, dev_minor;
	uint64_t inode;
};

/* In the constructor. False: no memory; every name is then unknown. */
bool names_init(void);

/* In a forked child: whoever was writing then is not there any more. */
void names_forget_writer(void);

/*
 * What descriptor FD of the calling thread refers to. False: not even device
 * and inode are known (nothing is asked where MMSTALL_SANDBOX is set). Makes
 * raw system calls only, none that waits for a disk or a server.
 */
bool names_of_descriptor(int fd, struct name_file *file);

/* Any thread: the path behind NAME, "" for 0 and while it is being written.
 * Never changes, never goes away. */
const char *names_text(uint32_t name);

#endif
