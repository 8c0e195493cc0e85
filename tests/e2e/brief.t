# Threads that fault in the first moment of their lives, and in the last
# iteration of a loop that never waits again.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 4M
profiled "$B/tests/e2e/brief" "$disk/data.0" 65536
is $? 0 "the program runs as it does without the profiler"

# blocked TID: what the log has of the thread's faults on the file.
blocked() {
	log '[faults | select(.path == $path and .tid == ($tid | tonumber))] | "\(length) \(map(.d) | add)"' \
		--arg path "$disk/data.0" --arg tid "$1"
}

# shellcheck disable=SC2046 # two words
set -- $(blocked "$(expected last_tid)")
is "$1" 6 "every fault after a loop's last wait is in the log"
holds "$2 >= 0.98 * $(expected last_ns)" "with its time"
is "$(log '[iterations | select(.tid == ($tid | tonumber) and .d >= ($ns | tonumber))] | map("\(.n) \(.open)") | join(",")' \
	--arg tid "$(expected last_tid)" --arg ns "$(expected last_ns)")" \
	"4 1" "and so is the iteration in which the thread ended"
"$B/mmstall" report --format json "$work/log" >"$work/report.json"
is "$(jq -r '[.stalls[] | select(.faults > 0)] | "\(length) \(.[0].iteration)"' "$work/report.json")" \
	"1 4" "the report calls it a stall"

# shellcheck disable=SC2046 # two words
set -- $(blocked "$(expected first_tid)")
is "$1" 6 "every fault of a thread's first moment is in the log"
holds "$2 >= 0.9 * $(expected first_ns)" "with its time, but for what passed before it was sampled"
finish
