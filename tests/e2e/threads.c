/*
 * threads IDLE LOOPS: so many idle threads first, then so many event loops, all
 * alive until the end. More than locked memory lasts for.
 */
#include <pthread.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

static sem_t end;
static pthread_barrier_t all_there;

static void *idle(void *unused)
{
	(void)unused;
	pthread_barrier_wait(&all_there);
	sem_wait(&end);
	return NULL;
}

static void *loop(void *unused)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event;

	(void)unused;
	pthread_barrier_wait(&all_there);
	for (int i = 0; i < 60; i++)
		epoll_wait(epoll, &event, 1, 20);
	printf("EXPECT loop=%ld\n", syscall(SYS_gettid));
	return NULL;
}

static pthread_t start(void *(*body)(void *))
{
	pthread_attr_t attributes;
	pthread_t id;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	if (pthread_create(&id, &attributes, body, NULL)) {
		perror("pthread_create");
		exit(1);
	}
	return id;
}

int main(int argc, char **argv)
{
	int idles = argc > 2 ? atoi(argv[1]) : 0;
	int loops = argc > 2 ? atoi(argv[2]) : 0;
	pthread_t *ids = calloc((size_t)(idles + loops + 1), sizeof(*ids));

	sem_init(&end, 0, 0);
	pthread_barrier_init(&all_there, NULL, (unsigned)(idles + loops + 1));
	for (int i = 0; i < idles + loops; i++)
		ids[i] = start(i < idles ? idle : loop);
	pthread_barrier_wait(&all_there);
	for (int i = idles; i < idles + loops; i++)
		pthread_join(ids[i], NULL);
	for (int i = 0; i < idles; i++)
		sem_post(&end);
	for (int i = 0; i < idles; i++)
		pthread_join(ids[i], NULL);
	return 0;
}
