# What mmstall report prints of the logs in tests/data/valid, to the letter.
. tests/lib.sh
. tests/e2e/fixture.sh

# columns: stdin with one byte for each character.
columns() {
	LC_ALL=C tr -d '\200-\277'
}

for case in tests/data/valid/*/; do
	name=$(basename "$case")
	want=0
	case $name in killed | prefork) want=3 ;; esac
	"$B/mmstall" report "$case"*.jsonl >"$work/out" 2>"$work/err"
	is "$? $(cat "$work/err")" "$want " "$name: exit status, and nothing on stderr"
	out=$(diff "${case}report.txt" "$work/out")
	ok $? "$name: the report"
	[ -z "$out" ] || printf '%s\n' "$out" | explain
	is "$(LC_ALL=C tr -d '\n\040-\176\200-\377' <"$work/out" | wc -c | tr -d ' ')" 0 \
		"$name: no control character"
	# A byte a character: none of the wide ones is in a line that long.
	is "$(columns <"$work/out" | LC_ALL=C awk 'length > 80')" "" "$name: at most 80 columns"
	is "$(grep -c ' $' "$work/out")" 0 "$name: no line ends in a space"
done

log=tests/data/valid/files/log.jsonl
"$B/mmstall" report --threshold 20ms --top 1 $log >"$work/out"
has "$work/out" "^  20\.0 ms or more, the worst" "--threshold says what a stall is"
has "$work/out" "^  … and 1 more \(--top\)" "--top says how many rows"
"$B/mmstall" report --threshold 12ms $log >"$work/out"
has "$work/out" ": 3 stalls of$" "an iteration as long as the threshold is a stall"
"$B/mmstall" report --threshold 12000001ns $log >"$work/out"
has "$work/out" ": 2 stalls of$" "a shorter one is none"
"$B/mmstall" report --threshold=1s -- $log >"$work/out"
has "$work/out" "No event loop stalled" "options may be written --name=value"

"$B/mmstall" report --top 1 tests/data/valid/no-loop/log.jsonl tests/data/valid/prefork/*.jsonl >"$work/out"
is "$(sed -n '2,4p' "$work/out")" "tests/data/valid/prefork/log-2.jsonl
  … and 3 more (--top)
    1 of them without an event loop" "of several logs, the one with the worst loop stands first"

"$B/mmstall" report --threshold 8us tests/data/valid/suspected/log.jsonl >"$work/out"
has "$work/out" "At most 10 iterations more took as" "a threshold below what was logged says how many stalls there can be"
"$B/mmstall" report --threshold 31us tests/data/valid/suspected/log.jsonl >"$work/out"
is "$(grep -c "At most" "$work/out")" 0 "and none where the histogram's longest is shorter"

# A part of it.
log=tests/data/valid/stacks/log.jsonl
stalls() {
	"$B/mmstall" report --format json "$@" $log | jq -c '[(.stalls[] | [.at_ns, .faults]), (.loops | length)]'
}
is "$(stalls)" "[[95000000,2],[200000000,1],1]" "the whole of it"
is "$(stalls --since 136ms)" "[[200000000,1],1]" "--since leaves out what had ended before"
is "$(stalls --until 199ms)" "[[95000000,2],1]" "--until leaves out what began later"
is "$(stalls --thread server)" "[[95000000,2],[200000000,1],1]" "--thread by its name"
is "$(stalls --thread 4711)" "[[95000000,2],[200000000,1],1]" "--thread by its id"
"$B/mmstall" report --thread other $log >"$work/out" 2>"$work/err"
is "$? $(cat "$work/out" "$work/err")" "1 mmstall: --thread other: no thread has that name or id; there are: server (4711)" \
	"--thread of a thread that is not there is refused, with those there are"
threads=tests/data/valid/files/log.jsonl
is "$("$B/mmstall" report --thread worker --format json $threads | jq -c '[(.stalls, .loops | length), .files[0].faults]')" "[0,0,1]" \
	"--thread leaves others' loops and faults out"
"$B/mmstall" report --thread worker $threads >"$work/out"
has "$work/out" "^  The chosen thread is no event loop\. Threads were blocked on mapped" "and says so"
"$B/mmstall" report --file nothing $log >"$work/out"
has "$work/out" "^Only a part of it, faults on files with nothing in their path: there are none\.$" "--file says when nothing is left"
has "$work/out" "^  It is not the chosen files that stall the event loop of" "and does not speak for other files"
has "$work/out" "^  Nothing to do about the chosen files: " "nor does the advice"
for order in "--since 3s --until 1s" "--until 1s --since 3s" "--until 0s"; do
	# shellcheck disable=SC2086 # several words
	"$B/mmstall" report $order $log >"$work/out" 2>"$work/err"
	is "$? $(cat "$work/out" "$work/err" | sed 's/--[a-z]* [0-9]s //')" \
		"1 mmstall: leaves nothing: --until is to be later than --since" "$order is refused"
done
is "$(stalls --file index)" "[[95000000,2],[200000000,1],1]" "--file by a part of its path"
is "$(stalls --file nothing)" "[[95000000,0],[200000000,0],1]" "--file leaves other files' faults out, not the stalls"
"$B/mmstall" report --since 1h $log >"$work/out" 2>"$work/err"
is "$? $(cut -c1-40 "$work/err")" "1 mmstall: --since 1h is not understood; a" "a time that is none is refused"
"$B/mmstall" report --since 136ms --thread 4711 $log >"$work/out"
has "$work/out" "^Only a part of it, from 136 ms \(iterations" "a part is said to be one"
"$B/mmstall" report -v tests/data/valid/files/log.jsonl >"$work/out"
is "$(grep -c -- --top "$work/out")" 0 "-v shows all rows"

(umask 0 && "$B/mmstall" report --output "$work/there" $log)
is "$? $(stat -c %a "$work/there")" "0 600" "--output makes a file for its owner only"
"$B/mmstall" report $log | diff - "$work/there" >/dev/null
ok $? "with the same report"
"$B/mmstall" report --output "$work/no/there" $log >"$work/out" 2>"$work/err"
is "$? $(cat "$work/err")" "2 mmstall: $work/no/there: No such file or directory" "a folder that is missing is named"
"$B/mmstall" report --output "$work/there" "$work/nothing" 2>"$work/err"
is "$? $(ls "$work"/there*)" "2 $work/there" "a report that fails leaves the file that was there, and nothing else"
mkfifo "$work/pipe"
timeout 20 cat "$work/pipe" >"$work/got" &
"$B/mmstall" report --output "$work/pipe" $log
wait $!
[ -p "$work/pipe" ] && diff "$work/got" "$work/there" >/dev/null
ok $? "--output to a pipe writes into it, and leaves it there"
echo "old" >"$work/real"
ln -s real "$work/link"
"$B/mmstall" report --output "$work/link" $log
[ -L "$work/link" ] && diff "$work/real" "$work/there" >/dev/null
ok $? "--output to a symbolic link replaces the file it points to, not the link"
(trap '' XFSZ && ulimit -f 1 && exec "$B/mmstall" report --output "$work/there" $log 2>"$work/err")
is "$? $(cat "$work/err")" "2 mmstall: $work/there: File too large" "a report that cannot be written whole is said not to be"
"$B/mmstall" report $log | diff - "$work/there" >/dev/null
ok $? "and the old one stays"
"$B/mmstall" report --help >"$work/out"
"$B/mmstall" report --format none $log 2>&1 | sed 's/.*allowed: //; s/, /\n/g' |
	while read -r form; do grep -qw -- "$form" "$work/out" || echo "$form"; done >"$work/left"
is "$(cat "$work/left")" "" "--help names every form"
for option in since until thread file format output symbols sysroot threshold top verbose; do
	grep -q -- "--$option" "$work/out" || echo "$option"
done >"$work/left"
is "$(cat "$work/left")" "" "and every option"
# A perf map beside the log has names of any length.
sed 's/\("code":1,"ip":"0x55d0c0de1234"\),"m":1/\1/' tests/data/valid/small/log.jsonl >"$work/jit.jsonl"
long=$(printf 'JS:handle%0100d /srv/app.js:12' 0)
echo "55d0c0de1000 1000 $long" >"$work/jit.jsonl.perf-map"
"$B/mmstall" report "$work/jit.jsonl" >"$work/out"
has "$work/out" "^  JS:handle0+\.\.\.0+ /srv/app.js:12 +20\.0 ms" "a long name is cut in the middle"
is "$(grep -A2 '^  JS:handle' "$work/out" | tail -n 2 | tr -d '\n ')" "$(echo "$long" | tr -d ' ')" "and stands beneath in full"
is "$(columns <"$work/out" | LC_ALL=C awk 'length > 80')" "" "so that the table is as wide as all others"
log=tests/data/valid/files/log.jsonl

command -v script >/dev/null
needs_or_skip $? "script"

# in_terminal COLUMNS COMMAND: its output on a terminal, in $work/out.
in_terminal() {
	TERM=xterm script -qec "stty cols $1; $2" /dev/null </dev/null | tr -d '\r' >"$work/out"
}
escape=$(printf '\033')
in_terminal 80 "$B/mmstall report $log"
has "$work/out" "$escape\[1mVerdict$escape\[0m" "a terminal gets colour"
sed "s/$escape\[[0-9;]*m//g" "$work/out" >"$work/plain"
is "$(cat "$work/plain")" "$(cat tests/data/valid/files/report.txt)" "and the same text"
in_terminal 80 "NO_COLOR=1 $B/mmstall report $log"
is "$(cat "$work/out")" "$(cat tests/data/valid/files/report.txt)" "NO_COLOR removes it"
in_terminal 80 "TERM=dumb $B/mmstall report $log"
is "$(grep -c "$escape" "$work/out")" 0 "and so does a dumb terminal"
# longest: columns of the longest line in $work/out.
longest() {
	columns <"$work/out" | LC_ALL=C awk 'length > n { n = length } END { print n }'
}
for columns in 70 80 110; do
	in_terminal $columns "NO_COLOR=1 $B/mmstall report $log"
	holds "$(longest) <= $columns && $(longest) > $columns - 12" "a report fits a terminal of $columns columns"
done
in_terminal 40 "NO_COLOR=1 $B/mmstall report $log"
holds "$(longest) <= 70" "on a narrower one it is as for 70"
in_terminal 300 "NO_COLOR=1 $B/mmstall report $log"
holds "$(longest) <= 120" "and on a very wide one as for 120"
finish
