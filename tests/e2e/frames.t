# The stack of each fault is the one that the program knows it has, frame for
# frame, however it was built.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
source=tests/e2e/frames
cc=${CC:-cc}

# build NAME FLAG…: the program and its libraries, in $work/NAME.
build() {
	into=$work/$1
	shift
	mkdir "$into"
	$cc -O2 -fomit-frame-pointer -g "$@" -fPIC -shared -o "$into/libframes.so" $source/library.c &&
		$cc -O2 -fomit-frame-pointer -g "$@" -fPIC -shared -o "$into/plugin.so" $source/plugin.c &&
		$cc -O2 -fomit-frame-pointer -g "$@" -o "$into/frames" $source/frames.c \
			-L"$into" -lframes -Wl,-rpath,"$into"
}

# stacks: of the faults on the disk's file, as the report knows them, but only
# the functions that are named in $work/out.
stacks() {
	tr ';' '\n' <"$work/out" | sort -u >"$work/names"
	"$B/mmstall" report --format folded "$@" "$work/log" | sed 's/ [0-9]*$//' |
		grep -E '(touch|touch_by_copy|>::get)(;|$)' |
		while IFS= read -r line; do
			printf '%s\n' "$line" | tr ';' '\n' | grep -Fxf "$work/names" | paste -sd ';'
		done | sort
}

# right NAME [OPTION…]: what the report says of the last run is what it said.
right() {
	name=$1
	shift
	is "$(stacks "$@")" "$(sort "$work/out")" "$name: every stack is the program's own, frame for frame"
}

# run NAME FILE: NAME's program, on a file of which no page is in memory.
run() {
	profiled "$work/$1/frames" "$disk/data.$2" "$work/$1/plugin.so"
	is $? 0 "$1: the program runs as it does without the profiler"
}

mount_disk --latency 20ms --readahead 0 --size 1M --files 10

build pie -fPIE -pie
run pie 0
right pie
is "$(log '[$log[] | select(has("f") and .M) | select(.s | not)] | length')" 0 "pie: each of them the fault's own"
"$B/mmstall" report "$work/log" >"$work/report"
for callback in on_sort on_copy on_library on_plugin on_signal; do
	has "$work/report" "^  $callback +2[0-9]\.[0-9] ms +1 " "pie: $callback is known as the callback"
done
has "$work/report" "frames.c:[0-9]+, in frames" "pie: with its line"

has "$work/report" "mapped by main \(frames.c:[0-9]+\)" "pie: and who mapped the file"

# A library that throws, loaded late into a program that does not.
${CXX:-c++} -O2 -g -fPIC -shared -o "$work/pie/thrower.so" $source/thrower.cc
profiled "$work/pie/frames" "$disk/data.8" "$work/pie/thrower.so"
is $? 0 "thrower: it throws and catches in a program in C"
right thrower

build fixed -fno-pie -no-pie
run fixed 1
right fixed

# By frame pointers, where the program keeps them: qsort and memcpy do not. A
# function that faults before it has set up its own hides who called it.
build pointers -fPIE -pie -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer
MMSTALL_STACKS=fp run pointers 6
is "$(stacks | grep -E 'on_(library|plugin)' | sed 's/bottom;//')" \
	"$(grep -E 'on_(library|plugin)' "$work/out" | sed 's/bottom;//')" \
	"frame pointers: every stack of theirs is the program's own, frame for frame"
is "$(log '[$log[] | select(has("f") and .M) | .s as $s | $log[] | select(.stack == $s) | .by] | unique | tostring') $(log '$log[0].stacks')" \
	'["fp"] fp' "frame pointers: and is said to be by them"
MMSTALL_STACKS=off run pointers 7
is "$(log '[$log[] | select(has("stack") or has("module"))] | length') $(log '$log[0].stacks')" "0 off" \
	"off: there are no stacks"

# Names in files of their own, found by the folder that --symbols names.
build stripped -fPIE -pie
mkdir "$work/debug"
for file in frames libframes.so plugin.so; do
	objcopy --only-keep-debug "$work/stripped/$file" "$work/debug/$file.debug"
	objcopy --strip-all --add-gnu-debuglink="$work/debug/$file.debug" "$work/stripped/$file"
done
run stripped 2
right stripped --symbols "$work/debug"
"$B/mmstall" report "$work/log" >"$work/report"
has "$work/report" "^  frames\+0x[0-9a-f]+ +2[0-9]\.[0-9] ms +1 " "stripped: without names, functions are known by where they begin"

# The program was built anew since.
cp "$work/pie/frames" "$work/stripped/frames"
"$B/mmstall" report "$work/log" >"$work/report"
has "$work/report" "another build than the one recorded" "another build is said to be one, and not guessed over"

# C++: names as they were written, and the way up while an exception is in
# flight goes through the unwinder of the language itself.
mkdir "$work/cxx"
${CXX:-c++} -O2 -fomit-frame-pointer -g -o "$work/cxx/frames" $source/frames.cc
LD_DEBUG=bindings LD_DEBUG_OUTPUT="$work/bindings" profiled "$work/cxx/frames" "$disk/data.4"
is $? 0 "c++: the program throws and catches as it does without the profiler"
right c++
grep -h "_Unwind_RaiseException'" "$work"/bindings.* >"$work/bound"
is "$(grep -vc 'to .*libgcc_s' "$work/bound") $(grep -c 'to .*libgcc_s' "$work/bound" | sed 's/[1-9][0-9]*/some/')" \
	"0 some" "c++: its unwinder is libgcc's"

if command -v rustc >/dev/null; then
	mkdir "$work/rust"
	rustc -O -g -o "$work/rust/frames" $source/frames.rs
	profiled "$work/rust/frames" "$disk/data.5"
	is $? 0 "rust: the program runs as it does without the profiler"
	right rust
	# Limited, all functions lie in namespaces.
	rustc -O -C debuginfo=1 -o "$work/rust/frames" $source/frames.rs
	run rust 9
	right "rust, limited"
	"$B/mmstall" report "$work/log" >"$work/report"
	has "$work/report" "frames.rs:[0-9]+, in frames" "rust, limited: with its line"
else
	ok 0 "rust # SKIP rustc is not installed"
fi

# On another machine, its files below a folder.
mkdir -p "$work/root$work/pie"
run pie 3
cp "$work/pie/"* "$work/root$work/pie"
mv "$work/pie" "$work/gone"
right sysroot --sysroot "$work/root"
finish
