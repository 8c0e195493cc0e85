# Fixtures of the end-to-end tests: a slow disk, a program under the profiler,
# and questions to its log, asked with jq: a reader that is not ours.
# Sourced after tests/lib.sh, from the top of the tree.

work=$(mktemp -d) || exit 1
disk=
LIB=$PWD/$B/libmmstall.so

# shellcheck disable=SC2317 # called by the trap
tear_down() {
	[ -n "$disk" ] && { fusermount3 -u "$disk" || umount -l "$disk"; } 2>/dev/null
	# Not recursive into a mount that would not go.
	[ -n "$disk" ] && rmdir "$disk"
	rm -rf "$work"
}
trap tear_down EXIT
trap 'exit 1' HUP INT TERM

needs_fuse() {
	[ -c /dev/fuse ] && [ "$(id -u)" = 0 ]
	needs_or_skip $? "root and /dev/fuse, for the slow disk"
}

# can_sample [COMMAND…]: whether perf_event_open works (run through COMMAND).
can_sample() {
	MMSTALL_LOG="$work/can_sample.%p" MMSTALL_QUIET=1 "$@" \
		env LD_PRELOAD="$LIB" /bin/true || return 1
	grep -q '"sampling":"perf"' "$work"/can_sample.* || return 1
	rm -f "$work"/can_sample.*
}

needs_perf() {
	can_sample
	needs_or_skip $? "perf_event_open (perf_event_paranoid is $(cat /proc/sys/kernel/perf_event_paranoid))"
}

# mount_disk OPTION…: slowfs on $disk; what it serves is in $work/reads.
mount_disk() {
	disk=$work/disk
	mkdir "$disk"
	chmod 755 "$work"
	"$B/testapps/slowfs" --daemon --record "$work/reads" "$@" "$disk" \
		>"$work/slowfs.out" || {
		ok 1 "slowfs mounts"
		finish
	}
}

# unmount_disk: to mount another one.
unmount_disk() {
	fusermount3 -u "$disk" || umount -l "$disk"
	rmdir "$disk"
	disk=
}

# undisturbed: what is started from now on does not wait for processors that
# others keep busy, where that is permitted.
undisturbed() {
	chrt -f -p 1 $$ 2>/dev/null || true
}

# profiled COMMAND…: runs it under the library; log in $work/log, its output
# in $work/out and $work/err. Returns its exit status.
profiled() {
	rm -f "$work/log"
	MMSTALL_LOG=$work/log LD_PRELOAD=$LIB "$@" \
		>"$work/out" 2>"$work/err" </dev/null
}

# profiled_as_nobody COMMAND…: the same without any privilege.
profiled_as_nobody() {
	mkdir -p "$work/nobody"
	chown nobody "$work/nobody"
	rm -f "$work/nobody/log"
	# The tree may lie where nobody else may look.
	cp "$LIB" "$work/nobody/libmmstall.so"
	setpriv --reuid nobody --regid nogroup --clear-groups --inh-caps=-all \
		env MMSTALL_LOG="$work/nobody/log" \
		LD_PRELOAD="$work/nobody/libmmstall.so" "$@" \
		>"$work/out" 2>"$work/err" </dev/null
	status=$?
	mv "$work/nobody/log" "$work/log" 2>/dev/null
	return $status
}

# built NAME: whether what is in testapps/servers/NAME is built. In CI it must be.
built() {
	[ -e "$B/testapps/servers/$1/built" ] && return
	if [ "${CI:-}" = true ]; then
		ok 1 "$1: it is built"
	else
		ok 0 "$1 # SKIP its tool chain is not installed"
	fi
	return 1
}

# expected KEY: what the program said of itself ("EXPECT key=value").
expected() {
	sed -n "s/^EXPECT $1=//p" "$work/out"
}

# log FILTER [ARG…]: asks the whole log, an array of records, with jq. Its
# library knows: faults (each with thread, path, start_ns of the clock),
# iterations (complete ones, with thread), counts.
log() {
	filter=$1
	shift
	jq -rn "$@" '[inputs] as $log
		| ($log[0].start_ns) as $zero
		| ($log | map(select(has("file"))) | map({key: "\(.file)", value: .}) | from_entries) as $files
		| ($log | map(select(has("map"))) | map({key: "\(.map)", value: .}) | from_entries) as $maps
		| ($log | map(select(has("loop"))) | map({key: "\(.loop)", value: .}) | from_entries) as $loops
		| ($log | map(select(has("thread"))) | map({key: "\(.thread)", value: .}) | from_entries) as $threads
		| def faults: $log[] | select(has("f"))
			| $files["\($maps["\(.m)"].of)"] as $file
			| {tid: $threads["\(.f)"].tid, thread: .f, d, o, M, K, u, kind: $file.kind, path: $file.path,
			   start_ns: (.t + $zero), end_ns: (.t + .d + $zero)};
		def iterations: $log[] | select(has("it"))
			| {tid: $threads["\($loops["\(.it)"].h)"].tid, n, d, open,
			   start_ns: (.t + $zero), end_ns: (.t + .d + $zero)};
		def counts: [$log[] | select(has("counts"))] | group_by(.counts)[] | last
			| . + {tid: $threads["\(.counts)"].tid};
		def near($a; $b): ($a - $b | fabs) <= ([0.01 * $b, 50000] | max);
		'"$filter" "$work/log"
}
