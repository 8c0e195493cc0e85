# Whatever way a file is mapped in: a fault is said to be on the right byte of
# the right one. Every fault is logged here, however short.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_perf
pages=/proc/sys/vm/nr_hugepages
before=$(cat $pages)
[ "$(id -u)" = 0 ] && [ "$before" = 0 ] && echo 2 >$pages
mkdir "$work/files"
MMSTALL_BUDGET=100% MMSTALL_MIN_FAULT=1ns profiled "$B/tests/e2e/mappings" "$work/files"
is $? 0 "the program runs as it does without the profiler"
[ "$(id -u)" = 0 ] && [ "$before" = 0 ] && echo 0 >$pages
sed 's/^/# cannot be done here: /' "$work/err" | grep -v 'mmstall: '

# A touch's fault: by its page and its time, which are the program's own.
joined='[$told[] as $t | $t + {seen: ([$log[] | select(has("f") and has("m"))
	| select(.t + $zero >= $t.begin and .t + .d + $zero <= $t.end)
	| ($maps["\(.m)"].start | ltrimstr("0x") | explode
		| reduce .[] as $c (0; . * 16 + (if $c > 57 then $c - 87 else $c - 48 end))) as $start
	| $maps["\(.m)"] as $map | $files["\($map.of)"] as $file
	| select(($start + .o - $map.off) == $t.address) | {path: $file.path, o, dev: $file.dev, ino: $file.ino}] | first)}]'
for case in $(jq -r .case "$work/out" | uniq); do
	is "$(log "$joined | map(select(.case == \"$case\") | {o, path}) | tostring" \
		--slurpfile told "$work/out" | sed 's/ //g')" \
		"$(log "$joined | map(select(.case == \"$case\") | {o: .seen.o, path: .seen.path}) | tostring" \
		--slurpfile told "$work/out" | sed 's/ //g')" \
		"$case: the fault is on the byte that was touched"
done
holds "$(jq -r .case "$work/out" | uniq | wc -l) >= 14" "every case was tried"

is "$(log '[$log[] | select(has("f") and .c) | . as $f | $log[] | select(has("code") and .code == $f.c and .m == $f.m)
	| . as $code | def number: ltrimstr("0x") | explode
		| reduce .[] as $c (0; . * 16 + (if $c > 57 then $c - 87 else $c - 48 end));
	select(($code.ip | number) - ($maps["\(.m)"].start | number) + $maps["\(.m)"].off == $f.o)
	| $told[] | select(.case == "executed" and .o == $f.o)] | length' --slurpfile told "$work/out")" 1 \
	"executed: the fault is on the instruction that took it"

# The name may change; device and inode do not.
for i in 0 1; do
	is "$(log "$joined | map(select(.path == \$path) | .seen.ino) | unique | tostring" \
		--slurpfile told "$work/out" --arg path "$work/files/file.$i")" \
		"[\"$(stat -c %i "$work/files/file.$i")\"]" "file.$i: with its inode"
	is "$(log "$joined | map(select(.path == \$path) | .seen.dev) | unique | tostring" \
		--slurpfile told "$work/out" --arg path "$work/files/file.$i")" \
		"[\"$(stat -c %Hd:%Ld "$work/files/file.$i")\"]" "file.$i: and device"
done
finish
