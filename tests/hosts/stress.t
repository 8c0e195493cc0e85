# stress-ng checks its own work; with the library it finds nothing wrong.
. tests/lib.sh
. tests/e2e/fixture.sh

command -v stress-ng >/dev/null
needs_or_skip $? "stress-ng"

cd "$work" || exit 1
for stressor in mmap mremap madvise fork vfork clone exec poll epoll pthread \
	futex io-uring sendfile; do
	mkdir -p "$work/logs"
	LD_PRELOAD=$LIB MMSTALL_QUIET=1 MMSTALL_LOG="$work/logs/%e.%p.%t" \
		stress-ng --$stressor 2 -t 5 --verify >"$work/out" 2>&1
	status=$?
	# 4: the stressor is not built in or not possible here.
	if [ $status = 4 ]; then
		stress-ng --$stressor 2 -t 1 --verify >/dev/null 2>&1
		is $? 4 "$stressor: not possible here, with or without the library"
	else
		is $status 0 "$stressor: verified"
	fi
	grep -E 'fail|error' "$work/out" | head -n 5 | explain
	rm -rf "$work/logs"
done
cd "$OLDPWD" || exit 1
finish
