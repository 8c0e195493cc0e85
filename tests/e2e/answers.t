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
page=$B/answers/answers.md
rows=$(sed -n 's/ \.\.\.$//p' "$work/out")
is "$(grep -c '^## ' "$page")" 5 "the page has five questions"
is "$(grep -c '^| ---' "$page")" 5 "each with a table"
is "$(awk '/^## / { was = 1; next } was && NF { if (/^[A-Z].*\.$/) n++; was = 0 } END { print n }' "$page")" 5 \
	"and a paragraph"
is "$(sed -n 's/^testapps.*  # //p' "$page" | tr '\n' ' ')" "$(echo "$rows" | tr '\n' ' ')" "and the command of every row"
is "$(grep '^|' "$page" | grep -c '|  *|')" 0 "no cell is empty"
# Heads, and the lines below them, have no figures.
is "$(grep '^| [^-]' "$page" | grep -v 'longest iteration' | grep -cvE '\| [0-9.]+ (µs|ms|s) \([0-9.]+ (µs|ms|s) to [0-9.]+ (µs|ms|s)\) \| [0-9.]+ (ns|µs|ms|s) \|')" 0 \
	"every row has its time and its longest iteration"
is "$(grep -c '^| [^-].* fault' "$page")" "$(($(echo "$rows" | wc -w) + 5))" "and, of the mapped loop, what the report says"
for row in $rows; do
	jq -e '(.command | length > 0) and (.results | length > 0) and (.report | length == 5)
		and ([.results[] | .wall_median_ns > 0] | all)' "$B/answers/$row.json" >/dev/null ||
		echo "$row"
done >"$work/broken"
is "$(cat "$work/broken")" "" "every row's numbers are in a file of its own"
is "$(jq -s 'map(.report.blocking_faults) | add > 100' "$B/answers/shows-ssd.json" "$B/answers/readahead-0.json")" true \
	"the report has seen the faults"

# A row's command, as the page has it.
command=$(sed -n 's/  *# prefetch-window$//p' "$page")
FILES=2 SIZE=64K RUNS=1 B=$B $command >"$work/again" 2>"$work/said"
is "$? $(jq -r '.[0] | [.configuration, .cache, .cure] | join(" ")' "$work/again")" "0 mmap-loop cold window" \
	"a row's command works as it is"
has "$work/said" "^$B/testapps/slowfs --daemon --disk ssd --readahead 0 --files 2 --size 64K $B/answers/disk$" \
	"and says what it runs: the disk"
has "$work/said" "^$B/testapps/mmscan .* --cure window$" "and the scan"
FILES=2 SIZE=64K $command --cure no-such >"$work/again" 2>"$work/said"
is $? 1 "it fails when the scan does"
grep -q " $PWD/$B/answers/disk " /proc/mounts
is $? 1 "and nothing stays mounted"
finish
