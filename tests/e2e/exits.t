# What a thread does at its end, in destructors, is a part of its life.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 4M
MMSTALL_BUDGET=100% profiled "$B/tests/e2e/exits" "$disk/data.0"
is $? 0 "the program runs as it does without the profiler"
is "$(log '[counts | select(.minor == null or .minor + .major < 1000)] | length')" 1 \
	"what the threads' destructors touch is counted (not the main thread's)"
is "$(log '[counts | select((.minor + .major - .sampled_minor - .sampled_major - .lost / 2 | fabs) > 2)] | tostring')" "[]" \
	"and sampled, or said to be lost"
blocked=$(log '[faults | select(.path == $path)] | "\(length) \(map(.d) | add)"' --arg path "$disk/data.0")
is "${blocked% *}" 6 "every destructor that waits for the disk is in the log"
holds "${blocked#* } >= 0.9 * $(expected ns) && ${blocked#* } <= $(expected ns)" "with its time"
finish
