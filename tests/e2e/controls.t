# The controls: the same server with the file in memory, and with its reads on
# a thread pool. Neither has a stall that could be blamed on the file. A fault of
# less than half a read has waited for a processor, not for the disk.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 16M

for mode in warm pool; do
	profiled "$B/testapps/hazard" --file "$disk/data.0" --mode $mode \
		--requests 60 --pages 2 --worker-pages 10
	is $? 0 "$mode: runs as it does without the profiler"
	loop_tid=$(expected loop_tid)
	# Before it serves, the warm one brings the file in: not in iterations.
	is "$(log '[iterations | select(.tid == $tid)] as $its
		| [faults | select(.tid == $tid and .path == $path and .d >= 10000000) | . as $f
			| select(any($its[]; .start_ns <= $f.start_ns and .end_ns >= $f.end_ns))] | length' \
		--argjson tid "$loop_tid" --arg path "$disk/data.0")" \
		0 "$mode: the loop has no fault that waits for the file"
	is "$(expected loop_faults)" 0 "$mode: nor did it see one itself"
	is "$(log '[iterations | select(.d >= 10000000 and (.open | not))] | length')" \
		"$(expected stalls_10ms)" "$mode: no more stalls than the program saw itself"
	is "$(log '[faults | select(.tid == $tid and .path == $path and .d >= 10000000)] | length' \
		--argjson tid "$(expected worker_tid)" --arg path "$disk/data.0")" \
		"$(expected worker_faults)" "$mode: the worker's faults are found all the same"
	"$B/mmstall" report "$work/log" >"$work/report"
	is $? 0 "$mode: the report ends well"
	sed -n 1,3p "$work/report" | sed 's/^/# /'
done
finish
