# A page that cannot be read is SIGBUS for who touches it in a mapping: the
# program dies of it under the profiler as it does without, and the log has the
# faults that came before.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
# shellcheck disable=SC3045 # dash has it
ulimit -c 0
# Half a second a read: what came before is written long before the end.
mount_disk --latency 500ms --readahead 0 --size 1M --files 3 --bad 12300
dd if="$disk/data.0" of=/dev/null bs=4096 skip=3 count=1 2>"$work/err"
is $? 1 "the page cannot be read"
has "$work/err" "Input/output error" "and the reason is EIO"
dd if="$disk/data.0" of=/dev/null bs=4096 skip=4 count=1 2>"$work/err"
is $? 0 "the page behind it can be"

"$B/tests/e2e/scan" "$disk/data.0" >"$work/out" 2>&1
is $? $((128 + 7)) "without the profiler, the program dies of SIGBUS"

: >"$work/reads"
profiled "$B/tests/e2e/scan" "$disk/data.1"
is $? $((128 + 7)) "with it, too"
is "$(jq -s -c 'map(select(.error | not) | .offset)' "$work/reads")" "[0,4096,8192]" \
	"three pages could be read before"
is "$(log '[faults | select(.path == $path) | select(.open | not) | .o] | .[:3] | tostring' \
	--arg path "$disk/data.1")" "[0,4096,8192]" "the faults on them are in the log"
is "$(log '[faults | select(.path == $path) | .d] | .[:3] | all(. >= 500000000)' \
	--arg path "$disk/data.1")" true "with the time that they took"
is "$(log '[$log[] | select(has("end"))] | length')" 0 "and the log has no trailer"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 3 "the report says that the log is incomplete"
has "$work/report" "data\.1" "and names the file"

"$B/mmstall" run --log "$work/ran.%p" -- "$B/tests/e2e/scan" "$disk/data.2" >"$work/out" 2>&1
is $? $((128 + 7)) "mmstall run passes it on as an exit status"
finish
