. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
[ "$(cat /proc/sys/kernel/perf_event_paranoid)" -le 2 ]
needs_or_skip $? "perf_event_open for unprivileged users (perf_event_paranoid 2 or less)"
mkdir "$work/nobody"
chown nobody "$work/nobody"
RUN=profiled_as_nobody owner=65534 owner_group=65534 touches=$work/nobody/touches
. tests/e2e/pages.sh

is "$(log '.[0] // $log[0] | .sampling')" perf "without privileges faults are sampled as well"
if [ "$(cat /proc/sys/kernel/perf_event_paranoid)" = 2 ]; then
	is "$(log '$log[0].kernel_faults')" false "faults inside system calls are not, at perf_event_paranoid 2"
	is "$(log '[$log[] | select(.limit == "kernel_faults")] | length')" 1 \
		"and the log says so"
fi
is "$(log 'all(counts; .sampled_minor <= .minor and .sampled_major <= .major)')" \
	true "no more is sampled than the kernel counted"
finish
