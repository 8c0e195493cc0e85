# make install and uninstall: works from where it was put, leaves nothing.
. tests/lib.sh
. tests/e2e/fixture.sh

make --no-print-directory B="$B" DESTDIR="$work/root" PREFIX=/usr install >"$work/out" 2>&1
is $? 0 "make install works"
cd "$work" || exit 1
"$work/root/usr/bin/mmstall" run --log "$work/%e.jsonl" -- /bin/sh -c 'exit 21' >"$work/out" 2>&1
is $? 21 "the installed mmstall finds its library"
[ -s "$work/sh.jsonl" ]
ok $? "and a log is written"
cd "$OLDPWD" || exit 1
is "$(PKG_CONFIG_PATH="$work/root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$work/root" \
	pkg-config --define-variable=prefix="$work/root/usr" --cflags mmstall | tr -d " ")" \
	"-I$work/root/usr/include" "pkg-config knows where the header is"
[ -s "$work/root/usr/include/mmstall.h" ]
ok $? "the header is there"
for page in mmstall.3 mmstall.1 mmstall-report.1 mmstall-run.1 libmmstall.7; do
	[ -s "$work/root/usr/share/man/man${page##*.}/$page" ]
	ok $? "$page is installed"
done
make --no-print-directory B="$B" DESTDIR="$work/root" PREFIX=/usr uninstall >"$work/out" 2>&1
is "$(find "$work/root" ! -type d | tr '\n' ' ')" "" "make uninstall leaves nothing behind"
finish
