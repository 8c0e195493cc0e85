# Threads that come and go by the thousand are not sampled, but counted; one
# of them that stays is.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 40ms --readahead 0 --size 4M
profiled "$B/tests/e2e/storm" "$disk/data.0"
is $? 0 "the program runs as it does without the profiler"
is "$(log '[counts] | length')" 8005 "every thread is in the log, with the kernel's counts"
is "$(log '[counts | select(.minor == null)] | length')" 0 "known for each"
# Two samples a fault: on a busy machine the main thread's can be too many at once.
is "$(log '[counts | select(.minor + .major != .sampled_minor + .sampled_major + .lost / 2)] | tostring')" "[]" \
	"and what was sampled of them, or said to be lost, is what the kernel counted meanwhile"
blocked=$(log '[faults | select(.path == $path and .tid == ($tid | tonumber))] | "\(length) \(map(.d) | add)"' \
	--arg path "$disk/data.0" --arg tid "$(expected tid)")
is "${blocked% *}" 6 "every fault of the one that waits for the disk is in the log"
# The first of six begins to be measured late, and by half of it at most.
holds "${blocked#* } >= 0.9 * $(expected ns) && ${blocked#* } <= $(expected ns)" "with its time"
finish
