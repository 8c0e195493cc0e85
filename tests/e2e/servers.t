# The same server on many event loops, as hazard and cured: what the report
# blames on the mapped file is what a client measured from outside.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
# Neither the server nor who measures it shall be late.
undisturbed
servers=testapps/servers
python=$(python3 -c 'import sys; print(sys.executable)')

# A database with the bytes of the file that the others serve.
mkdir "$work/databases"
mount_disk --latency 1us --size 4M
python3 $servers/python/make_database.py "$disk/data.0" "$work/databases/data.0"
unmount_disk
mount_disk --latency 40ms --readahead 0 --size 4M

# run COMMAND…: serves under the profiler, with load on it; log in $work/log,
# what the client measured in $work/load.
run() {
	# Cold again: this file alone.
	dd if="$disk/data.0" iflag=nocache count=0 status=none
	rm -f "$work/log" "$work/out"
	MMSTALL_LOG=$work/log MMSTALL_QUIET=1 LD_PRELOAD=$LIB "$@" "$disk/data.0" \
		>"$work/out" 2>"$work/err" </dev/null &
	server=$!
	# Until it listens, or is gone.
	until grep -qs '^port ' "$work/out" || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
	"$B/testapps/load" --port "$(sed -n 's/^port //p' "$work/out")" --size 4M \
		--reads 25 --read-rate 16 --ping-rate 1000 --json >"$work/load" 2>"$work/load.err"
	loaded=$?
	kill -TERM $server
	wait $server
	status="$loaded $?"
	rm -f "/tmp/perf-$server.map" # the log has a copy
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

# The stalled thread is the program's first one.
is_loop='.stalls[0].tid == .processes[0].pid'

# server NAME CALLBACK COMMAND…: one row of the table. CALLBACK is a pattern.
server() {
	name=$1 callback=$2
	shift 2
	measure "$@"
	is "$status, $cured_status" "0 0, 0 0" "$name: every answer is right, and it ends when told to"
	if near "$excess" "$blamed"; then
		ok 0 "$name: what the report blames on the file is within 10 % of what the client measured"
	else
		ok 1 "$name: what the report blames on the file is within 10 % of what the client measured"
		echo "blamed $blamed ns, measured $excess ns, and cured $cured_ns ns" | explain
	fi
	echo "# $name: blamed $blamed ns, measured $excess ns"
	# Less than half a read: whoever waited so long waited for a processor.
	holds "$cured_files < 20000000" "$name: cured, the loop never waits for it"
	is "$(what '[.verdict.kind, .verdict.worst_file == $path] | join(" ")')" "stalled_by_files true" \
		"$name: the report says so, and names the file"
	is "$(what "$is_loop")" true "$name: and the loop's thread"
	told=$(what '.code.callbacks[0].name')
	# shellcheck disable=SC2254 # a pattern
	case $told in
	$callback) ok 0 "$name: and the callback" ;;
	*) is "$told" "$callback" "$name: and the callback" ;;
	esac
}

# passes_through FUNCTION: so did most of the faults of the last run on the file.
passes_through() {
	"$B/mmstall" report --file "$disk/data.0" --format folded "$work/log" >"$work/folded"
	holds "$(awk -v name=";$1" '{ all += $NF } index($0, name) { found += $NF }
		END { print found + 0 " > 0.9 * " all }' "$work/folded")" "$name: most stacks go through $1"
}

for name in epoll:handle_event uring:receive libuv:on_readable libevent:on_readable glib:on_readable; do
	server "${name%:*}" "${name#*:}" "$B/testapps/servers/${name%:*}"
done

# Debian's Python has no symbols.
server asyncio 'mmap*' "$python" $servers/python/asyncio_mmap.py

# Names of compiled functions: where a runtime writes a perf map, and only of
# those that it compiled.
if built node; then
	server node "JS: */connection.js:*" node --perf-basic-prof --interpreted-frames-native-stack \
		--no-logfile-per-isolate --logfile="$work/v8.log" "$B/$servers/node/server.js"
	passes_through "JS:handle_request "
fi
if built java; then
	is_loop='.stalls[0].thread == "loop"'
	# The loop waits for compilers: one that optimizes takes a tenth of a second.
	server java "void Server.*" java -XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit \
		-XX:+PreserveFramePointer -Xbatch -Xcomp -XX:TieredStopAtLevel=1 -XX:CompileCommand=quiet \
		-XX:CompileCommand=compileonly,Server::* -cp "$B/$servers/java" Server
	passes_through "void Server.handleRequest("
	is_loop='.stalls[0].tid == .processes[0].pid'
fi
if built rust; then
	server tokio "server::*" "$B/$servers/rust/release/server"
	passes_through "server::handle_request"
fi

unmount_disk
mount_disk --latency 40ms --readahead 0 --contents "$work/databases"
server sqlite '*sqlite*' "$python" $servers/python/asyncio_sqlite.py
finish
