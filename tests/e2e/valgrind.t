# The library and its collector under valgrind: no wrong access, and the program
# is what it is.
. tests/lib.sh
. tests/e2e/fixture.sh

command -v valgrind >/dev/null
needs_or_skip $? "valgrind"

# checked PROGRAM ARG…: under valgrind, which says 99 if it finds anything. What
# it prints from the collector's thread goes nowhere: see own_table.h.
checked() {
	rm -f "$work"/log*
	MMSTALL_LOG=$work/log.%e LD_PRELOAD=$LIB valgrind -q --error-exitcode=99 \
		"$@" >"$work/out" 2>"$work/err" </dev/null
}

checked "$B/tests/e2e/pool" callback
is "$? $(grep '^==' "$work/err")" "0 " "a loop that waits for another thread: nothing is wrong"
mv "$work/log.pool" "$work/log"
is "$(log '[$log[] | select(has("end"))] | length')" 1 "its log is complete"
is "$(log '[$log[] | select(has("pk"))] | length')" 1 "and has what happened"
checked "$B/tests/e2e/threads" 3 2
is "$? $(grep '^==' "$work/err")" "0 " "threads: nothing is wrong"
mv "$work/log.threads" "$work/log"
is "$(log '[counts] | length')" 6 "threads: all are in the log"
checked "$B/tests/e2e/execs" fails
is "$? $(grep '^==' "$work/err")" "0 " "an exec that fails: nothing is wrong"
finish
