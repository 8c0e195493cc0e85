# Processes that make others: each does what it does without the library, and
# has a log of its own, complete.
. tests/lib.sh
. tests/e2e/fixture.sh

# logs: the logs of the run; a daemon may still be writing its own.
logs() {
	tries=100
	while [ "$(cat "$work"/log.* | grep -c '^{"end"')" -lt "$1" ] && [ $((tries -= 1)) -gt 0 ]; do
		sleep 0.1
	done
	ls "$work"/log.*
}

for case in posix_spawn:2 daemon:2 clone:2 clone_vm:1; do
	count=${case#*:} case=${case%:*}
	rm -f "$work"/log.*
	"$B/tests/e2e/processes" "$case" >"$work/bare" 2>&1 </dev/null
	status=$?
	MMSTALL_LOG=$work/log.%p MMSTALL_QUIET=1 LD_PRELOAD=$LIB "$B/tests/e2e/processes" "$case" \
		>"$work/with" 2>&1 </dev/null
	is $? $status "$case: same exit status"
	logs=$(logs "$count")
	is "$(cat "$work/with")" "$(cat "$work/bare")" "$case: same output"
	is "$(echo "$logs" | wc -l)" "$count" "$case: a log for each process"
	for log in $logs; do
		is "$(jq -rs '[.[0].pid == (input_filename | split(".") | last | tonumber), (last | has("end"))] | tostring' "$log")" \
			"[true,true]" "$case: named after it, and complete"
	done
done

# Namespaces of process ids, with the /proc of their own and with the one of
# outside, which names threads by other ids.
if [ "$(id -u)" = 0 ]; then
	needs_perf
	for proc in --mount-proc ""; do
		rm -f "$work"/log*
		# shellcheck disable=SC2086 # none or one
		MMSTALL_LOG=$work/log MMSTALL_QUIET=1 unshare --fork --pid $proc \
			env LD_PRELOAD="$LIB" "$B/tests/e2e/threads" 3 2 >"$work/out" 2>"$work/err"
		is "$? $(cat "$work/err")" "0 " "pid namespace $proc: the program runs as it does without the profiler"
		holds "$(log '$log[0].pid') < 10" "pid namespace $proc: the log has the process's own id"
		is "$(log '[$log[] | select(has("thread"))] | length')" 6 "pid namespace $proc: and all its threads"
		is "$(log '[$log[] | select(has("loop"))] | length')" 2 "pid namespace $proc: with their loops"
		is "$(log '[counts | select(.minor != null and .sampled_minor > .minor)] | length')" 0 \
			"pid namespace $proc: no more is sampled than the kernel counted"
		is "$(log '[$log[] | select(has("end"))] | length')" 1 "pid namespace $proc: the log is complete"
	done
fi
finish
