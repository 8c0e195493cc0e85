/* Loops: one that never blocks, and two threads that wake each other. */
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "work.h"

static int loop_of(int file)
{
	struct epoll_event event = { .events = EPOLLIN };
	int loop = epoll_create1(0);

	must(loop >= 0 && epoll_ctl(loop, EPOLL_CTL_ADD, file, &event) == 0,
	     "epoll");
	return loop;
}

int run_loop(uint64_t units)
{
	struct epoll_event event;
	int loop = loop_of(eventfd(1, 0));
	uint64_t begin_ns, cpu_ns;

	for (uint64_t i = 0; i < units / 10; i++)
		epoll_wait(loop, &event, 1, -1);
	begin_ns = clock_ns();
	cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	for (uint64_t i = 0; i < units; i++)
		epoll_wait(loop, &event, 1, -1);
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return 0;
}

/* The same with a message received and one sent in each iteration. */
int run_messages(uint64_t units)
{
	struct epoll_event event;
	char message[64] = "";
	int ends[2], loop;
	uint64_t begin_ns = 0, cpu_ns = 0;

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
	loop = loop_of(ends[0]);
	must(send(ends[1], message, sizeof(message), 0) > 0, "send");
	for (uint64_t i = 0; i < units + units / 10; i++) {
		if (i == units / 10) {
			begin_ns = clock_ns();
			cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
		}
		epoll_wait(loop, &event, 1, -1);
		must(recv(ends[0], message, sizeof(message), 0) > 0 &&
			     send(ends[1], message, sizeof(message), 0) > 0,
		     "message");
	}
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     units);
	return 0;
}

struct player {
	int in, out, loop;
	unsigned events;
	uint64_t units;
};

static void stay_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void play(const struct player *player)
{
	struct epoll_event event;
	uint64_t ball = 1;

	open_events(player->events);
	for (uint64_t i = 0; i < player->units; i++) {
		epoll_wait(player->loop, &event, 1, -1);
		must(read(player->in, &ball, sizeof(ball)) > 0 &&
			     write(player->out, &ball, sizeof(ball)) > 0,
		     "eventfd");
	}
}

static int other_cpu;

static void *play_other(void *player)
{
	stay_on(other_cpu);
	play(player);
	return NULL;
}

int run_ping_pong(uint64_t units, int is_cross, unsigned events)
{
	int left = eventfd(1, 0), right = eventfd(0, 0);
	struct player one = { left, right, loop_of(left), events, units };
	struct player two = { right, left, loop_of(right), events, units };
	uint64_t begin_ns = clock_ns();
	uint64_t cpu_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	pthread_t thread;

	other_cpu = is_cross ? 1 : 0;
	stay_on(0);
	must(pthread_create(&thread, NULL, play_other, &two) == 0, "thread");
	play(&one);
	pthread_join(thread, NULL);
	/* A unit: one thread blocks and is woken. Each does so once a round. */
	tell(clock_ns() - begin_ns, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns,
	     2 * units);
	return 0;
}
