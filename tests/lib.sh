# Shared by the *.t scripts: TAP output and the fixtures of the e2e tests.
# Sourced from the top of the tree. B names the build folder.
B=${B:-build}
set -u
tests_run=0

# ok STATUS NAME: one TAP line; STATUS 0 passes.
ok() {
	tests_run=$((tests_run + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests_run - $2"
	else
		echo "not ok $tests_run - $2"
	fi
}

# explain: why a test failed, from standard input; on stderr, where the runner
# lets it through.
explain() {
	sed 's/^/# /' >&2
}

# is GOT WANT NAME: equality as strings, both shown when they differ.
is() {
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		printf '     got: %s\nexpected: %s\n' "$1" "$2" | explain
	fi
}

# holds EXPRESSION NAME: an awk expression over numbers must be true.
holds() {
	if awk "BEGIN { exit !($1) }"; then
		ok 0 "$2"
	else
		ok 1 "$2"
		echo "not true: $1" | explain
	fi
}

# has FILE PATTERN NAME: FILE has a line that matches the grep -E PATTERN.
has() {
	if grep -Eq -- "$2" "$1"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		echo "no line of $1 matches: $2" | explain
		sed 's/^/| /' "$1" | head -n 40 | explain
	fi
}

finish() {
	echo "1..$tests_run"
	exit 0
}

# needs_or_skip CONDITION-STATUS REASON: in CI a failure, elsewhere a skip.
needs_or_skip() {
	[ "$1" = 0 ] && return 0
	if [ "${CI:-}" = true ]; then
		ok 1 "this machine has what the test needs: $2"
		finish
	fi
	echo "1..0 # SKIP $2"
	exit 0
}

# unit_programs FOLDER: runs each Check program there.
unit_programs() {
	for program in "$1"/*/test_*; do
		case $program in *.d) continue ;; esac
		[ -x "$program" ] || continue
		name=$(basename "$program")
		out=$(CK_TAP_LOG_FILE_NAME=- CK_VERBOSITY=silent "$program" 2>&1)
		status=$?
		# Check's own numbering starts at 1 in each program.
		count=$(printf '%s\n' "$out" | grep -cE '^(not )?ok [0-9]+')
		printf '%s\n' "$out" | awk -v from="$tests_run" -v name="$name" '
			/^ok [0-9]+/ { $2 = ++from; print; next }
			/^not ok [0-9]+/ { $3 = ++from; print; next }
			/^1\.\.[0-9]+$/ { next }
			{ print "# " name ": " $0 }'
		tests_run=$((tests_run + count))
		planned=$(printf '%s\n' "$out" | sed -n 's/^1\.\.//p')
		if [ "$status" != 0 ] || [ "$count" = 0 ] || [ "$count" != "${planned:-x}" ]; then
			printf '%s\n' "$out" | grep -qE '^not ok' ||
				ok 1 "$name ran to its end (exit status $status)"
		fi
	done
	finish
}
