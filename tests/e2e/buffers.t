# Mapped buffers that are given to the kernel: sampled where the kernel's faults
# are, and found by the hooks where they are not.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
mount_disk --latency 20ms --readahead 0 --size 1M --files 3 --allow-other \
	--uid 65534 --gid 65534

# calls_are_noted WHO: the log has every call, with its bytes and its time.
calls_are_noted() {
	is "$(log '[$log[] | select(has("call") and .M) | {fn, o, len, M}] == [$told[] | {fn, o, len: 4096, M: 1}] | tostring' \
		--slurpfile told "$work/out")" true "$1: every call is in the log, with its bytes of the file"
	is "$(log '[$log[] | select(has("call") and .M)] as $seen
		| [range(8) | $seen[.].d <= $told[.].d and $seen[.].d >= 20000000] | all | tostring' \
		--slurpfile told "$work/out")" true "$1: and its time"
	is "$(log '[$log[] | select(has("call")) | $files["\($maps["\(.m)"].of)"].path] | unique | tostring')" \
		"[\"$path\"]" "$1: slow readers are not taken for a disk"
}

path=$disk/data.0 # each run has a file of its own, cold
if [ "$(cat /proc/sys/kernel/perf_event_paranoid)" = 2 ]; then
	profiled_as_nobody "$B/tests/e2e/buffers" "$path"
	is $? 0 "unprivileged: the program runs as it does without the profiler"
	is "$(log '$log[0] | [.sampling, .kernel_faults] | tostring')" '["perf",false]' \
		"unprivileged: faults are sampled, but those in the kernel"
	calls_are_noted "unprivileged"
	"$B/mmstall" report --threshold 15ms --top 9 "$work/log" >"$work/report"
	is $? 0 "unprivileged: the report ends well"
	has "$work/report" "sendmmsg of 4,096 bytes at 524,288, " "unprivileged: it names the call"
fi

path=$disk/data.1
rm -f "$work/log"
"$B/tests/e2e/refuse" perf_event_open EPERM env MMSTALL_LOG="$work/log" LD_PRELOAD="$LIB" \
	"$B/tests/e2e/buffers" "$path" >"$work/out" 2>"$work/err" </dev/null
is $? 0 "refused: the program runs as it does without the profiler"
calls_are_noted "refused"

can_sample
needs_or_skip $? "perf_event_open"
path=$disk/data.2
profiled "$B/tests/e2e/buffers" "$path"
is $? 0 "privileged: the program runs as it does without the profiler"
is "$(log '[faults | select(.K and .path == $path) | .o] == [$told[].o] | tostring' \
	--slurpfile told "$work/out" --arg path "$path")" true "privileged: the faults themselves are in the log"
is "$(log '[$log[] | select(has("call") and .M)] | length')" 0 "privileged: and nothing twice"
finish
