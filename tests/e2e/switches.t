# MMSTALL_SWITCHES=on: what an iteration's time was, against the scheduler's
# own account of the thread.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 1M
MMSTALL_SWITCHES=on profiled "$B/tests/e2e/switches" "$disk/data.0"
is $? 0 "the program runs as it does without the profiler"
is "$(log '$log[0].switches')" true "the log says that switches were sampled"
is "$(log '[iterations | select(.d >= 15000000)] | length')" 3 "three iterations are long"
long='[$log[] | select(has("it") and .d >= 15000000)]'
is "$(log "$long | all(.run + (.slp // 0) + (.pre // 0) == .d)")" true "each is shared out whole"
for i in 0 1 2; do
	# Sampling itself runs, and so does what leads to the wait.
	holds "$(log "${long}[$i].run") - $(expected run_$i) < 2000000 + 0.05 * $(expected run_$i) &&
		$(expected run_$i) - $(log "${long}[$i].run") < 2000000 + 0.05 * $(expected run_$i)" \
		"iteration $i ran as long as the scheduler says"
done
holds "$(log "${long}[1].slp") >= 10000000" "the sleeper was asleep"
is "$(log "${long}[2].slp >= ([\$log[] | select(.f and .z)] | max_by(.z) | .z)")" true \
	"sleep in the fault is a part of the sleep"
is "$(log '[$log[] | select(.f and .o == 0 and .d >= 15000000) | .z >= 10000000 and .z <= .d] | tostring')" \
	"[true]" "and the fault says how long it was"

profiled "$B/tests/e2e/switches" "$disk/data.0"
is "$(log '[$log[] | select(has("run") or has("z") or .switches)] | map(select(has("mmstall") | not)) | length')" 0 \
	"without the setting nothing of it is there"
MMSTALL_SWITCHES=yes profiled "$B/tests/e2e/switches" "$disk/data.0"
is $? 0 "a wrong value: the program runs"
has "$work/err" "MMSTALL_SWITCHES=yes is not understood; allowed: on or off" "unprofiled, and the value is named"
finish
