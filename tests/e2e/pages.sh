# The hazard on a disk of 20 ms a read: every touched page is one blocking
# fault, at its offset, as long as the thread's own clock and slowfs say, in
# the iteration it happened in. Sourced with RUN (profiled, or as nobody).

pages=60
worker_pages=25
mount_disk --latency 20ms --readahead 0 --size 16M --allow-other \
	--uid "$owner" --gid "$owner_group"
"$RUN" "$B/testapps/hazard" --file "$disk/data.0" --requests 30 --pages 2 \
	--worker-pages $worker_pages --touches "$touches"
is $? 0 "the hazard runs as it does without the profiler"
is "$(jq -s length "$work/reads")" $((pages + worker_pages)) \
	"slowfs served one read for each page"

loop_tid=$(expected loop_tid)
worker_tid=$(expected worker_tid)
path=$(expected file)

# on THREAD: the faults of that thread on the file.
on() {
	printf '[faults | select(.tid == %s and .path == $path)]' "$1"
}

is "$(log "$(on "$loop_tid") | length" --arg path "$path")" $pages \
	"the loop has exactly as many blocking faults as pages it touched"
is "$(log "$(on "$worker_tid") | length" --arg path "$path")" $worker_pages \
	"the worker has its own, and the loop is not charged for them"

truth='($touches | map(select(.thread == $who)) | sort_by(.start_ns)) as $true'
for who in loop worker; do
	tid=$(expected ${who}_tid)
	is "$(log "$truth | ($(on "$tid") | sort_by(.start_ns)) as \$seen
		| [\$seen[].o] == [\$true[].offset]" \
		--arg path "$path" --arg who $who --slurpfile touches "$touches")" \
		true "every fault of the $who is at the byte it touched"
	# What the program measured has the fault inside it, and whatever kept
	# the thread from reading its clock: on a shared machine any length.
	pairs="$truth | ($(on "$tid") | sort_by(.start_ns)) as \$seen
		| [range(\$seen | length) | {fault: \$seen[.], touch: \$true[.]}]"
	is "$(log "$pairs | map(select(.fault.end_ns > .touch.start_ns + .touch.d_ns
			or (.fault.start_ns < .touch.start_ns)))" \
		--arg path "$path" --arg who $who --slurpfile touches "$touches" | tr -d ' \n')" \
		"[]" "every fault of the $who lies inside the touch that its thread measured"
	is "$(log "$pairs | map(.touch.d_ns - .fault.d) | sort | .[length / 2 | floor] <= 50000" \
		--arg path "$path" --arg who $who --slurpfile touches "$touches")" \
		true "and in the median is within 50 us of it"
done

# The read that slowfs served lies inside the fault that waited for it; what
# the fault has more is the way there and back, on a shared machine any length.
reads='(reduce $reads[] as $r ({}; .["\($r.offset)"] = $r)) as $served
	| [faults | select(.path == $path) | . + {read: $served["\(.o - .o % 4096)"]}] as $joined'
is "$(log "$reads | all(\$joined[]; (.u or .read.start_ns >= .start_ns) and .read.end_ns <= .end_ns)" \
	--arg path "$path" --slurpfile reads "$work/reads")" \
	true "every fault contains the read that slowfs wrote down for its page"
is "$(log "$reads | (\$joined | map(.d - (.read.end_ns - .read.start_ns)) | sort | .[length / 2 | floor]) <= 200000" \
	--arg path "$path" --slurpfile reads "$work/reads")" \
	true "in the median a fault is within 1 % of the read's latency"
echo "# within 1 % of slowfs' latency: $(log "$reads | \"\(\$joined | map(select(near(.d; .read.end_ns - .read.start_ns))) | length) of \(\$joined | length)\"" \
	--arg path "$path" --slurpfile reads "$work/reads")"

is "$(log "$(on "$loop_tid") as \$all | [\$all[] | . as \$fault
		| [iterations | select(.tid == \$fault.tid and .start_ns <= \$fault.start_ns and .end_ns >= \$fault.end_ns)]
		| length] | unique | tostring" --arg path "$path")" \
	"[1]" "every fault of the loop lies in exactly one logged iteration"
is "$(log '[iterations | select(.open | not) | .n] | length == (unique | length)')" \
	true "no iteration is logged twice"
is "$(log '[iterations | select(.d >= 10000000 and (.open | not))] | length')" \
	"$(expected stalls_10ms)" "the log has as many stalls as the program measured"
worst=$(log '[iterations | select(.open | not) | .d] | max')
holds "$worst >= 0.999 * $(expected longest_stall_ns) && $worst <= 1.05 * $(expected longest_stall_ns)" \
	"the longest stall is as long as the program measured"
is "$(log '[$log[] | select(has("end"))] | length')" 1 "the log has its trailer"
is "$(log '[counts | .lost] | add')" 0 "the kernel dropped no sample"
