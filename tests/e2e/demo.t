# make demo's script: the verdict names the file, the loop's thread and a
# worst stall within 5 % of what slowfs served.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
B=$B sh testapps/demo.sh >"$work/out" 2>&1
is $? 0 "the demo runs to its end"
log=$(echo "$B"/demo/hazard.*.jsonl)
worst=$(sed -n 's/^EXPECT longest_stall_ns=//p' "$B/demo/expected.txt")
file=$(sed -n 's/^EXPECT file=//p' "$B/demo/expected.txt")
has "$work/out" "hazard" "the report names the loop's thread"
has "$work/out" "${file##*/}" "and the mapped file"
seen=$(jq -s 'map(select(has("it") and (.open | not)) | .d) | max' "$log")
holds "$seen >= 0.95 * $worst && $seen <= 1.05 * $worst" \
	"the worst stall is within 5 % of what the program measured"
page=$(sed -n 's/^Browser: *//p' "$work/out")
has "${page:-none}" "${file##*/}" "the page for a browser is where it says, and of this run"
mount | grep -q "$(dirname "$file")"
is $? 1 "nothing stays mounted"
finish
