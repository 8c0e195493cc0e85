# What the library depends on and shows: libc, and the functions it stands in for.
. tests/lib.sh

is "$(objdump -p "$B/libmmstall.so" | awk '/NEEDED/ { print $2 }' | grep -v '^ld-linux' | tr '\n' ' ')" \
	"libc.so.6 " "the library links only libc"
sed -n 's/;/\n/gp' preload/exports.map | grep -oE '[a-z_0-9A-Z]+' |
	grep -vE '^(global|local)$' | sort >"/tmp/mmstall.want.$$"
nm -D --defined-only "$B/libmmstall.so" | awk '{ print $3 }' | sort >"/tmp/mmstall.got.$$"
is "$(cat "/tmp/mmstall.got.$$")" "$(cat "/tmp/mmstall.want.$$")" \
	"the library shows exactly the functions of exports.map"
rm -f "/tmp/mmstall.want.$$" "/tmp/mmstall.got.$$"
for bad in malloc calloc realloc free printf fprintf abort exit setenv putenv sigaction signal; do
	nm -D --undefined-only "$B/libmmstall.so" | grep -qE " $bad(@|$)"
	is $? 1 "the library does not call $bad"
done
finish
