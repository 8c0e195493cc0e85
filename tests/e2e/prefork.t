# Forked workers and started programs have logs of their own, as the user says.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
mount_disk --latency 20ms --readahead 0 --size 4M
python=$(python3 -c 'import sys; print(sys.executable)')

# run_following WHICH: logs in $work/logs, named by pid.
run_following() {
	rm -rf "$work/logs"
	mkdir "$work/logs"
	# Cold again for every run.
	python3 -c 'import os, sys; os.posix_fadvise(os.open(sys.argv[1], 0), 0, 0, 4)' "$disk/data.0"
	MMSTALL_FOLLOW=$1 MMSTALL_LOG=$work/logs/%p.%e.jsonl LD_PRELOAD=$LIB \
		"$python" tests/e2e/prefork.py "$disk/data.0" >"$work/out" 2>"$work/err"
	is "$? $(tail -n 2 "$work/out" | tr '\n' ' ')" "0 [3, 50, 200] 9 " \
		"$1: the program runs as it does without the profiler"
}

logs() {
	find "$work/logs" -name "$1" | wc -l
}

run_following both
is "$(logs '*.jsonl')" 5 "both: the program, its workers and what it started have logs"
for pid in $(expected worker); do
	mv "$work/logs/$pid".*.jsonl "$work/log"
	is "$(log '[faults | select(.path == $path and .d > 20000000)] | length' --arg path "$disk/data.0")" \
		1 "both: worker $pid has its own fault, on the file mapped before the fork"
	is "$(log '[$log[] | select(has("loop"))] | length')" 1 "both: and its own loop"
	is "$(log '$log[-1].end')" _exit "both: and its log is complete"
done

run_following fork
is "$(logs '*.jsonl') $(logs '*.sh.jsonl')" "4 0" "fork: workers, but no other programs"
run_following exec
is "$(logs '*.jsonl') $(logs '*.sh.jsonl')" "2 1" "exec: other programs, but no workers"
run_following none
is "$(logs '*.jsonl')" 1 "none: the program alone"
finish
