# A program that is killed in the middle of a stall leaves the stall in its log.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 6s --readahead 0 --size 1M
MMSTALL_LOG=$work/log LD_PRELOAD=$LIB "$B/tests/e2e/scan" "$disk/data.0" >"$work/out" 2>&1 &
pid=$!
# It is said after a second, and the read takes six: no other timing matters.
tries=0
until grep -q '"open":1' "$work/log" 2>/dev/null || [ $tries = 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
sleep 0.2
kill -KILL $pid
wait $pid 2>/dev/null
is "$(log '[$log[] | select(has("end"))] | length')" 0 "the log has no trailer"
is "$(log '[$log[] | select(has("f") and .open == 1)] | length')" 1 "the fault in progress is in the log"
is "$(log '[$log[] | select(has("f") and .open == 1)] | map(.d > 900000000 and .d < 6000000000) | all')" \
	true "with how long it had lasted"
is "$(log '[faults | select(.path == $path) | .o] | tostring' --arg path "$disk/data.0")" "[0]" \
	"at the byte it was waiting for"
is "$(log '[iterations | select(.open == 1)] | length')" 1 "and so is the iteration it is in"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 3 "the report says by its exit status that the log is incomplete"
has "$work/report" "data\.0" "and names the file"
finish
