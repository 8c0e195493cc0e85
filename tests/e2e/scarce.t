# What can be scarce: memory, descriptors, file size, a place for the log. The
# program runs as it would, and one line says why it is not recorded, if so.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
. tests/lib.sh
. tests/e2e/fixture.sh

# A program that makes a log of some size, and answers with a status of its own.
busy='my @memory = (1) x 1e6; exit 13'

# scarce NAME LIMIT…: under prlimit, log or not.
scarce() {
	name=$1
	shift
	rm -f "$work"/log*
	MMSTALL_MIN_FAULT=1ns MMSTALL_BUDGET=100% MMSTALL_LOG=$work/log prlimit "$@" \
		env LD_PRELOAD="$LIB" perl -e "$busy" >"$work/out" 2>"$work/err"
	is $? 13 "$name: the program runs, with its own exit status"
	is "$(cat "$work/out")" "" "$name: with its own output"
	holds "$(grep -vc '^mmstall: ' "$work/err") == 0 && $(wc -l <"$work/err") <= 1" "$name: one line on stderr at most"
	if [ -s "$work/log" ]; then
		head -n -1 "$work/log" | jq . >/dev/null
		ok $? "$name: every complete line of the log is a record"
	else
		has "$work/err" "runs unprofiled" "$name: the line says that there is no log"
	fi
}

# SIGXFSZ's default action would kill the program.
scarce "RLIMIT_FSIZE" --fsize=16384
has "$work/err" "incomplete" "RLIMIT_FSIZE: the line says that the log is not complete"
scarce "RLIMIT_NOFILE 4" --nofile=4
scarce "RLIMIT_NOFILE 8" --nofile=8
scarce "RLIMIT_MEMLOCK 0" --memlock=0
scarce "RLIMIT_STACK 128K" --stack=131072
for megabytes in 60 80 100 200; do
	prlimit --as=$((megabytes << 20)) perl -e "$busy" 2>/dev/null
	[ $? = 13 ] || continue # the program itself needs more
	scarce "RLIMIT_AS ${megabytes}M" --as=$(((megabytes + 16) << 20))
done

# Places where no log can be: one that is gone, one that is read-only.
mkdir "$work/gone"
(cd "$work/gone" && rmdir "$work/gone" && LD_PRELOAD=$LIB sh -c 'exit 14' 2>"$work/err")
is $? 14 "a working directory that is gone: the program runs, with its own exit status"
has "$work/err" "cannot create the log .*unprofiled" "a working directory that is gone: and one line says why"
if [ "$(id -u)" = 0 ]; then
	mkdir "$work/fixed"
	mount -t tmpfs -o ro tmpfs "$work/fixed"
	MMSTALL_LOG=$work/fixed/log LD_PRELOAD=$LIB sh -c 'exit 15' 2>"$work/err"
	is $? 15 "a read-only file system: the program runs, with its own exit status"
	has "$work/err" "Read-only file system.*unprofiled" "a read-only file system: and one line says why"
	umount "$work/fixed"
fi

# A descriptor table that the program fills and empties as it likes.
cat >"$work/greedy.py" <<'PY'
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
taken = []
try:
    while True:
        taken.append(os.dup(1))
except OSError as e:
    print(e.errno, len(taken), sorted(taken)[0])
os.closerange(3, 64)
print(os.open("/dev/null", os.O_RDONLY))
PY
python3 "$work/greedy.py" >"$work/bare"
profiled python3 "$work/greedy.py"
is "$? $(cat "$work/out")" "0 $(cat "$work/bare")" "descriptors: a program gets all of its table, and its own numbers"
is "$(log '[$log[] | select(has("end"))] | length')" 1 "descriptors: what it closes is not the log"
finish
