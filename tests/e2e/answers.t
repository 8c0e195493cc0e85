# make answers, the quick form: its tables are complete. Not what they say.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
python3 tests/e2e/answers/test_words.py 2>"$work/err"
is "$? $(grep -c '^OK' "$work/err")" "0 1" "sentences follow from the numbers"
grep -E '^(FAIL|ERROR|Assert)' "$work/err" | explain

make -s answers QUICK=1 B="$B" >"$work/out" 2>"$work/err"
is $? 0 "make answers QUICK=1 runs to its end"
explain <"$work/err"
page=build/answers/answers.md
rows=$(sed -n 's/ \.\.\.$//p' "$work/out")
is "$(grep -c '^## ' $page)" 5 "the page has five questions"
is "$(grep -c '^| *|' $page)" 5 "each with a table"
is "$(echo "$rows" | wc -w)" "$(grep -c '^# .*: ' $page)" "and the commands of every row"
is "$(grep -E '^\|' $page | sed 1d | awk -F'|' 'NR > 0 && !/^\| *\|/ && !/^\| ---/ { for (i = 2; i < NF; i++) if ($i ~ /^ *$/) bad++ } END { print bad + 0 }')" \
	0 "no cell is empty"
is "$(grep -E '^\| [^ -]' $page | grep -cvE '\| [0-9.e+-]+ s \([0-9.e+-]+ to [0-9.e+-]+\) \|')" 0 "every row has its time"
is "$(grep -c 'mmap-loop | cold' $page)" "$(grep -c 'mmap-loop | cold .* ms in [0-9]* faults' $page)" \
	"and, of the mapped loop, what the report says"
for row in $rows; do
	jq -e '(.commands | length > 0) and (.results | length > 0) and (.report | length == 5)
		and ([.results[] | .wall_median_ns > 0] | all)' build/answers/"$row".json >/dev/null ||
		echo "$row"
done >"$work/broken"
is "$(cat "$work/broken")" "" "every row's numbers are in a file of its own"
is "$(jq -s 'map(.report.blocking_faults) | add > 100' build/answers/shows-ssd.json build/answers/readahead-0.json)" true \
	"the report has seen the faults"

# A row's commands, as the page has them.
jq -r '.commands[]' build/answers/prefetch-none.json >"$work/commands"
sh "$work/commands" >"$work/again"
is "$? $(sed -n '/^\[/,$p' "$work/again" | jq -r '.[0].configuration')" "0 mmap-loop" "a row's commands work as they are"
fusermount3 -u build/answers/disk
finish
