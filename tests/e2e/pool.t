# Parking is idle time: workers that take turns on one epoll have no stall while
# another has the turn; a callback that waits for another thread has one.
. tests/lib.sh
. tests/e2e/fixture.sh

# parks: what the program measured, as a JSON array.
parks() {
	awk '$1 == "PARK" { printf "%s{\"tid\":%s,\"begin\":%s,\"end\":%s}", s, $2, $3, $4; s = "," }
		BEGIN { printf "[" } END { print "]" }' "$work/out"
}

for way in cond futex; do
	profiled "$B/tests/e2e/pool" "$way"
	is $? 0 "$way: the pool does its work"
	# Both become loops only when each has had two turns.
	holds "$(log '[$log[] | select(has("loop"))] | length') >= 1" "$way: workers are loops"
	holds "$(parks | jq length) >= 20" "$way: workers were parked"
	is "$(log '[iterations as $it | $parks[] |
		select(.tid == $it.tid and $it.start_ns < .begin and .end < $it.end_ns)] | length' \
		--argjson parks "$(parks)")" 0 "$way: no iteration goes on across a park"
	is "$(log '[$log[] | select(has("pk"))] | length')" 0 "$way: and none counts one as its own"
done

profiled "$B/tests/e2e/pool" callback
is $? 0 "callback: the loop does its work"
is "$(log '[iterations as $it | $parks[] |
	select(.tid == $it.tid and $it.start_ns < .begin and .end < $it.end_ns)] | length' \
	--argjson parks "$(parks)")" 1 "callback: a wait for another thread in it belongs to the iteration"
is "$(log '[$log[] | select(has("pk"))] | length as $n | .[0].pk as $pk | ($parks[0].end - $parks[0].begin) as $own |
	$n == 1 and $pk > 0 and $pk <= $own' --argjson parks "$(parks)")" true \
	"callback: which says how long it was"
finish
