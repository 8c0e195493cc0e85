# The kinds of disks that slowfs plays: times that can be had again, and reads
# that wait for each other. By the disk's own times, so that a busy machine
# does not matter.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse

# disk_times OPTION…: how long 40 single reads in a row took such a disk, in ns.
# Every other one is far away.
disk_times() {
	mount_disk --size 64M --readahead 0 "$@"
	for i in $(seq 0 19); do
		dd if="$disk/data.0" of=/dev/null bs=4096 skip="$i" count=1
		dd if="$disk/data.0" of=/dev/null bs=4096 skip=$((8000 + i * 300)) count=1
	done 2>/dev/null
	jq -s -c 'map(.due_ns - .start_ns)' "$work/reads"
	unmount_disk
}

for kind in network spinning; do
	disk_times --disk $kind --seed 7 >"$work/first"
	disk_times --disk $kind --seed 7 >"$work/second"
	disk_times --disk $kind --seed 8 >"$work/third"
	is "$(jq length "$work/first")" 40 "$kind: every read is written down"
	is "$(cat "$work/second")" "$(cat "$work/first")" "$kind: equal seeds, equal times"
	! cmp -s "$work/first" "$work/third"
	ok $? "$kind: another seed, other times"
done
holds "$(jq ".[1:] | min" "$work/first") >= 1000000" "a head that has to go far takes a millisecond at least"
is "$(disk_times --disk ssd | jq -c unique)" "[87812]" "an SSD takes 80 us and the transfer, always"

# Eight at once, on disks that work on that many, and on two.
for depth in 64 2; do
	mount_disk --size 64M --readahead 0 --latency 400ms --queue-depth $depth
	for i in $(seq 0 7); do
		dd if="$disk/data.0" of=/dev/null bs=4096 skip="$i" count=1 2>/dev/null &
		pids="${pids:-} $!"
	done
	# shellcheck disable=SC2086 # a list
	wait $pids
	pids=
	jq -s -c 'map([.due_ns - 400000000, .due_ns]) | . as $all
		| map(. as $one | [$all[] | select(.[0] <= $one[0] and .[1] > $one[0])] | length)
		| max' "$work/reads" >"$work/most.$depth"
	unmount_disk
done
holds "$(cat "$work/most.2") <= 2" "with a queue depth of two, no three reads are served at once"
holds "$(cat "$work/most.64") > 2" "with 64, more are"

mkdir "$work/given"
head -c 10000 /dev/urandom >"$work/given/data.0"
head -c 3 /dev/urandom >"$work/given/data.1"
mount_disk --contents "$work/given" --latency 1ms
diff -r "$work/given" "$disk" >"$work/difference" 2>&1
is $? 0 "files whose contents are given are those, names and sizes too"
is "$(jq -s 'map(.len) | add' "$work/reads")" 10003 "and each byte came from the disk"
unmount_disk

while IFS='|' read -r options sentence; do
	# shellcheck disable=SC2086 # a list of options
	"$B/testapps/slowfs" $options "$work" 2>"$work/err"
	is $? 1 "slowfs $options is refused"
	has "$work/err" "$sentence" "in words"
done <<'EOT'
--disk tape|write fixed, ssd, network or spinning
--disk ssd --latency 1ms|--latency is for --disk fixed
--queue-depth 0|whole number from 1 to 64
--queue-depth 65|whole number from 1 to 64
--seed x|--seed x: write a whole number
--bad 4096,|--bad 4096,: write offsets
--contents /nowhere|cannot read /nowhere/data.0 and so on: No such file
--contents /nowhere --files 2|leave out --files and --size
EOT
finish
