# A program that drops its privileges: what they alone allowed to see is seen in
# another way from then on, and the log says so.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
[ "$(cat /proc/sys/kernel/perf_event_paranoid)" = 2 ]
needs_or_skip $? "perf_event_paranoid 2, which allows some of it to everybody"
mount_disk --latency 20ms --readahead 0 --size 4M
profiled "$B/tests/e2e/dropped" "$disk/data.0" "$work/copy"
is "$? $(grep -vc "^mmstall: " "$work/err")" "0 0" "the program runs as it does without the profiler"
is "$(log '[$log[] | select(has("pause"))] | length > 0')" true "sampling pauses"
is "$(log '[$log[] | select(has("resume"))] | length')" \
	"$(log '[$log[] | select(has("pause"))] | length')" "and resumes without the privileges"
is "$(log '[$log[0].kernel_faults, ([faults | select(.path == $path and .K)] | length)] | tostring' --arg path "$disk/data.0")" \
	"[true,1]" "before, a write that waits for the disk is a fault in the kernel"
is "$(log '[$log[] | select(has("call") and .fn == "write" and .d >= 20e6) | .o / 65536] | tostring')" "[1,2,3,4]" \
	"after it, a call: in a thread that goes on, and in a new one"
is "$(log '[$log[] | select(.limit == "kernel_faults")] | length')" 1 "the log says once that these are not sampled any more"
finish
