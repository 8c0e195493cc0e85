# The reference experiment, on Tokio: a loop that touches mappings has one read
# under way, whatever it has to do; threads and a loop that reads have several.
# By what the disk served.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
if ! built rust; then
	finish
fi
mount_disk --latency 4ms --readahead 0 --files 4 --size 128K
pages=$((4 * 32))
reference=$B/testapps/servers/rust/release/reference

# run CONFIGURATION: cold, under the profiler.
run() {
	for file in "$disk"/data.*; do dd if="$file" iflag=nocache count=0 status=none; done
	: >"$work/reads"
	profiled "$reference" "$1" "$disk"/data.*
	status=$?
	sum=$(sed -n 's/^seconds .* sum //p' "$work/out")
}

# at_once: the most reads that the disk was at work on at a moment.
at_once() {
	jq -s 'map([.start_ns, .due_ns]) | . as $all
		| map(. as $one | [$all[] | select(.[0] <= $one[0] and .[1] > $one[0])] | length) | max' "$work/reads"
}

right=$(for file in "$disk"/data.*; do od -An -v -tu1 -w512 "$file"; done | awk '{ sum += $1 } END { print sum }')
while read -r configuration most; do
	run "$configuration"
	is "$status $sum" "0 $right" "$configuration: the sum is right"
	is "$(jq -s length "$work/reads")" $pages "$configuration: and every page came from the disk"
	holds "$(at_once) $most" "$configuration: reads at once: $most"
done <<'EOT'
async-mmap == 1
async-read > 1
threads-mmap > 1
threads-read > 1
one-mmap == 1
one-read == 1
EOT

run async-mmap
"$B/mmstall" report --format json "$work/log" >"$work/report"
wall=$(sed -n 's/^seconds \([^ ]*\) .*/\1/p' "$work/out")
blocked=$(jq --arg disk "$disk/" '[.files[] | select(.path // "" | startswith($disk)) | .blocked_ns] | add / 1e9' "$work/report")
holds "$blocked > 0.9 * $wall && $blocked <= $wall" "async-mmap: the report blames its time on the files ($blocked of $wall s)"
"$B/mmstall" report --format folded "$work/log" >"$work/folded"
has "$work/folded" ";reference::sum_mapped" "and names the function"
finish
