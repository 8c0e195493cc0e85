# A bad sector under a mapping ends the program by SIGBUS, with the profiler as
# without, and the log has what came before.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
python=$(python3 -c 'import sys; print(sys.executable)')
mount_disk --latency 20ms --readahead 0 --size 1M --files 2 --bad 300K,400K
program='import mmap, sys
file = open(sys.argv[1], "rb")
data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
for at in (0, 100 << 10, 200 << 10, 300 << 10):
    print(at, data[at], flush=True)'
"$python" -c "$program" "$disk/data.0" >"$work/bare" 2>/dev/null
bare=$?
is "$bare $(wc -l <"$work/bare" | tr -d ' ')" "135 3" "bare: it is killed by SIGBUS at the bad page"
profiled "$python" -c "$program" "$disk/data.1"
is "$? $(wc -l <"$work/out" | tr -d ' ')" "$bare 3" "and so it is with the profiler"
is "$(log '[faults | select(.path == $path) | .o] | tostring' --arg path "$disk/data.1")" "[0,102400,204800]" \
	"the log has the faults that came before"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 3 "the report says by its exit status that the log has no end"
has "$work/report" "data\.1" "and names the file"

unmount_all() {
	fusermount3 -u "$disk"
	rmdir "$disk"
	disk=
}
unmount_all
for kind in ssd network spinning; do
	mount_disk --disk $kind --seed 7 --readahead 0 --size 1M
	"$python" -c 'import mmap, sys
file = open(sys.argv[1], "rb")
data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
sum(data[at] for at in range(0, 1 << 20, 64 << 10))' "$disk/data.0"
	is "$(jq -s '[.[] | (.end_ns - .start_ns) / 1000] | (length == 16) and min >= ({ssd: 80, network: 1000, spinning: 26}[$kind])' \
		--arg kind $kind "$work/reads")" true "$kind: every read takes as long as it should at least"
	unmount_all
done
"$B/testapps/slowfs" --disk floppy "$work" >"$work/out" 2>"$work/err"
is "$? $(cat "$work/err")" "1 slowfs: --disk floppy: write fixed, ssd, network or spinning" "another kind is refused"
finish
