# A sequential scan with readahead on: the kernel calls nearly every wait
# minor, and what counts major faults sees nothing.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
# A read that readahead began is over before a thread that must wait for a
# processor comes to its page.
undisturbed
mount_disk --latency 5ms --readahead 128K --size 24M
profiled "$B/tests/e2e/scan" "$disk/data.0"
is $? 0 "the scan runs as it does without the profiler"

in_file='[faults | select(.path == $path)]'
wall=$(expected wall_ns)
delayed=$(expected delayed_ns)
blocked=$(log "$in_file | map(.d) | add" --arg path "$disk/data.0")
holds "$blocked >= 0.98 * ($wall - $delayed)" "at least 98 % of the scan's time is explained by blocking faults"
holds "$blocked <= 1.001 * $wall" "and no more than there was"
echo "# explained: $(awk "BEGIN { printf \"%.2f %%\", 100 * $blocked / $wall }") of $wall ns; for $delayed ns others had the CPU"
echo "# of it in faults labelled major: $(log "$in_file | map(select(.M) | .d) | add // 0" --arg path "$disk/data.0") ns"

# Every read that slowfs served while the loop was in its scan is waited for.
is "$(log "$in_file as \$seen | [\$reads[] as \$r | select(any(\$seen[]; .end_ns >= \$r.start_ns and .start_ns <= \$r.end_ns) | not)] | length" \
	--arg path "$disk/data.0" --slurpfile reads "$work/reads")" \
	0 "no read that slowfs served passed without a blocking fault"
is "$(log "[iterations | select(.d >= 10000000)] | length")" 1 \
	"the whole scan is one iteration of the loop"
longest=$(log "[iterations | .d] | max")
holds "$longest >= $wall && $longest <= 1.02 * $wall" \
	"and the iteration is as long as the program measured"
is "$(log '[counts | select(.minor != .sampled_minor or .major != .sampled_major)] | length')" \
	0 "the kernel counted what was sampled"

# Held: the host may have paged out by now what was scanned.
dd if="$disk/data.0" iflag=nocache count=0 status=none
profiled "$B/tests/e2e/scan" "$disk/data.0" held
is $? 0 "the scan runs again"
# Whatever they wait for, a busy processor at most, it is no read that is served.
is "$(log "$in_file | map(select(. as \$f | any(\$reads[]; .end_ns >= \$f.start_ns and .start_ns <= \$f.end_ns))) | length" \
	--arg path "$disk/data.0" --slurpfile reads "$work/reads")" 0 \
	"scanned again, now in memory, no fault on the file waits for the disk"
finish
