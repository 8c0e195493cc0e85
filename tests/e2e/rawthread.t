# A thread that no thread library made is seen from its first wait on.
. tests/lib.sh
. tests/e2e/fixture.sh

profiled "$B/tests/e2e/rawthread"
is $? 0 "the program runs as it does without the profiler"
is "$(log '[$log[] | select(has("thread") and .how == "hook") | .tid] | tostring')" "[$(expected tid)]" \
	"the thread is in the log, as noticed at a hook"
is "$(log '[iterations | select(.tid == $tid and .d >= 3000000 and (.open | not))] | length' \
	--argjson tid "$(expected tid)")" 4 "with its loop and all its iterations"
is "$(log '[$log[] | select(has("end"))] | length')" 1 "the log is complete"
finish
