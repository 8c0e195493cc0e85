# mmstall run: the program as without it, then the report over its own logs.
. tests/lib.sh
. tests/e2e/fixture.sh

mmstall=$PWD/$B/mmstall
cd "$work" || exit 1

# runs ARG…: mmstall run; exit status in $status, output in out and err.
runs() {
	"$mmstall" run "$@" >out 2>err </dev/null
	status=$?
}

runs -- true
is "$status $(cat err)" "0 " "the exit status of a program that is fine"
has out "^Verdict" "and a report"
runs sh -c 'exit 7'
is "$status" 7 "the exit status of one that is not"
runs --follow none sh -c 'until [ -s mmstall.sh.$$.jsonl ]; do sleep 0.05; done; kill -TERM $$'
is "$status" 143 "128 and the signal that ended it"
has out "^Verdict" "and a report all the same"
runs nosuchprogram
is "$status $(cat err)$(cat out)" "127 mmstall: cannot run nosuchprogram: No such file or directory" \
	"127 for a program that is not there"
: >plain
runs ./plain
is "$status $(cat err)$(cat out)" "126 mmstall: cannot run ./plain: Permission denied" \
	"126 for one that is not executable"

runs sh -c 'echo from the program; echo to stderr >&2; cat' sh
is "$(head -n 1 out)" "from the program" "the program's own output comes first"
is "$(cat err)" "to stderr" "and stderr has only the program's"
runs sh -c 'sh -c "exit 3"; echo $?; echo "$LD_PRELOAD" >&2' --top 1
is "$status $(head -n 1 out)" "0 3" "options behind the program are the program's"

rm -f -- *.jsonl
runs --no-report --log 'dir.[x]*.%e.jsonl' -- sh -c 'true'
is "$status $(cat out)" "0 " "--no-report prints none"
is "$(echo dir*)" "dir.[x]*.sh.jsonl" "but the log is there, under the name of --log"
runs --log 'dir.[x]*.%e.jsonl' -- sh -c 'true'
is "$(grep -c recorded out) $(sed -n 2p out)" "1 dir.[x]*.sh.2.jsonl" \
	"a name that is taken gets a number, and the report is of the new log only"
MMSTALL_LOG=by-environment.%p runs true
has out "^by-environment\.[0-9]+$" "MMSTALL_LOG is found too"
mkdir sub
runs --log 'sub/100%%.%t.log' true
has out "^sub/100%\.[0-9]+\.log$" "every % sequence is understood"
cp /bin/true .hidden
runs --log '%e.jsonl' ./.hidden
has out "^\.hidden\.jsonl$" "a program may have a dot in front"
runs --log "$work/no/such/folder/log" true
is "$status $(grep -c 'no log was written' err)" "0 1" "a log that cannot be made does not stop the program"

# Children: each process a log, and no log of another run.
rm -f -- *.jsonl
runs true
other=$(echo *.jsonl)
runs sh -c 'sh -c "exit 1"; sh -c "exit 2"; exit 4'
is "$status $(grep -c recorded out)" "4 3" "a program and its two children are one report"
is "$(grep -cF "$other" out)" 0 "without the log of another run"
runs --follow none sh -c 'sh -c "exit 1"; exit 4'
is "$status $(grep -c recorded out)" "4 1" "--follow none leaves the children out"

LD_PRELOAD=libdl.so.2 runs sh -c 'echo "$LD_PRELOAD"'
is "$(head -n 1 out)" "$LIB:libdl.so.2" "what else is to be preloaded stays so"
MMSTALL_LIBRARY=/nowhere.so runs true
is "$status $(cat err)" "1 mmstall: MMSTALL_LIBRARY=/nowhere.so: No such file or directory" \
	"a library that is not there is named"
runs --threshold 10 true
is "$status $(cat err)" "1 mmstall: --threshold 10 is not understood; allowed: a number with ns, us, ms or s, such as 10ms or 2.5ms" \
	"a wrong --threshold is wrong usage"
runs --min-fault 10 sh -c 'exit 5'
is "$status" 5 "a wrong setting does not stop the program"
has err "MMSTALL_MIN_FAULT=10 is not understood" "the library names it"
runs
is "$status $(cat err)" "1 mmstall: run: which program? mmstall run COMMAND" "no program is wrong usage"

# Signals. Each waits for the program to be ready, none for a time; a program
# that no signal reaches ends after a while, and the test fails.
cat >waits.sh <<'END'
trap 'echo ended by its own handler; exit 9' INT TERM HUP
echo ready >ready
n=0
while [ $n -lt 200 ]; do
	sleep 0.05
	n=$((n + 1))
done
END
until_ready() {
	tries=0
	until [ -s ready ] || [ $tries = 200 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
	rm -f ready
}
for signal in TERM HUP; do
	"$mmstall" run sh waits.sh >out 2>err </dev/null &
	pid=$!
	until_ready
	kill -$signal $pid
	wait $pid
	is "$? $(head -n 1 out)" "9 ended by its own handler" "SIG$signal is passed on to the program"
	has out "^Verdict" "and the report follows"
done
# setsid: a process group of its own, as a terminal has it; Python gives
# SIGINT back, which a shell ignores in what runs in the background.
python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.setsid()
os.execv(sys.argv[1], sys.argv[1:])' "$mmstall" run sh waits.sh >out 2>err </dev/null &
pid=$!
until_ready
kill -INT -$pid
wait $pid
is "$? $(head -n 1 out)" "9 ended by its own handler" "Ctrl-C is for the program"
has out "^Verdict" "and the report follows it"
(
	trap '' INT
	runs sh -c 'kill -INT $$; exit 6'
	exit $status
)
is $? 6 "a signal that was ignored stays so for the program"
python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$mmstall" run sh -c 'exit 6' >out 2>err
is $? 6 "SIGCHLD may be ignored"

echo 'int main(void) { return 8; }' >static.c
if cc -static -o static static.c 2>/dev/null; then
	runs ./static
	is "$status $(cat err)$(cat out)" "8 mmstall: no log was written: is ./static a static or setuid program, or of another architecture, or could no file be created where the log was to be?" \
		"a static program runs, and why there is no log is said"
fi
finish
