# Functions that were compiled while the program ran have the names that it
# wrote into a perf map, also when that is gone from /tmp.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 1M --files 2
echo "7f0000000000 1000 of an older log" >"$work/log.perf-map"
profiled "$B/tests/e2e/jit" "$disk/data.0"
is $? 0 "the program runs as it does without the profiler"
map=$(cat "$work/out")
is "$(stat -c %a "$work/log.perf-map") $(cmp "$map" "$work/log.perf-map" && echo same)" "600 same" \
	"its perf map is kept beside the log, readable by its owner only"
rm -f "$map"
"$B/mmstall" report --format folded "$work/log" >"$work/folded"
has "$work/folded" "main;interpret;LazyCompile:handle /srv/app.js:12 2[0-9]{4}$" "the stack has its name, and who called it"
"$B/mmstall" report "$work/log" >"$work/report"
has "$work/report" "^  LazyCompile:handle /srv/app.js:12 +(2[0-9]\.[0-9] ms +){2}1 " "and so has the report"

rm -f "$work/log.perf-map"
"$B/mmstall" report --format folded "$work/log" >"$work/folded"
has "$work/folded" "interpret;0x[0-9a-f]+ 2[0-9]{4}$" "without the map, it is an address"

# Anybody can put something there.
rm -f "$work"/log*
# shellcheck disable=SC2016 # its own process id
profiled sh -c 'ln -s /etc/hostname /tmp/perf-$$.map; echo /tmp/perf-$$.map'
rm -f "$(cat "$work/out")"
is "$(ls "$work"/*.perf-map 2>/dev/null)" "" "a link in its place is not followed"
finish
