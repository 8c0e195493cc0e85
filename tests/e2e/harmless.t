# Programs behave as they do without the library: same output, same status.
. tests/lib.sh
. tests/e2e/fixture.sh

for name in $("$B/tests/e2e/host"); do
	if [ "$name" = setuid_with_capabilities ] && [ "$(id -u)" != 0 ]; then
		continue
	fi
	"$B/tests/e2e/host" "$name" >"$work/bare" 2>&1 </dev/null
	status=$?
	MMSTALL_LOG=$work/%p MMSTALL_QUIET=1 LD_PRELOAD=$LIB \
		"$B/tests/e2e/host" "$name" >"$work/with" 2>&1 </dev/null
	is $? $status "$name: same exit status"
	is "$(cat "$work/with")" "$(cat "$work/bare")" "$name: same output"
done

# The log as a file: nobody else's business, never over something else.
umask 000
profiled /bin/true
is "$(stat -c %a "$work/log")" 600 "the log is its owner's only, whatever the umask"
umask 022
cp "$work/log" "$work/before"
MMSTALL_LOG=$work/log LD_PRELOAD=$LIB /bin/true 2>/dev/null
cmp -s "$work/log" "$work/before"
ok $? "a log that is there already stays as it is"
is "$(jq -r '.end // empty' "$work/log.2")" exit "and the new one gets a name of its own"
ln -s "$work/elsewhere" "$work/link"
MMSTALL_LOG=$work/link LD_PRELOAD=$LIB /bin/true 2>/dev/null
[ ! -e "$work/elsewhere" ]
ok $? "a symbolic link is not followed"

# Endings: each in the trailer, or no trailer at all.
for end in exit:exit _exit:_exit quick_exit:quick_exit abort:; do
	profiled "$B/tests/e2e/host" "${end%%:*}"
	is "$(jq -r '.end // empty' "$work/log")" "${end#*:}" "${end%%:*}: the trailer says how it ended"
done

profiled "$B/tests/e2e/host" c11_thread
is "$(log '[$log[] | select(.how == "create")] | length')" 1 "a thread made by thrd_create is seen from its start"

# Settings.
MMSTALL_MIN_FAULT=20 LD_PRELOAD=$LIB sh -c 'exit 11' >"$work/out" 2>"$work/err"
is $? 11 "with a wrong setting the program runs, with its own exit status"
is "$(wc -l <"$work/err")" 1 "and one line says so"
has "$work/err" "MMSTALL_MIN_FAULT=20 .*20us.*unprofiled" "that names the setting, its value and what is allowed"
MMSTALL_LOG=$work/no/such/folder/x LD_PRELOAD=$LIB sh -c 'exit 12' 2>"$work/err"
is $? 12 "without a place for the log the program runs, with its own exit status"
has "$work/err" "no/such/folder/x: No such file.*unprofiled" "and one line says why"
profiled /bin/true
has "$work/err" "^mmstall: .*log: $work/log" "at the end one line names the log"
MMSTALL_QUIET=1 profiled /bin/true
is "$(cat "$work/err")" "" "MMSTALL_QUIET=1 drops it"
MMSTALL_MAX_LOG=1K MMSTALL_MIN_FAULT=1ns profiled perl -e 'my @memory = (1) x 1e6'
holds "$(jq -s 'map(select(has("f"))) | length' "$work/log") < 100" "MMSTALL_MAX_LOG stops the records"
is "$(jq -r '.limit // empty' "$work/log" | sort -u | grep log)" log "and the log says so"

# A full disk: the program runs on, the log is readable up to a whole line.
if [ "$(id -u)" = 0 ]; then
	mkdir "$work/small"
	mount -t tmpfs -o size=8k tmpfs "$work/small"
	MMSTALL_MIN_FAULT=1ns MMSTALL_LOG=$work/small/log LD_PRELOAD=$LIB \
		perl -e 'my @memory = (1) x 1e6; exit 13' 2>"$work/err"
	is $? 13 "with a full disk the program runs, with its own exit status"
	has "$work/err" "incomplete" "and the last line says that the log is not complete"
	head -n -1 "$work/small/log" | jq . >/dev/null
	ok $? "every complete line of the log is a record"
	umount "$work/small"
fi
finish
