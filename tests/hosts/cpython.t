# CPython's own tests of what the library stands in for give the same result
# with it and without: every single test of them.
. tests/lib.sh
. tests/e2e/fixture.sh

python=/usr/bin/python3
"$python" -c 'import test.test_asyncio, test.test_mmap' 2>/dev/null
needs_or_skip $? "CPython's test suite (Debian: libpython3.11-testsuite)"

# outcomes MODULE FILE: the outcome of every test, one a line. Tests of sockets
# to a hypervisor hang where there is one that does not answer.
outcomes() {
	timeout 400 "$python" -m test -i '*VSOCK*' --junit-xml "$2.xml" "$1" >"$2.out" 2>&1
	echo "status $?" >"$2"
	env -u LD_PRELOAD "$python" - "$2.xml" <<-'END' | sort >>"$2"
		import sys, xml.etree.ElementTree as xml
		for case in xml.parse(sys.argv[1]).iter("testcase"):
		    kinds = sorted(child.tag for child in case
		                   if child.tag in ("failure", "error", "skipped"))
		    print(case.get("name"), case.get("result"), *kinds)
	END
}

# For programs that become somebody else: they write logs as well.
chmod 755 "$work"
umask 000

for module in test_mmap test_select test_poll test_epoll test_threading \
	test_socket test_subprocess test_asyncio test_multiprocessing_fork; do
	outcomes $module "$work/bare"
	mkdir "$work/logs"
	chmod 1777 "$work/logs"
	(
		export MMSTALL_QUIET=1 MMSTALL_LOG="$work/logs/%e.%p.%t" LD_PRELOAD="$LIB"
		outcomes $module "$work/with"
	)
	diff "$work/bare" "$work/with" >"$work/diff"
	ok $? "$module: $(wc -l <"$work/bare") outcomes are the same"
	head -n 20 "$work/diff" | explain
	holds "$(wc -l <"$work/bare") > 5" "$module: its tests did run"
	# Logs of all processes are whole records, whatever happened to them.
	bad=0
	for log in "$work"/logs/*; do
		[ -s "$log" ] || continue
		head -n -1 "$log" | jq -e . >/dev/null 2>&1 || [ "$(wc -l <"$log")" -le 1 ] || bad=1
	done
	is $bad 0 "$module: every log is readable"
	rm -rf "$work/logs"
done
finish
