# The shell scripts, by shellcheck.
. tests/lib.sh

command -v shellcheck >/dev/null
needs_or_skip $? "shellcheck"
for file in $(git ls-files --cached --others --exclude-standard '*.sh' '*.t' .ci/run); do
	[ -f "$file" ] || continue
	out=$(shellcheck -x -s sh -e SC1090,SC1091,SC2034,SC2154,SC2016,SC2119,SC2120,SC2317 "$file" 2>&1)
	ok $? "$file"
	[ -z "$out" ] || printf '%s\n' "$out" | explain
done
finish
