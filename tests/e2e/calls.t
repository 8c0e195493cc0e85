# Calls on a mapping that block like a touch are in the log, with their range,
# and so is the advice that was given.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 1M
profiled "$B/tests/e2e/calls" "$disk/data.0" reads
is $? 0 "the program runs as it does without the profiler"

is "$(log '[$log[] | select(has("call") and .fn != "munmap") | {fn, o, len}] == [$told[] | {fn, o, len}] | tostring' \
	--slurpfile told "$work/out")" true "every call is in the log, with its bytes of the file"
is "$(log '[$log[] | select(has("call") and .fn != "munmap")] as $seen
	| [range(3) | $seen[.].d <= $told[.].d and $seen[.].d >= 0.95 * $told[.].d and $seen[.].d >= 20000000]
	| tostring' --slurpfile told "$work/out")" "[true,true,true]" "those that waited for the disk are as long as the program measured"
is "$(log '[$log[] | select(has("call")) | .arg] - [null] | tostring')" \
	'["populate_read","populate","random"]' "with what they asked for"
is "$(log '[$log[] | select(has("call")) | $files["\($maps["\(.m)"].of)"].path] | unique | tostring')" \
	"[\"$disk/data.0\"]" "and the file"
is "$(log '[iterations | select(.d > 10000000)] | length')" 3 "each in an iteration of its own"
"$B/mmstall" report --threshold 15ms "$work/log" >"$work/report"
is $? 0 "the report ends well"
has "$work/report" "madvise populate_read of 8,192 bytes at 0, " "and names the call"
has "$work/report" "calls on it: 1 madvise populate_read of 8.00 KiB in [0-9.]+ ms, 1 mlock of" \
	"and counts the calls on the file"

# Every call is long here, so that even a fast disk's are in the log.
head -c 262144 /dev/zero >"$work/written"
MMSTALL_MIN_FAULT=1ns profiled "$B/tests/e2e/calls" "$work/written" writes
is $? 0 "writes: the program runs as it does without the profiler"
mine='[$log[] | select(has("call") and $files["\($maps["\(.m)"].of)"].path == $path)]'
is "$(log "$mine | map({fn, o, len}) == [\$told[] | {fn, o, len}] | tostring" \
	--slurpfile told "$work/out" --arg path "$work/written")" true "writes: every call is in the log, with its bytes of the file"
is "$(log "$mine | map(.arg) | tostring" --arg path "$work/written")" '["populate_write","sync","willneed",null]' \
	"writes: with what they asked for"
is "$(log "$mine as \$seen | [range(4) | \$seen[.].d <= \$told[.].d] | all | tostring" \
	--slurpfile told "$work/out" --arg path "$work/written")" true "writes: none longer than the program measured"
is "$(log "[${mine}[] | (.t + \$zero) as \$t | [iterations | select(.start_ns <= \$t and \$t < .end_ns)] | length] | tostring" \
	--arg path "$work/written")" "[1,1,1,1]" "writes: each in an iteration of the loop"
finish
