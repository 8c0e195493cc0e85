#!/bin/sh
# Installs what building and testing mmstall needs (Debian and Ubuntu). What
# comes from npm is fixed by the package-lock.json of each folder that uses it.
#   setup.sh         install what is missing; without root, print the command
#   setup.sh --hosts the same, and the programs of make check-hosts
#   setup.sh --servers the same, and the tool chains of make servers
#   setup.sh --bench the same, and what make bench measures and counts with; the
#                    tools that it compares with are used if they are there
#   setup.sh --need  install nothing; fail with the command if the build needs more
set -u

build="make gcc libc6-dev pkg-config libjansson-dev libfuse3-dev liburing-dev libdw-dev libiberty-dev libuv1-dev libevent-dev libglib2.0-dev"
test="$build g++ fuse3 check libjemalloc2 jq perl python3 python3-jsonschema binutils procps util-linux"

# or_have COMMAND PACKAGE...: the packages, unless COMMAND came another way.
or_have() {
	command -v "$1" >/dev/null && return
	shift
	echo "$@"
}

npm=$(or_have npm nodejs npm)
servers="$npm $([ -e /usr/include/node/node.h ] || echo libnode-dev)
	$(or_have javac default-jdk-headless)
	$(or_have cargo cargo) librust-tokio-dev librust-memmap2-dev"
# These are large: CI always has them, others use what they have.
[ "${CI:-}" = true ] &&
	test="$test clang clang-format shellcheck valgrind gcc-aarch64-linux-gnu libc6-dev-arm64-cross chromium $npm $servers"

want=$test
[ "${1:-}" = --need ] && want=$build
[ "${1:-}" = --hosts ] && want="$test stress-ng libpython3.11-testsuite"
[ "${1:-}" = --servers ] && want="$test $servers"
[ "${1:-}" = --bench ] && want="$test valgrind lighttpd apache2-utils"

# from_npm FOLDER TO HOW: what FOLDER's lock file names, into the build folder.
# HOW is ci, or install where a package names optional ones that some
# registries lack, which ci does not put up with.
from_npm() {
	to=${B:-build}/$2
	cmp -s "$1/package-lock.json" "$to/installed" && return 0
	mkdir -p "$to" && cp "$1/package.json" "$1/package-lock.json" "$to" &&
		(cd "$to" && npm "$3" --no-audit --no-fund --loglevel error >npm.log 2>&1) &&
		cp "$1/package-lock.json" "$to/installed" && return 0
	cat "$to/npm.log" >&2
	echo "mmstall: npm could not install what $1/package.json names (its last words are above)" >&2
	return 1
}

# What drives the browser, and the engine that queries logs.
install_from_npm() {
	[ "${1:-}" != --need ] && [ "${CI:-}" = true ] || return 0
	from_npm tests/e2e/html npm ci && from_npm docs/fleet fleet install
}

missing=
for package in $want; do
	status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)
	case $status in
	ii*) ;;
	*) missing="$missing $package" ;;
	esac
done
if [ -z "$missing" ]; then
	install_from_npm "${1:-}"
	exit $?
fi

if ! command -v dpkg-query >/dev/null; then
	# Not a Debian: let the build say what it misses.
	[ "${1:-}" = --need ] && exit 0
	echo "mmstall: this set-up knows only apt; install the equivalents of:$missing" >&2
	exit 1
fi
if [ "${1:-}" = --need ] || [ "$(id -u)" != 0 ]; then
	echo "mmstall: packages are missing; run: sudo apt-get install -y$missing" >&2
	exit 1
fi

echo "mmstall: installing with apt-get:$missing"
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "mmstall: apt-get could not install:$missing (its last words are above)" >&2
	exit 1
fi
install_from_npm "${1:-}"
