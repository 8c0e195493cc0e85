# Many logs, asked by SQL in an engine that is not ours: it finds what the
# report finds.
. tests/lib.sh
. tests/e2e/fixture.sh

[ -d "$B/fleet/node_modules/@duckdb" ] && command -v node >/dev/null
needs_or_skip $? "node, and DuckDB (CI=true make setup installs them)"

# Not those with an iteration that never ended, for which the report has rules,
# and names that are no UTF-8, which the engine cannot show.
mkdir "$work/logs"
for log in tests/data/valid/*/*.jsonl; do
	grep -qE '"it".*"open"|path_hex' "$log" && continue
	name=$(basename "$(dirname "$log")")-$(basename "$log")
	cp "$log" "$work/logs/$name"
	"$B/mmstall" report --top 1000 --format json "$log" >"$work/$name.json" 2>"$work/err"
done
holds "$(find "$work/logs" -type f | wc -l) >= 15" "there are logs to ask"

# ask NAME FILTER: the rows of a query, through jq.
ask() {
	query=$PWD/docs/fleet/$1.sql
	script=$PWD/docs/fleet/query.mjs
	(cd "$work" && MODULES=$OLDPWD/$B/fleet node "$script" --json "$query") | jq -sr "$2"
}

is "$(ask worst-stalls '[.[].stall_ms] | tostring')" \
	"$(jq -sr '[.[].stalls[].length_ns / 1e6] | sort | reverse | .[:20] | tostring' "$work"/*.json)" \
	"the worst stalls of the fleet"
is "$(ask files 'map("\(.path) \(.faults) \(.blocked_ms * 1e6 | round)") | sort | .[]')" \
	"$(jq -sr '[.[].files[] | select(.kind == "file" and .faults > 0)] | group_by(.path)
		| map("\(.[0].path) \(map(.faults) | add) \(map(.blocked_ns) | add)") | sort | .[]' "$work"/*.json)" \
	"the files, with the time that threads were blocked on them"
is "$(ask builds 'map(.stalls | tonumber) | add')" "$(jq -r '.stalls | length' "$work/stacks-log.jsonl.json")" \
	"the stalls of each build that is known"
finish
