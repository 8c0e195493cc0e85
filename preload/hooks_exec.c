/*
 * The exec family: the program becomes another one, so the log ends here. The
 * variadic ones make their list on the stack, as libc does. posix_spawn and
 * its users make a child, which is none of this log's business.
 */
#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "init.h"
#include "real.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int execve(const char *path, char *const argv[], char *const env[])
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execve)(path, argv, env);
}

EXPORT int execv(const char *path, char *const argv[])
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execv)(path, argv);
}

EXPORT int execvp(const char *file, char *const argv[])
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execvp)(file, argv);
}

EXPORT int execvpe(const char *file, char *const argv[], char *const env[])
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execvpe)(file, argv, env);
}

EXPORT int fexecve(int fd, char *const argv[], char *const env[])
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(fexecve)(fd, argv, env);
}

EXPORT int execveat(int dir, const char *path, char *const argv[],
		    char *const env[], int flags)
{
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execveat)(dir, path, argv, env, flags);
}

/* How many arguments there are up to the NULL, FIRST included. */
static size_t count_arguments(const char *first, va_list rest)
{
	size_t count = first != NULL;
	va_list list;

	va_copy(list, rest);
	while (first && va_arg(list, char *))
		count++;
	va_end(list);
	return count;
}

/* Puts them, and the NULL, into ARGV; REST is past the NULL afterwards. */
static void take_arguments(char **argv, const char *first, va_list *rest)
{
	*argv = (char *)first;
	while (*argv)
		*++argv = va_arg(*rest, char *);
}

#define ARGUMENTS(argv, first, rest)                                         \
	do {                                                                 \
		va_start(rest, first);                                       \
		argv = __builtin_alloca((count_arguments(first, rest) + 1) * \
					sizeof(char *));                     \
		take_arguments(argv, first, &rest);                          \
	} while (0)

EXPORT int execl(const char *path, const char *first, ...)
{
	char **argv;
	va_list rest;

	ARGUMENTS(argv, first, rest);
	va_end(rest);
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execve)(path, argv, environ);
}

EXPORT int execlp(const char *file, const char *first, ...)
{
	char **argv;
	va_list rest;

	ARGUMENTS(argv, first, rest);
	va_end(rest);
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execvpe)(file, argv, environ);
}

EXPORT int execle(const char *path, const char *first, ...)
{
	char **argv, **env;
	va_list rest;

	ARGUMENTS(argv, first, rest);
	env = va_arg(rest, char **);
	va_end(rest);
	mmstall_finish_for_now(FINISH_EXEC);
	return REAL(execve)(path, argv, env);
}
