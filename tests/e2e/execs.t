# A program that becomes another one: its log is complete, and the other one
# starts as it would have.
. tests/lib.sh
. tests/e2e/fixture.sh

for way in execve execv execvp execvpe fexecve execveat execl execlp execle; do
	MMSTALL_FOLLOW=fork profiled "$B/tests/e2e/execs" $way
	is "$? $(cat "$work/out")" "0 zero one set" "$way: the other program gets its arguments and environment"
	is "$(log '[iterations | select(.d >= 2000000 and (.open | not))] | length')" 4 "$way: every iteration is in the log"
	is "$(log '[$log[] | select(has("end")) | .end] | tostring')" '["exec"]' "$way: which is complete"
done

profiled "$B/tests/e2e/execs" fails
is "$? $(cat "$work/out")" "0 1" "an exec that fails: the program goes on, with its errno"
is "$(log '[iterations | select(.d >= 2000000 and (.open | not)) | .n] | unique | length')" 6 "the log goes on"
is "$(log '[$log[] | select(has("end")) | .end] | tostring')" '["exec","exit"]' "and ends again"
"$B/mmstall" report "$work/log" >"$work/report"
is $? 0 "a report sees one whole log"
has "$work/report" "log       complete" "and says so"
sed '$d' "$work/log" >"$work/cut"
"$B/mmstall" report "$work/cut" >"$work/report"
is $? 3 "and one that was cut after the exec failed"

MMSTALL_FOLLOW=fork profiled "$B/tests/e2e/execs" vfork
is $? 0 "a vforked child that execs: the program runs on"
is "$(log '[$log[] | select(has("end")) | .end] | tostring')" '["exit"]' "and its log with it"

# A child in another directory, started through a relative path.
mkdir "$work/elsewhere"
relative=$(realpath --relative-to=. "$LIB")
MMSTALL_LOG=$work/child.%e LD_PRELOAD=./$relative sh -c "cd '$work/elsewhere' && exec sleep 0" 2>"$work/err"
is "$(grep -c 'cannot be preloaded' "$work/err")" 0 "a relative LD_PRELOAD: children in other directories find it"
[ -s "$work/child.sleep" ]
ok $? "a relative LD_PRELOAD: and are recorded"
finish
