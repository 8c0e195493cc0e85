# Loops that wait through syscall() are seen; other calls pass unchanged.
. tests/lib.sh
. tests/e2e/fixture.sh

for loop in epoll:epoll_pwait ppoll:ppoll io_uring:io_uring_enter; do
	"$B/tests/e2e/syscalls" "${loop%:*}" >"$work/bare" 2>"$work/err"
	if [ $? = 77 ]; then
		echo "# ${loop%:*}: $(cat "$work/err")"
		[ "${CI:-}" != true ]
		ok $? "${loop%:*} is possible here, or this is not CI"
		continue
	fi
	profiled "$B/tests/e2e/syscalls" "${loop%:*}"
	is $? 0 "${loop%:*}: the program runs as it does without the profiler"
	is "$(cat "$work/out")" "$(cat "$work/bare")" "${loop%:*}: with the same results and errno"
	is "$(log '[$log[] | select(has("loop")) | .wait] | tostring')" "[\"${loop#*:}\"]" \
		"${loop%:*}: its loop is seen"
	is "$(log '[iterations | select(.d >= 3000000 and (.open | not))] | length')" 4 \
		"${loop%:*}: with an iteration between every two waits"
done
finish
