# How far the kernel reads ahead on the disk of a mapped file: as the log says
# it, and sysfs does.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf

# said: what the log says of the file on the slow disk; "absent": nothing.
said() {
	log '[$files[] | select(.path == $path) | .ra // "absent"] | join(" ")' --arg path "$disk/data.0"
}

for size in 0 4K 16K 128K 1M; do
	mount_disk --latency 1ms --readahead $size --size 1M
	kib=$(cat "/sys/class/bdi/$(mountpoint -d "$disk")/read_ahead_kb")
	is "$kib" "$(case $size in 1M) echo 1024 ;; *) echo "${size%K}" ;; esac)" "readahead of $size: sysfs has it"
	profiled "$B/tests/e2e/scan" "$disk/data.0"
	is "$? $(said)" "0 $((kib * 1024))" "readahead of $size: the log says what sysfs does"
	unmount_disk
done

mount_disk --latency 1ms --readahead 16K --size 1M
rm "$work/log"
MMSTALL_LOG=$work/log MMSTALL_QUIET=1 unshare -m \
	sh -c 'mount -t tmpfs none /sys/class/bdi && LD_PRELOAD=$0 exec "$@"' "$LIB" "$B/tests/e2e/scan" "$disk/data.0" >"$work/out"
is "$? $(said)" "0 absent" "where sysfs does not say it, the log does not either"
is "$(log '[$files[] | select(.kind != "file" and has("ra"))] | length')" 0 "other memory has none"
finish
