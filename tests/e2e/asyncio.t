# Python's asyncio, unchanged: the report names the file and the stalls.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
command -v python3 >/dev/null
needs_or_skip $? "python3"
mount_disk --latency 30ms --readahead 0 --size 16M
# Not a wrapper that some machines have first in PATH: the real interpreter.
python=$(python3 -c 'import sys; print(sys.executable)')
profiled "$python" tests/e2e/server.py "$disk/data.0"
is $? 0 "the server runs as it does without the profiler"

is "$(log '[faults | select(.path == $path) | .o] | tostring' --arg path "$disk/data.0")" \
	"$(awk '/^TOUCH/ { printf "%s%s", n++ ? "," : "[", $2 } END { print "]" }' "$work/out")" \
	"every cold page that was indexed is a blocking fault at its offset"
is "$(log '[iterations | select(.open | not) | . as $it
	| select([faults | select(.path == $path and .start_ns >= $it.start_ns and .end_ns <= $it.end_ns)] | length > 0)] | length' \
	--arg path "$disk/data.0")" 5 "each in an iteration of its own"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 0 "the report ends well"
has "$work/report" "data\.0" "the report names the file"
has "$work/report" "5 stalls" "and counts the stalls"
finish
