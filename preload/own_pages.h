/*
 * The pages of the library's own file, brought into memory before the host
 * begins: a hook that found one of them missing would wait for the disk on a
 * thread of the host, and the fault would count as the host's.
 */
#ifndef MMSTALL_OWN_PAGES_H
#define MMSTALL_OWN_PAGES_H

/* In the constructor. */
void own_pages_touch(void);

#endif
