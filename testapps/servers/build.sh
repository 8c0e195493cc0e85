#!/bin/sh
# build.sh FOLDER: builds the servers of other runtimes, each in a folder of its
# own in FOLDER: those whose tool chains are here. What cannot be built is named.
set -u
mkdir -p "$1" && to=$(cd "$1" && pwd) && cd "$(dirname "$0")" || exit 1
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# is_newer NAME: whether NAME's sources are newer than what was built of them.
is_newer() {
	[ ! -e "$to/$1/built" ] ||
		[ -n "$(find "$1" build.sh -newer "$to/$1/built" -type f | head -n 1)" ]
}

build_java() {
	javac -Xlint:all -Werror -d "$to/java" java/*.java
}

# Of mmap-io's own file the compiler would be told C++11, which the headers of
# Node are not any more: what is in the environment comes after it.
build_node() {
	cp node/*.js node/*.json "$to/node" &&
		(cd "$to/node" && npm_config_nodedir=/usr CXXFLAGS=-std=c++17 \
			npm ci --no-audit --no-fund) &&
		[ -e "$to/node/node_modules/mmap-io/build/Release/mmap-io.node" ]
}

build_rust() {
	(cd rust && cargo build --offline --release --target-dir "$to/rust")
}

# build NAME TOOL: TOOL is a command that the tool chain of NAME has.
build() {
	command -v "$2" >/dev/null || return 0
	is_newer "$1" || return 0
	echo "  $2 $1"
	mkdir -p "$to/$1" && rm -f "$to/$1/built"
	if "build_$1" >"$log" 2>&1; then
		touch "$to/$1/built"
	else
		tail -n 20 "$log" >&2
		echo "mmstall: the server in testapps/servers/$1 cannot be built (see above)" >&2
	fi
}

build java javac
build node npm
build rust cargo
