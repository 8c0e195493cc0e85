# mmstall.h: loops and tasks that a program marks itself, in every way in which
# it can be compiled; nothing happens where the library is not loaded.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 1M --files 8

disk_file=0
for build in "cc -x c -fPIE -pie" "cc -x c -fno-pie -no-pie -O2" "c++ -x c++ -std=c++11 -pedantic-errors -O2" \
	"cc -x c -static"; do
	# shellcheck disable=SC2086 # a list of words
	$build -D_GNU_SOURCE -I. -Wall -Wextra -Werror -o "$work/marks" tests/e2e/marks.c
	ok $? "$build: it is compiled without a warning"
	"$work/marks" "$disk/data.7" >"$work/out"
	is $? 0 "$build: it runs without the library"
	[ "$build" = "cc -x c -static" ] && continue

	profiled "$work/marks" "$disk/data.$disk_file"
	is $? 0 "$build: and with it"
	is "$(log '[$log[] | select(has("loop")) | [.wait, .on, .site]] | tostring')" \
		'[["mmstall_iteration",null,null]]' "$build: its loop is the marked one"
	is "$(log '[iterations | select(.d >= 3000000 and (.open | not)) | .n] | tostring')" "[1,2,3,4,5]" \
		"$build: with all its iterations"
	is "$(log '[$log[] | select(has("task")) | .name] | group_by(.) | map([.[0], length]) | tostring')" \
		'[["GET /cold",1],["GET /warm",4],["an outer task, with a name that is too ",5]]' \
		"$build: the tasks have their names"
	is "$(log '[faults | select(.path == $path)] as $f
		| [$log[] | select(.name == "GET /cold") | .t + $zero <= $f[0].start_ns and .t + .d + $zero >= $f[0].end_ns] | tostring' \
		--arg path "$disk/data.$disk_file")" "[true]" "$build: the fault lies in the task that touched the page"
	disk_file=$((disk_file + 1))
done

"$B/mmstall" report --threshold 15ms "$work/log" >"$work/report"
is $? 0 "the report ends well"
has "$work/report" "in task GET /cold" "and names the task of the stall"
finish
