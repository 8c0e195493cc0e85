# Without permission to sample faults the log still tells which iterations had
# faults and slept.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
mount_disk --latency 20ms --readahead 0 --size 16M
"$B/tests/e2e/refuse" perf_event_open EPERM \
	env MMSTALL_LOG="$work/log" LD_PRELOAD="$LIB" \
	"$B/testapps/hazard" --file "$disk/data.0" --requests 20 --pages 2 \
	>"$work/out" 2>"$work/err"
is $? 0 "the hazard runs as it does without the profiler"
is "$(log '$log[0].sampling')" none "nothing is sampled"
is "$(log '[iterations | select(.d >= 10000000 and (.open | not))] | length')" \
	"$(expected stalls_10ms)" "the log has as many stalls as the program measured"
# The kernel counts every touched page of this disk as major, and each slept.
is "$(log '[$log[] | select(has("it") and .d >= 10000000) | .major] | add')" \
	"$(expected loop_faults)" "with all the faults that the program ran into"
is "$(log 'all($log[] | select(has("it") and .d >= 10000000); .slept >= .major)')" \
	true "and each of them slept"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 0 "the report ends well"
has "$work/report" "could not be sampled" "and says what it could not see"
tr -s ' \n' ' ' <"$work/report" >"$work/flat"
has "$work/flat" "had page faults and slept, .* a suspicion, not a measurement" \
	"and what it suspects"

# What came into memory: pages of the file, as many as slowfs served at most.
# The first look at the mapping may come after some of them.
served=$(jq -s '[.[] | select(.file == "data.0") | .len] | add / 4096' "$work/reads")
seen=$(log '[$log[] | select(has("resident")) | select($files["\($maps["\(.resident)"].of)"].path == $path) | .n] | add // 0' \
	--arg path "$disk/data.0")
holds "$seen <= $served && $seen >= $served / 2" "the log tells of the file's pages that came in ($seen of $served)"
has "$work/report" "$disk/data.0" "and the report names the file"
finish
