# A thousand threads of an unprivileged user: more than locked memory and
# descriptors last for. Loops are sampled, of the others it is said.
. tests/lib.sh
. tests/e2e/fixture.sh

[ "$(id -u)" = 0 ]
needs_or_skip $? "root, to become somebody without privileges"
[ "$(cat /proc/sys/kernel/perf_event_paranoid)" -le 2 ]
needs_or_skip $? "perf_event_open for unprivileged users (perf_event_paranoid 2 or less)"
chmod 755 "$work"
prlimit --memlock=1048576 --pid $$
profiled_as_nobody "$B/tests/e2e/threads" 980 20
is $? 0 "the program runs as it does without the profiler"
is "$(expected loop | wc -l)" 20 "with all its loops"

# sampled TID…: whether the thread is sampled by the end of the log.
unsampled='[$log[] | select(.limit == "thread")] | group_by(.h) | map(last | select(.lifted | not) | .h)'
is "$(log "[counts] | length")" 1001 "every thread is in the log, with the kernel's counts"
is "$(log "($unsampled) as \$none | [\$loops[].h] - \$none | length")" 20 \
	"every loop is sampled"
holds "$(log "$unsampled | length") > 100" "not every other thread can be"
is "$(log "($unsampled) as \$none | all(counts | select(.counts as \$id | \$none | index(\$id) | not); .name != null)")" \
	true "and those that are not are named"
is "$(log '[$log[] | select(has("end"))] | length')" 1 "the log has its trailer"

MMSTALL_THREADS=loops profiled_as_nobody "$B/tests/e2e/threads" 10 5
is $? 0 "MMSTALL_THREADS=loops: the program runs as it does without the profiler"
is "$(log "($unsampled) as \$none | [[\$loops[].h] - \$none, \$none | length] | tostring")" "[5,10]" \
	"MMSTALL_THREADS=loops: every loop is sampled, and no other thread"
finish
