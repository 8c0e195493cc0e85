# The library lies on a slow disk itself: what of it has to be read is read
# before the program begins, not by a hook in its loop.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mkdir "$work/contents"
cp "$LIB" "$work/contents/data.0"
head -c 1000000 /dev/zero >"$work/mapped"
mount_disk --contents "$work/contents" --latency 5ms --readahead 0
LIB=$disk/data.0
profiled "$B/tests/e2e/scan" "$work/mapped"
is $? 0 "the program runs as it does without the profiler"
holds "$(wc -l <"$work/reads") > 5" "the library was read from the slow disk"
is "$(log '[faults | select(.path == $path)] | length' --arg path "$disk/data.0")" 0 \
	"no fault on it is in the log"
is "$(log '[iterations | select(.d >= 5000000)] | length')" 0 "and no iteration waited for the disk"
finish
