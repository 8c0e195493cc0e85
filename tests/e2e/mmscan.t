# The reference experiment under the profiler, on a disk of 20 ms a read where
# every page is read alone: what stalls the loop that touches mappings, and
# that neither reads nor the cures of mmscan do. By mmscan's own clock.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --files 2 --size 128K
pages=64

# scan CONFIGURATIONS [OPTION]…: both files, cold, under the profiler.
scan() {
	configurations=$1
	shift
	profiled "$B/testapps/mmscan" --dir "$disk" --files 2 --size 128K \
		--chunk 16K --configurations "$configurations" \
		--format json --iterations "$work/iterations" "$@"
}

# of CONFIGURATION FILTER: faults on the files in its loop's thread, as $all,
# filtered; those of other threads are $others. Half a read and more: shorter
# ones wait for the processor at most.
of() {
	log '[faults | select(.path // "" | startswith($disk)) | select(.d > 10000000)]
		| map(select(.tid == $tid)) as $all | map(select(.tid != $tid)) as $others
		| '"$2" --arg disk "$disk" --argjson tid "$(own "$1" | jq '.[0].tid')"
}

# own CONFIGURATION: its iterations, a JSON array of {tid, start_ns, d}.
own() {
	awk -F, -v name="$1" '$1 == "iteration" && $2 == name {
			printf "%s{\"tid\":%s,\"start_ns\":%s,\"d\":%s}", s, $6, $7, $8; s = "," }
		BEGIN { printf "[" } END { print "]" }' "$work/iterations"
}

# reported: how many stalls the report blames on the files.
reported() {
	"$B/mmstall" report --format json "$work/log" >"$work/report.json"
	jq --arg disk "$disk" '[.stalls[] | select(.parts.files_ns > 0 and (.longest.path // "" | startswith($disk)))] | length' \
		"$work/report.json"
}

scan mmap-loop,uring-loop,pool-loop --cache cold
is $? 0 "the scans run as they do without the profiler, and all sums are right"
is "$(jq -c 'map(.absent_pages_min) | unique' "$work/out")" "[$pages]" \
	"no page of the files was in memory before"
is "$(jq -s 'length' "$work/reads")" $((3 * pages)) "slowfs served every page once for each scan"

# The first ones may come before a new thread is sampled.
got=$(of mmap-loop '$all | length')
holds "$got > 3 / 4 * $pages && $got <= $pages" "pages of the mapped scan are faults of its loop ($got of $pages)"
is "$(log '[counts | select(.minor != .sampled_minor or .major != .sampled_major)] | length')" \
	0 "from then on, the kernel counted what was sampled"
is "$(of mmap-loop '$all | map(.path) | unique | length')" 2 "on both files"
is "$(of mmap-loop '$others | length')" 0 "loops that read have none, nor has anyone else"

# By time: the profiler's clock is read right around the program's, and before
# the program's next iteration. The last one ends with the thread, a little later
# than the program measured.
is "$(log '($own | map(. + {end_ns: (.start_ns + .d)})) as $own
	| [iterations | select(.tid == $own[0].tid)] as $seen
	| [range(1; ($own | length) - 1) | . as $i | select($own[$i].d >= 10000000)
		| [$seen[] | select(.start_ns <= $own[$i].start_ns and .end_ns >= $own[$i].end_ns
			and .start_ns >= $own[$i - 1].end_ns and .end_ns <= $own[$i + 1].start_ns)] | length]' \
	--argjson own "$(own mmap-loop)" | jq -c .)" "[1,1,1,1,1,1,1]" \
	"each stall that mmscan measured is an iteration in the log"
is "$(reported)" 8 "and the report blames them, and the last, on the files"
is "$(jq -r .verdict.kind "$work/report.json")" stalled_by_files "as does its verdict"
"$B/mmstall" report "$work/log" | tr -s ' \n' ' ' >"$work/report"
has "$work/report" "stall [1-3] of 3 event loops, .*that of mmscan \(thread mmap-loop" \
	"which names the loop"
has "$work/report" "waited for mapped files, most of all for $disk/data\.[01]\." "and a file"
"$B/testapps/mmscan" plot "$work/iterations" >"$work/plot.svg"
is "$? $(head -c 5 "$work/plot.svg") $(tail -n 1 "$work/plot.svg")" "0 <svg  </svg>" \
	"a plot is made of the iterations"
is "$(grep -c '>1 s<' "$work/plot.svg") $(grep -c '>100 s<' "$work/plot.svg")" "1 0" "its scale ends where the runs do"

for cure in offload mincore window; do
	scan mmap-loop --cache cold --cure $cure
	is $? 0 "$cure: the sums are right"
	is "$(jq -r '.[].cure' "$work/out")" $cure "$cure: it is what was measured"
	is "$(of mmap-loop '$all | length')" 0 "$cure: the loop waits for the files no more"
	is "$(reported)" 0 "$cure: nor does the report say so"
	holds "$(log '[iterations | select(.d >= 10000000 and (.open | not))] | length') <= $(own mmap-loop |
		jq 'map(select(.d >= 10000000)) | length')" "$cure: no more stalls than mmscan saw itself"
done
is "$(of mmap-loop '$others | length')" 0 "window: nor does its thread, which makes a call"
scan mmap-loop --cache cold --cure offload
holds "$(of mmap-loop '$others | length') > $pages / 2" "offload: threads of a pool wait in the loop's place"

# Whatever is done to the mapping at first, and without a loop; on a faster disk.
fusermount3 -u "$disk"
rmdir "$disk"
mount_disk --latency 1ms --readahead 0 --files 2 --size 128K
scan mmap-loop,mmap-threads,mmap-single,read-threads,read-single --cache both \
	--cure none,normal,random,sequential,willneed,populate_read,map_populate,mlock,prefetch,readahead
is $? 0 "all sums are right with every cure"
is "$(jq -c 'map([.cache, .absent_pages_min] | tostring) | unique' "$work/out")" \
	"$(jq -nc "[[\"cold\", $pages], [\"warm\", 0]] | map(tostring)")" \
	"cold runs begin with no page in memory, warm ones with all"
for number in 0 1; do dd if="$disk/data.$number" iflag=nocache count=0 status=none; done
"$B/testapps/mmscan" --dir "$disk" --files 2 --size 128K --cache warm --format json >"$work/warm"
is "$? $(jq -c 'map(.absent_pages_max) | unique' "$work/warm")" "0 [0]" "also when no cold run came before"
is "$(jq 'length' "$work/out")" $((2 * (3 * 10 + 2))) "cures that are about mappings leave reads alone"
finish
