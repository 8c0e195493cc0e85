# The same server on many event loops, as hazard and cured: what the report
# blames on the mapped file is what a client measured from outside.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 40ms --readahead 0 --size 4M

# run COMMAND…: serves under the profiler, with load on it; log in $work/log,
# what the client measured in $work/load.
run() {
	echo 1 >/proc/sys/vm/drop_caches
	rm -f "$work/log" "$work/out"
	MMSTALL_LOG=$work/log MMSTALL_QUIET=1 LD_PRELOAD=$LIB "$@" "$disk/data.0" \
		>"$work/out" 2>"$work/err" </dev/null &
	server=$!
	# Until it listens, or is gone.
	until grep -q '^port ' "$work/out" || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
	"$B/testapps/load" --port "$(sed -n 's/^port //p' "$work/out")" --size 4M \
		--reads 25 --read-rate 16 --ping-rate 1000 --json >"$work/load" 2>"$work/load.err"
	loaded=$?
	kill -TERM $server
	wait $server
	status="$loaded $?"
	sed 's/^/# /' "$work/load.err" "$work/err"
	"$B/mmstall" report --format json "$work/log" >"$work/report"
}

# what FILTER: of the report.
what() {
	jq -r --arg path "$disk/data.0" "$1" "$work/report"
}

# measure COMMAND…: the hazard and its cure. What the client measured as the
# excess is in $excess, what the report blames on the file in $blamed. A run in
# which others had the processors for long is no measurement: three attempts.
measure() {
	for _ in 1 2 3; do
		run "$@" --cure
		cured_status=$status
		cured_ns=$(jq .stalled_ns "$work/load")
		cured_files=$(what '[.files[] | select(.path == $path) | .in_loops_ns] | add // 0')
		run "$@"
		excess=$(($(jq .stalled_ns "$work/load") - cured_ns))
		blamed=$(what '[.files[] | select(.path == $path) | .in_loops_ns] | add // 0')
		near "$excess" "$blamed" && break
	done
}

near() {
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(b > 0 && a >= 0.9 * b && a <= 1.1 * b) }'
}

# server NAME CALLBACK COMMAND…: one row of the table.
server() {
	name=$1 callback=$2
	shift 2
	measure "$@"
	is "$status, $cured_status" "0 0, 0 0" "$name: every answer is right, and it ends when told to"
	near "$excess" "$blamed"
	ok $? "$name: what the report blames on the file is within 10 % of what the client measured"
	echo "# $name: blamed $blamed ns, measured $excess ns"
	is "$cured_files" 0 "$name: cured, the loop never waits for it"
	is "$(what '[.verdict.kind, .verdict.worst_file == $path] | join(" ")')" "stalled_by_files true" \
		"$name: the report says so, and names the file"
	is "$(what '.stalls[0].tid == .processes[0].pid')" true "$name: and the loop's thread"
	is "$(what '.code.callbacks[0].name')" "$callback" "$name: and the callback"
}

for name in epoll:handle_event uring:receive libuv:on_readable libevent:on_readable glib:on_readable; do
	server "${name%:*}" "${name#*:}" "$B/testapps/servers/${name%:*}"
done
finish
