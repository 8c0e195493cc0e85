# Every C file is as clang-format leaves it.
. tests/lib.sh

command -v clang-format >/dev/null
needs_or_skip $? "clang-format"
for file in $(git ls-files --cached --others --exclude-standard '*.c' '*.h'); do
	[ -f "$file" ] || continue # removed, and not committed yet
	clang-format --dry-run --Werror "$file" >/dev/null 2>&1
	ok $? "$file is formatted"
done
finish
