# A read that Python hands to a thread stalls the loop all the same: the thread
# holds the interpreter lock meanwhile. The report suspects it.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
command -v python3 >/dev/null
needs_or_skip $? "python3"
# A stall too short for the collector to come by but when it expects one.
mount_disk --latency 25ms --readahead 0 --size 16M
# Not a wrapper that some machines have first in PATH: the real interpreter.
python=$(python3 -c 'import sys; print(sys.executable)')
profiled "$python" tests/e2e/to_thread.py "$disk/data.0"
is $? 0 "the server runs as it does without the profiler"
is "$(log '[faults | select(.path == $path)] | length' --arg path "$disk/data.0")" 16 \
	"every page that a thread read is a blocking fault"

"$B/mmstall" report "$work/log" >"$work/report"
tr '\n' ' ' <"$work/report" | tr -s ' ' >"$work/text"
has "$work/text" "Verdict Mapped files are suspected to stall the event loop .* through another thread" \
	"the verdict suspects an indirect stall"
has "$work/text" "most of all $disk/data\.0\." "by that file"
has "$work/report" "^Suspected indirect stalls$" "there is a section"
has "$work/text" "thread [^ ]+ \([0-9]+\) was blocked for [23][0-9]\.[0-9] ms from [^ ]+ m?s on, at byte [0-9,]+ of $disk/data\.0" \
	"which names the thread that was blocked, and where"

# Functions of the interpreter that every build exports.
has "$work/text" "$disk/data\.0: .* < _PyEval_EvalFrameDefault < " "with its stack"
has "$work/text" "the loop slept here( another time)?: .* < PyEval_RestoreThread < " \
	"and the loop's: it waited for the interpreter lock"
"$B/mmstall" report --format json "$work/log" >"$work/report.json"
is "$(jq '[.indirect_stalls[].sleep | select(.is_in_this_stall)] | length > 0' "$work/report.json")" true \
	"seen in the very stall, at least once"

# "In 6 of them the loop slept for 331 ms"
slept=$(sed -nE 's/.*the loop slept for ([0-9.]+ m?s) .*/\1/p' "$work/text" |
	awk '{ print $1 * ($2 == "s" ? 1e9 : 1e6) }')
faults=$(log '[faults | select(.path == $path) | .d] | add' --arg path "$disk/data.0")
holds "$slept <= 1.01 * $(expected late) + 1e6" \
	"it does not suspect more than the program's own timer was late"
holds "$slept <= 1.01 * $faults" "nor more than the thread was blocked"
holds "$slept >= 0.5 * $faults" "and most of that"
finish
