/*
 * The collector's descriptor table is its own copy of the host's from the
 * moment it was made (raw_thread.h).
 */
#ifndef MMSTALL_OWN_TABLE_H
#define MMSTALL_OWN_TABLE_H

/*
 * Empties the calling thread's table, but for /dev/null where stdin, stdout
 * and stderr would be: the host's pipes and sockets must close when the host
 * closes them. Only ever on a thread made with raw_thread_start().
 */
void own_table_empty(void);

#endif
