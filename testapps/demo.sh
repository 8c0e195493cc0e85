#!/bin/sh
# The hazard in half a minute: an event loop that touches a mapped file on a
# slow disk, run under mmstall, and mmstall's report. `make demo` runs this
# from the top of the tree, after building; B names the build folder.
B=${B:-build}
set -u

latency_ms=20
requests=60
pages=4

out=$B/demo
mount=
log=

fail() {
	echo "demo: $*" >&2
	exit 1
}

# Also upon Ctrl-C. Unmounting ends slowfs; -z and -l: even while in use.
# shellcheck disable=SC2317 # called by the trap
cleanup() {
	[ -n "$mount" ] || return
	fusermount3 -u -z "$mount" 2>/dev/null || umount -l "$mount" 2>/dev/null
	rmdir "$mount" || echo "demo: $mount is left behind" >&2
	mount=
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# expected KEY: what the hazard measured by its own clock.
expected() {
	sed -n "s/^EXPECT $1=//p" "$out/expected.txt"
}

# milliseconds NS
milliseconds() {
	awk "BEGIN { printf \"%.1f\", $1 / 1e6 }"
}

for program in mmstall testapps/slowfs testapps/hazard; do
	[ -x "$B/$program" ] || fail "$B/$program is missing: run make first"
done
mkdir -p "$out" || fail "cannot make the folder $out"
rm -f "$out"/hazard.*.jsonl "$out/expected.txt" "$out/report.html"

mount=$(mktemp -d) || { mount=; fail "cannot make a temporary folder"; }
# When FUSE cannot be used, slowfs says why.
"$B/testapps/slowfs" --daemon --latency "${latency_ms}ms" --readahead 0 \
	"$mount" >/dev/null || exit 1

cat <<EOF
A slow disk is mounted on $mount: each read takes $latency_ms ms.
An event loop with 4 clients and a 5 ms timer answers $requests requests, each from
$pages pages of a mapped file there that are not in memory. This takes 5 seconds.

EOF

"$B/mmstall" run --log "$out/%e.%p.jsonl" -- "$B/testapps/hazard" \
	--mode mmap --file "$mount/data.0" --requests "$requests" \
	--pages "$pages" --worker-pages 50 --expect "$out/expected.txt"
status=$?
[ "$status" = 0 ] || fail "mmstall run ended with exit status $status"

for log in "$out"/hazard.*.jsonl; do :; done
[ -f "$log" ] || fail "there is no log in $out"
"$B/mmstall" report --format html --output "$out/report.html" "$log" ||
	fail "mmstall report ended with exit status $?"
worst=$(expected longest_stall_ns)
blocked=$(expected blocked_ns)
cat <<EOF

By its own clock the loop stalled for $(milliseconds "$worst") ms at worst, and waited
$(milliseconds "$blocked") ms in $(expected loop_faults) touches of the mapped file.
Log:       $log
See again: $B/mmstall report $log
Browser:   $out/report.html
EOF
