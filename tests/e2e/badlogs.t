# What is no log, or not all of one: one sentence that names file and line,
# exit status 2, no report. What is a log that was cut: its report, and 3.
. tests/lib.sh
. tests/e2e/fixture.sh

# report ARG…: exit status in $status, output in $work/out and $work/err.
report() {
	"$B/mmstall" report "$@" >"$work/out" 2>"$work/err"
	status=$?
}

# refused NAME: nothing was printed and the status is 2; $want is all of what
# was said. Why something is no JSON is the parser's to word.
refused() {
	is "$status $(sed 's/: not JSON (.*)$/: not JSON/' "$work/err")$(cat "$work/out")" "2 $want" "$1"
}

for case in tests/data/invalid/*/; do
	report "${case}log.jsonl"
	want=$(cat "${case}error")
	refused "$(basename "$case"): a sentence that names file and line"
done

report "$work/nothing"
want="mmstall: $work/nothing: No such file or directory"
refused "a file that is not there"
report "$work"
want="mmstall: $work: Is a directory"
refused "a directory"
if [ "$(id -u)" != 0 ]; then
	: >"$work/secret"
	chmod 0 "$work/secret"
	report "$work/secret"
	want="mmstall: $work/secret: Permission denied"
	refused "a file that cannot be read"
fi

whole=tests/data/valid/killed/log.jsonl
{
	head -n 1 $whole
	head -c 70000 /dev/zero | tr '\0' x
	echo
} >"$work/long"
report "$work/long"
want="mmstall: $work/long: line 2: longer than 65536 bytes: no mmstall log"
refused "a line that is too long"

name=$(printf 'a\033[31mb')
report "$work/$name"
want="mmstall: $work/a\\x1b[31mb: No such file or directory"
refused "a file name cannot steer the terminal"

report tests/data/valid/files/log.jsonl tests/data/invalid/empty/log.jsonl
want="mmstall: tests/data/invalid/empty/log.jsonl: empty: no mmstall log"
refused "one wrong log among good ones is named"

# The header's end, and the whole.
log=tests/data/valid/small/log.jsonl
header=$(head -n 1 $log | wc -c)
size=$(wc -c <$log)
cut=0
wrong=
while [ $cut -le "$size" ]; do
	head -c $cut $log >"$work/cut"
	report "$work/cut"
	if [ $cut -lt "$header" ]; then
		want=2
	elif [ $cut -lt "$size" ]; then
		want=3
	else
		want=0
	fi
	[ $status = $want ] || wrong="$wrong $cut:$status"
	cut=$((cut + 1))
done
is "$wrong" "" "a log cut at each of its $size bytes is unreadable, incomplete or whole, and nothing else"

head -c $((size - 1)) $log >"$work/cut"
report "$work/cut"
has "$work/out" "cut off in the middle of a record" "a log cut in a record says so"
is "$(cat "$work/err")" "" "and it is no error"

"$B/mmstall" report $log >/dev/full 2>"$work/err"
is "$? $(cat "$work/err")" "2 mmstall: cannot write to standard output: No space left on device" \
	"a report that cannot be written is an error"
"$B/mmstall" report --top 1000 tests/data/valid/files/log.jsonl tests/data/valid/files/log.jsonl \
	tests/data/valid/files/log.jsonl tests/data/valid/files/log.jsonl >/dev/full 2>"$work/err"
is "$? $(cat "$work/err")" "2 mmstall: cannot write to standard output: No space left on device" \
	"a long one too"
"$B/mmstall" report $log >&- 2>"$work/err"
is "$? $(cat "$work/err")" "2 mmstall: cannot write to standard output: Bad file descriptor" \
	"and one without an output"

# misused WANT ARG…: status 1, one sentence.
misused() {
	want=$1
	shift
	"$B/mmstall" "$@" >"$work/out" 2>"$work/err"
	is "$? $(cat "$work/err")$(cat "$work/out")" "1 mmstall: $want" "mmstall $*"
}
misused "no command; mmstall --help lists them"
misused 'there is no command "explain"; mmstall --help lists them' explain
misused "report: which log? mmstall report LOG..." report
misused "report: --frobnicate is no option, or lacks its value; see mmstall report --help" report --frobnicate $log
misused "report: --top is no option, or lacks its value; see mmstall report --help" report $log --top
misused "--top 0 is not understood; allowed: a whole number from 1" report --top 0 $log
misused "--top 5x is not understood; allowed: a whole number from 1" report --top 5x $log
for wrong in 10 ms -1ms 0ms 1h 1e3ms 0x10ms ''; do
	misused "--threshold $wrong is not understood; allowed: a number with ns, us, ms or s, such as 10ms or 2.5ms" \
		report --threshold "$wrong" $log
done
for help in --help "report --help" "run --help"; do
	# shellcheck disable=SC2086 # words
	"$B/mmstall" $help >"$work/out" 2>"$work/err"
	is "$? $(cat "$work/err")" "0 " "mmstall $help"
	has "$work/out" "^Usage: mmstall" "prints a help"
	is "$(awk 'length > 80' "$work/out")" "" "of at most 80 columns"
done
is "$("$B/mmstall" --version)" "mmstall $(sed -n 's/^VERSION := //p' Makefile)" "mmstall --version"
finish
