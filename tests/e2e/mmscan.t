# The reference experiment: reading from a cold mapping in a loop stalls it, by
# the report too; asynchronous reads do not, nor do the cures.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 5ms --readahead 0 --size 512K --files 2

# scan NAME OPTION…: one configuration, cold, under the profiler; what it says
# of itself is in $work/out, the report in $work/report.json.
scan() {
	name=$1
	shift
	profiled "$B/testapps/mmscan" --dir "$disk" --files 2 --size 512K --cache cold --format csv "$@"
	is $? 0 "$name: the scan is right, and evicts what it scans"
	"$B/mmstall" report --format json "$work/log" >"$work/report.json"
}

# stalls: of the report, that had faults on the disk's files.
stalls() {
	jq --arg disk "$disk" '[.stalls[] | select(.parts.files_ns > 0 and (.longest.path // "" | startswith($disk)))] | length' \
		"$work/report.json"
}

scan "mmap in the loop" --configurations mmap-loop
holds "$(stalls) > 3" "mmap in the loop: stalls, by the disk's files"
is "$(jq -r .verdict.kind "$work/report.json")" stalled_by_files "mmap in the loop: and the verdict says so"
for other in uring-loop pool-loop; do
	scan "$other" --configurations $other
	is "$(stalls)" 0 "$other: no stall by them"
done
for cure in offload window; do
	scan "$cure" --configurations mmap-loop --cure $cure
	is "$(stalls)" 0 "$cure: no stall by them"
done
scan "all" --configurations mmap-loop,read-single --iterations "$work/iterations"
"$B/testapps/mmscan" plot "$work/iterations" >"$work/plot.svg"
is "$? $(head -c 5 "$work/plot.svg") $(tail -n 1 "$work/plot.svg")" "0 <svg  </svg>" "a plot is made of them"
finish
