#!/bin/sh
# Installs what building and testing mmstall needs (Debian and Ubuntu).
#   setup.sh         install what is missing; without root, print the command
#   setup.sh --hosts the same, and the programs of make check-hosts
#   setup.sh --need  install nothing; fail with the command if the build needs more
set -u

build="make gcc libc6-dev pkg-config libjansson-dev libfuse3-dev liburing-dev libdw-dev libiberty-dev"
test="$build g++ fuse3 check libjemalloc2 jq perl python3 python3-jsonschema binutils procps util-linux"
# The linters are large: CI always has them, others use what they have.
[ "${CI:-}" = true ] && test="$test clang clang-format shellcheck valgrind chromium"

want=$test
[ "${1:-}" = --need ] && want=$build
[ "${1:-}" = --hosts ] && want="$test stress-ng libpython3.11-testsuite"

missing=
for package in $want; do
	status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)
	case $status in
	ii*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -z "$missing" ] && exit 0

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
