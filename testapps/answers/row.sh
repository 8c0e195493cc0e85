#!/bin/sh
# row.sh [SLOWFS-OPTION]... -- [MMSCAN-OPTION]...: one row of docs/answers.md. Scans the files of
# a slowfs with these options, or, without any, files on the disk that the build folder is on. By
# the mapped loop and from a cold cache, unless options of mmscan say otherwise. As root.
# What mmscan says goes to standard output; what is run, to standard error.
#   FILES, SIZE, RUNS  as of mmscan (8; 8M, and 32M on this machine's disk; 5)
#   UNDER              a command that mmscan is run by, with its options
set -eu
# Neither the disk nor who waits for it shall also wait for those who keep the processors busy.
chrt -f -p 1 $$ 2>/dev/null || true
cd "$(dirname "$0")/../.."
B=${B:-build}
slow=$B/answers/disk local=$B/answers/local

unmount() {
	if mountpoint -q "$slow"; then fusermount3 -u "$slow" 2>/dev/null || umount -l "$slow"; fi
}

say_and_run() {
	echo "$*" >&2
	"$@"
}

# What comes before the "--" is for slowfs.
disk_options=
while [ "${1:---}" != -- ]; do
	disk_options="$disk_options $1"
	shift
done
[ $# = 0 ] || shift

folder=$local size=${SIZE:-32M}
if [ -n "$disk_options" ]; then
	folder=$slow size=${SIZE:-8M}
	unmount
	trap unmount EXIT
	trap 'exit 1' HUP INT TERM
fi
mkdir -p "$folder"
# shellcheck disable=SC2086 # lists of words
[ -z "$disk_options" ] || say_and_run "$B/testapps/slowfs" --daemon $disk_options \
	--files "${FILES:-8}" --size "$size" "$folder" >/dev/null
# shellcheck disable=SC2086
say_and_run ${UNDER:-} "$B/testapps/mmscan" --dir "$folder" --files "${FILES:-8}" --size "$size" \
	--runs "${RUNS:-5}" --format json --configurations mmap-loop --cache cold "$@"
