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

# advised: what speaks for reading ahead oneself, according to the report.
advised() {
	jq -r '[.advice[] | select(.kind == "no_readahead") | .evidence | split("; ") | last] | join(" ")' "$work/report.json"
}

# scanned READAHEAD KIB ADVICE: a disk with so much of it, a file read in order.
scanned() {
	mount_disk --latency 300us --readahead "$1" --size 4M
	is "$(cat "/sys/class/bdi/$(mountpoint -d "$disk")/read_ahead_kb")" "$2" "readahead $1: sysfs has it"
	profiled "$B/tests/e2e/scan" "$disk/data.0"
	is "$? $(said)" "0 $(($2 * 1024))" "readahead $1: the log has what sysfs has"
	"$B/mmstall" report --format json "$work/log" >"$work/report.json"
	is "$(jq --arg path "$disk/data.0" '.files[] | select(.path == $path) | .readahead_bytes' "$work/report.json")" "$(($2 * 1024))" \
		"readahead $1: and so does the report"
	is "$(advised)" "$3" "readahead $1: ${3:-no advice}"
	unmount_disk
}
scanned 0 0 "its disk is set to read nothing ahead"
scanned 4K 4 "its disk is set to read up to 4.00 KiB ahead"
scanned 16K 16 "its disk is set to read up to 16.0 KiB ahead"
scanned 128K 128 ""
scanned 1M 1024 ""

# random READAHEAD ADVICE NAME: a server that reads pages at random.
random() {
	mount_disk --latency 10ms --readahead "$1" --size 64M
	profiled "$B/testapps/hazard" --file "$disk/data.0" --requests 40
	"$B/mmstall" report --format json "$work/log" >"$work/report.json"
	is "$(jq -r '[.files[0].pattern.order, (.advice[] | select(.kind == "random_access") | .evidence | split("; ") | last)] | join(": ")' "$work/report.json")" \
		"random$2" "$3"
	unmount_disk
}
random 128K ": its disk is set to read up to 128 KiB ahead" "pages at random: readahead is to be switched off"
random 0 "" "pages at random without readahead: there is none to switch off"

mount_disk --latency 1ms --readahead 16K --size 1M
rm "$work/log"
MMSTALL_LOG=$work/log MMSTALL_QUIET=1 unshare -m \
	sh -c 'mount -t tmpfs none /sys/class/bdi && LD_PRELOAD=$0 exec "$@"' "$LIB" "$B/tests/e2e/scan" "$disk/data.0" >"$work/out"
is "$? $(said)" "0 absent" "where sysfs does not say it, the log does not either"
is "$(log '[$files[] | select(.kind != "file" and has("ra"))] | length')" 0 "other memory has none"
finish
