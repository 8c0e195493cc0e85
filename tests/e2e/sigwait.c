/*
 * sigwait WAY: a loop whose events are signals, by "sigwait", "sigwaitinfo" or
 * "sigtimedwait"; each of its iterations sleeps.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ITERATIONS 4

int main(int argc, char **argv)
{
	struct timespec timeout = { .tv_sec = 10 };
	const char *way = argc > 1 ? argv[1] : "";
	siginfo_t info = { 0 };
	sigset_t set;
	int got;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < ITERATIONS; i++) {
		kill(getpid(), SIGUSR1);
		if (strcmp(way, "sigwait") == 0)
			got = sigwait(&set, &info.si_signo) ? -1 : SIGUSR1;
		else if (strcmp(way, "sigwaitinfo") == 0)
			got = sigwaitinfo(&set, &info);
		else
			got = sigtimedwait(&set, &info, &timeout);
		if (got != SIGUSR1 || info.si_signo != SIGUSR1)
			return 1;
		usleep(3000);
	}
	timeout = (struct timespec){ 0 };
	errno = 0;
	got = sigtimedwait(&set, &info, &timeout);
	printf("%d %d\n", got, errno == EAGAIN);
	return got != -1 || errno != EAGAIN;
}
