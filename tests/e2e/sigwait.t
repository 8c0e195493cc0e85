# Loops whose events are signals are seen.
. tests/lib.sh
. tests/e2e/fixture.sh

for way in sigwait sigwaitinfo sigtimedwait; do
	profiled "$B/tests/e2e/sigwait" "$way"
	is $? 0 "$way: the program runs as it does without the profiler"
	is "$(log '[$log[] | select(has("loop")) | .wait] | tostring')" "[\"$way\"]" "$way: its loop is seen"
	holds "$(log '[iterations | select(.d >= 3000000 and (.open | not))] | length') >= 3" \
		"$way: with an iteration between every two waits"
done
finish
