# Together with others: another preloaded library, allocators, sanitizers.
. tests/lib.sh
. tests/e2e/fixture.sh

cat >"$work/neighbour.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <sys/mman.h>
int polls, maps;
int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	int (*next)(struct pollfd *, nfds_t, int) = dlsym(RTLD_NEXT, "poll");
	polls++;
	return next(fds, count, timeout_ms);
}
void *mmap(void *at, size_t len, int prot, int flags, int fd, off_t offset)
{
	void *(*next)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
	maps++;
	return next(at, len, prot, flags, fd, offset);
}
C
cat >"$work/caller.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
int main(void)
{
	int *polls = dlsym(RTLD_DEFAULT, "polls"), *maps = dlsym(RTLD_DEFAULT, "maps"), before = *maps;

	for (int i = 0; i < 7; i++) {
		poll(NULL, 0, 1);
		usleep(2000);
		mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	return printf("%d %d\n", *polls, *maps - before) < 0;
}
C
cc -shared -fPIC -o "$work/neighbour.so" "$work/neighbour.c" && cc -o "$work/caller" "$work/caller.c"
ok $? "another preloaded library is built"
for order in "$work/neighbour.so $LIB" "$LIB $work/neighbour.so"; do
	rm -f "$work/log"
	MMSTALL_LOG=$work/log LD_PRELOAD=$order "$work/caller" >"$work/out" 2>"$work/err"
	is "$(cat "$work/out")" "7 7" "another preloaded library gets its calls"
	is "$(log '[iterations | select(.open | not)] | length')" 6 "and so does this one"
done

# Allocators call mmap through us before our constructor has run.
jemalloc=$(ldconfig -p | sed -n 's/.*libjemalloc\.so\.2 .*=> //p' | head -n 1)
[ -n "$jemalloc" ]
needs_or_skip $? "libjemalloc2"
for order in "$jemalloc $LIB" "$LIB $jemalloc"; do
	MMSTALL_LOG=$work/log.%p LD_PRELOAD=$order python3 -c 'import json, threading
t = [threading.Thread(target=lambda: json.dumps(list(range(100000)))) for _ in range(4)]
[x.start() for x in t]; [x.join() for x in t]; print(len(json.dumps([1] * 100000)))' >"$work/out" 2>"$work/err"
	is "$? $(cat "$work/out")" "0 300000" "a program on jemalloc runs"
done

# Hosts that were built with sanitizers; their runtime wants to be first.
cat >"$work/host.c" <<'C'
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
static void *work(void *unused)
{
	for (int i = 0; i < 3; i++) {
		char *memory = malloc(100000);

		memset(memory, 1, 100000);
		poll(NULL, 0, 1);
		free(memory);
		munmap(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096);
	}
	return unused;
}
int main(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 17;
}
C
for sanitizer in address thread undefined; do
	cc -g -pthread -fsanitize=$sanitizer -o "$work/host" "$work/host.c"
	ok $? "$sanitizer: a host is built"
	runtime=$(ldd "$work/host" | sed -n 's/.*lib[atu]*san\.so.*=> \([^ ]*\).*/\1/p')
	rm -f "$work/log"
	# setarch: the layout that ThreadSanitizer knows.
	setarch -R env MMSTALL_LOG="$work/log" LD_PRELOAD="$runtime $LIB" "$work/host" >"$work/out" 2>&1
	is $? 17 "$sanitizer: it runs, with its own exit status"
	grep -v '^mmstall: ' "$work/out" >"$work/said"
	is "$(cat "$work/said")" "" "$sanitizer: and the sanitizer finds nothing wrong"
	is "$(log '[$log[] | select(has("loop"))] | length')" 4 "$sanitizer: the loops are in the log"
done
finish
