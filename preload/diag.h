/*
 * What mmstall says to the person at the terminal: whole lines on stderr,
 * each beginning "mmstall: ", one write each, no stdio.
 */
#ifndef MMSTALL_DIAG_H
#define MMSTALL_DIAG_H

/*
 * Writes "mmstall: " PARTS… and a newline to descriptor 2 of the caller. The
 * last part is NULL; the line is cut at 1 KiB. Host threads only, before the
 * host's main or after its end: the collector has no stderr.
 */
void diag_say(const char *const *parts);

#define DIAG(...) diag_say((const char *const[]){ __VA_ARGS__, NULL })

#endif
