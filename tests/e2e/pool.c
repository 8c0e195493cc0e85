/*
 * pool WAY: two workers take turns on one epoll, as multi-threaded runtimes do:
 * one waits for events, the other is parked, on a condition variable ("cond")
 * or on a futex through syscall() ("futex"). "callback" is no pool: a single
 * loop whose callback waits on a condition variable for another thread.
 * Prints "PARK tid begin end" (ns of CLOCK_MONOTONIC) for every time that a
 * thread was parked.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 40

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int epoll, event;
static int is_futex;
static int has_leader, handled;
static _Atomic uint32_t turn; /* the futex */

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* With the lock held; until something may have changed. */
static void park(void)
{
	long long begin_ns = now_ns();

	if (is_futex) {
		uint32_t seen = atomic_load(&turn);

		pthread_mutex_unlock(&lock);
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, seen, NULL, NULL,
			0);
		pthread_mutex_lock(&lock);
	} else {
		pthread_cond_wait(&changed, &lock);
	}
	printf("PARK %d %lld %lld\n", gettid(), begin_ns, now_ns());
}

static void unpark(void)
{
	atomic_fetch_add(&turn, 1);
	if (is_futex)
		syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	else
		pthread_cond_signal(&changed);
}

static void *work(void *unused)
{
	for (;;) {
		struct epoll_event news;
		uint64_t count;

		pthread_mutex_lock(&lock);
		while (has_leader && handled < EVENTS)
			park();
		if (handled == EVENTS)
			break;
		has_leader = 1;
		pthread_mutex_unlock(&lock);

		epoll_wait(epoll, &news, 1, -1);
		(void)!read(event, &count, sizeof(count));

		pthread_mutex_lock(&lock);
		has_leader = 0;
		handled++;
		unpark();
		pthread_mutex_unlock(&lock);
		usleep(2000); /* the work: the other one has the turn */
	}
	unpark();
	pthread_mutex_unlock(&lock);
	return unused;
}

static int run_pool(void)
{
	pthread_t workers[2];
	uint64_t one = 1;

	for (int i = 0; i < 2; i++)
		pthread_create(&workers[i], NULL, work, NULL);
	for (int sent = 0; sent < EVENTS; sent++) {
		(void)!write(event, &one, sizeof(one));
		for (int done = sent; done == sent; usleep(10000)) {
			pthread_mutex_lock(&lock);
			done = handled;
			pthread_mutex_unlock(&lock);
		}
	}
	for (int i = 0; i < 2; i++)
		pthread_join(workers[i], NULL);
	return 0;
}

static void *answer(void *unused)
{
	usleep(30000);
	pthread_mutex_lock(&lock);
	handled = 1;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&lock);
	return unused;
}

static int run_callback(void)
{
	struct epoll_event news;
	pthread_t other;

	for (int i = 0; i < 3; i++)
		epoll_wait(epoll, &news, 1, 1);
	pthread_create(&other, NULL, answer, NULL);
	pthread_mutex_lock(&lock);
	while (!handled)
		park();
	pthread_mutex_unlock(&lock);
	epoll_wait(epoll, &news, 1, 1);
	pthread_join(other, NULL);
	return 0;
}

int main(int argc, char **argv)
{
	struct epoll_event events = { .events = EPOLLIN };

	if (argc != 2)
		return 2;
	epoll = epoll_create1(EPOLL_CLOEXEC);
	event = eventfd(0, EFD_CLOEXEC);
	epoll_ctl(epoll, EPOLL_CTL_ADD, event, &events);
	is_futex = strcmp(argv[1], "futex") == 0;
	return strcmp(argv[1], "callback") == 0 ? run_callback() : run_pool();
}
