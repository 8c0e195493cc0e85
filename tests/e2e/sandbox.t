# A program that puts itself into a sandbox that kills.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 1M --files 2
"$B/tests/e2e/sandbox" "$disk/data.0" >"$work/bare"
is $? 0 "the program runs in its sandbox"
MMSTALL_SANDBOX=1 profiled "$B/tests/e2e/sandbox" "$disk/data.1"
is "$? $(cat "$work/out")" "0 $(cat "$work/bare")" "MMSTALL_SANDBOX=1: and with the library in it"
is "$(log '[$log[] | select(has("end")) | .end] | tostring')" '["exit"]' "the log is complete"
is "$(log '[faults | select(.path == $path) | .o] | tostring' --arg path "$disk/data.1")" \
	"[262144,327680,393216,458752]" "its faults are in the log, on the bytes it touched"
is "$(log '[iterations | select(.d >= 15000000)] | length >= 7')" true "and its loop"
finish
