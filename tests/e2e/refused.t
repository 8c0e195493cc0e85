# Sandboxes that refuse what the library asks for: the program is not harmed,
# and the log and the report say what could not be seen.
. tests/lib.sh
. tests/e2e/fixture.sh

# in_sandbox CALL ERRNO COMMAND…: the library in a sandbox; log in $work/log.
in_sandbox() {
	call=$1 answer=$2
	shift 2
	rm -f "$work/log"
	"$B/tests/e2e/refuse" "$call" "$answer" \
		env MMSTALL_LOG="$work/log" LD_PRELOAD="$LIB" "$@" \
		>"$work/out" 2>"$work/err" </dev/null
}

for answer in EPERM EACCES ENOSYS EMFILE; do
	in_sandbox perf_event_open $answer "$B/tests/e2e/host" errno
	is $? 0 "perf_event_open $answer: the program ends as it should"
	is "$(log '$log[0].sampling')" none "perf_event_open $answer: the log says that nothing is sampled"
	is "$(log '[$log[] | select(.limit == "sampling") | .why | test("perf_event_open: ")] | tostring')" \
		"[true]" "perf_event_open $answer: and why"
	is "$(log '[$log[] | select(has("end"))] | length')" 1 "perf_event_open $answer: it is complete"
	"$B/mmstall" report "$work/log" >"$work/report"
	is $? 0 "perf_event_open $answer: there is a report"
	has "$work/report" "could not be sampled" "perf_event_open $answer: that claims nothing about faults"
done

for call in close_range statx getrusage signalfd4 tgkill; do
	for name in errno fork signals threads exit; do
		"$B/tests/e2e/host" "$name" >"$work/bare" 2>&1 </dev/null
		bare=$?
		rm -f "$work"/log*
		in_sandbox "$call" ENOSYS "$B/tests/e2e/host" "$name"
		is "$? $(cat "$work/out")" "$bare $(sed 's/^Seccomp.*//' "$work/bare")" \
			"$call refused: $name runs as without the library"
	done
	jq -e 'select(has("end"))' "$work/log" >/dev/null
	ok $? "$call refused: the log is complete"
done

rm -f "$work"/log*
in_sandbox clone EPERM /bin/sh -c 'echo alive'
is "$(cat "$work/out")" "alive" "clone refused: the program runs unprofiled"
has "$work/err" "cannot start a thread.*unprofiled" "clone refused: and one line says so"

# The collector killed by a sandbox, and nothing else: the program ends at once.
started=$(date +%s)
in_sandbox perf_event_open kill /bin/sh -c 'exit 14'
is $? 14 "collector killed at its start: the program has its own exit status"
holds "$(date +%s) - $started < 30" "and is not held up for long"
finish
