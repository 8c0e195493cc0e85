# The other forms of a report: JSON as its schema says, CSV, trace events.
. tests/lib.sh
. tests/e2e/fixture.sh

# valid FILE: its schema's own validator has nothing to say.
valid() {
	/usr/bin/python3 -W ignore -m jsonschema -i "$1" docs/report.schema.json >"$work/why" 2>&1
}

for case in tests/data/valid/*/; do
	name=$(basename "$case")
	"$B/mmstall" report --format json "$case"*.jsonl >"$work/report.json" 2>"$work/err"
	valid "$work/report.json"
	ok $? "$name: the JSON is what the schema says"
	head -c 400 "$work/why" | explain
	jq 'del(.version)' "$work/report.json" >"$work/plain"
	out=$(diff "${case}report.json" "$work/plain")
	ok $? "$name: the JSON report"
	[ -z "$out" ] || printf '%s\n' "$out" | explain
done

stacks=tests/data/valid/stacks/log.jsonl
"$B/mmstall" report --format csv-stalls tests/data/valid/hostile/log.jsonl |
	/usr/bin/python3 -c '
import csv, sys
sys.stdin.reconfigure(errors="surrogateescape", newline="")
print(*{len(row) for row in csv.reader(sys.stdin)})' >"$work/out"
is "$(cat "$work/out")" 24 "hostile: every line of CSV has its fields, whatever is in the names"
"$B/mmstall" report --format csv-faults tests/data/valid/hostile/log.jsonl | LC_ALL=C tail -n 1 | cut -d, -f5-9 >"$work/out"
is "$(cat "$work/out")" "2001000000,12000000,,,$((0x7fffdeadb000))" "a fault in no known mapping has an address, and no offset"
"$B/mmstall" report --format json $stacks >"$work/report.json"
jq 'del(.verdict.kind)' "$work/report.json" >"$work/less"
if valid "$work/less"; then ok 1 "a document that lacks something"; else ok 0 "a document that lacks something is told"; fi
jq '.loops[0].p50_seconds = 1' "$work/report.json" >"$work/more"
if valid "$work/more"; then ok 1 "a document that has more"; else ok 0 "a document that has more is told"; fi
is "$(jq -c '[.stalls[0].longest.stack[].name]' "$work/report.json")" \
	'["server+0x1234","server+0x3000","libloop.so+0x258","server+0x3e8"]' "stacks are in it, the innermost first"

# Python's csv reads RFC 4180.
csv() {
	/usr/bin/python3 -c '
import csv, json, sys
print(json.dumps(list(csv.DictReader(sys.stdin))))'
}
# faults LOG…: those of each log; the later record of one counts.
faults() {
	for one in "$@"; do
		jq -sc 'map(select(has("f"))) | group_by([.f, .t]) | map(last) | .[] | [.t, .d, .o // "" | tostring]' "$one"
	done | jq -sc sort
}
# What a stall was made of; a field that is empty counts as nothing.
parts='map({files_ns, memory_ns, nested_ns, parked_ns, sleep_ns, preempted_ns, cpu_ns, unknown_ns} | map_values(if . == "" then "0" else . end))'
for case in stacks files prefork tasks parts swap; do
	"$B/mmstall" report --format json tests/data/valid/$case/*.jsonl >"$work/report.json"
	"$B/mmstall" report tests/data/valid/$case/*.jsonl >"$work/report.txt"
	is "$(/usr/bin/python3 tests/e2e/numbers.py "$work/report.json" "$work/report.txt")" True \
		"$case: the numbers of the JSON are those of the text"
	"$B/mmstall" report --format csv-stalls tests/data/valid/$case/*.jsonl | csv >"$work/stalls"
	is "$(jq -c 'map([.length_ns, .faults, .ready, .queued_events, .path, .task])' "$work/stalls")" \
		"$(jq -c '[.stalls[] | [.length_ns, .faults, .ready, .queued_events // "" | tostring] + [.longest.path // "", .task // ""]]' "$work/report.json")" \
		"$case: stalls as CSV are those of the JSON"
	is "$(jq -c "$parts" "$work/stalls")" "$(jq -c '[.stalls[].parts | map_values(tostring)]' "$work/report.json")" \
		"$case: and so is what they were made of"
	is "$(jq -c "$parts"' | map(map(tonumber) | add | tostring)' "$work/stalls")" "$(jq -c 'map(.length_ns)' "$work/stalls")" \
		"$case: which adds up to their length"
	"$B/mmstall" report --format csv-faults tests/data/valid/$case/*.jsonl | csv >"$work/faults"
	is "$(jq -c 'map([.at_ns, .length_ns, .offset_bytes]) | sort' "$work/faults")" \
		"$(faults tests/data/valid/$case/*.jsonl)" \
		"$case: faults as CSV are those of the log"
	# What the format's documentation asks of every event.
	"$B/mmstall" report --format trace tests/data/valid/$case/*.jsonl >"$work/trace"
	is "$(jq -c '[.traceEvents[] | select((.name | type) != "string" or (.pid | type) != "number" or (.tid | type) != "number"
		or (.ph == "X" and ((.ts | type) != "number" or (.dur | type) != "number" or .dur < 0))
		or (.ph == "M" and (.args.name | type) != "string") or (.ph | IN("X", "M") | not))]' "$work/trace")" "[]" \
		"$case: every trace event is whole"
	is "$(jq '[.traceEvents[] | select(.cat == "fault" or .cat == "call")] | length' "$work/trace")" \
		"$(faults tests/data/valid/$case/*.jsonl | jq length)" \
		"$case: with all faults"
	is "$(jq -c '.stackFrames as $all | [(.traceEvents[] | .sf // empty), ($all[] | .parent // empty) | select($all[.] == null)]' "$work/trace")" \
		"[]" "$case: every stack, and every parent of a frame, is there"
done
# empty CASE: the columns that its stalls have nothing in.
empty() {
	"$B/mmstall" report --format csv-stalls "tests/data/valid/$1/log.jsonl" | csv |
		jq -r '[.[0] | to_entries[] | select(.value == "") | .key] | join(" ")'
}
is "$(empty parts)" "task callback" "parts: with switches in the log, every part of a stall is a number"
is "$(empty files)" "sleep_ns preempted_ns cpu_ns task callback" "files: without them, sleep and CPU time are empty, not zero"
is "$(empty suspected)" "files_ns memory_ns sleep_ns preempted_ns cpu_ns faults task path function callback" \
	"suspected: where faults could not be sampled, what they cost is empty, not zero"
"$B/mmstall" report --format csv-stalls tests/data/valid/parts/log.jsonl | csv >"$work/stalls"
is "$(jq -c 'map(.queued_events)' "$work/stalls")" '["12","0",""]' "what queued up is empty where no wait was seen after the stall"
"$B/mmstall" report --format trace $stacks >"$work/trace"
is "$(jq -c '.stackFrames as $frames | def up($id): if $id then [$frames[$id].name] + up($frames[$id].parent) else [] end;
	[.traceEvents[] | select(.sf) | up(.sf)] | first' "$work/trace")" \
	'["server+0x1234","server+0x3000","libloop.so+0x258","server+0x3e8"]' "trace events have their stacks"
is "$(jq -c '[.traceEvents[] | select(.cat == "loop") | .args.files_ns]' "$work/trace")" "[30000000,15000000]" \
	"iterations say how long they were blocked on files"
sed 's/"f":1,"t":100000000,/"f":1,"t":-1500,/' $stacks >"$work/early.jsonl"
"$B/mmstall" report --format trace "$work/early.jsonl" >"$work/trace"
is "$(jq -c '[.traceEvents[] | select(.cat == "fault") | [.ts, .dur]] | min' "$work/trace")" "[-1.5,20000]" \
	"times are exact, and those before the start negative"
"$B/mmstall" report --format yaml $stacks >"$work/out" 2>"$work/err"
is "$? $(cat "$work/err")" "1 mmstall: --format yaml is not understood; allowed: text, json, csv-stalls, csv-faults, trace, html, folded" \
	"another form is refused, with those there are"
finish
