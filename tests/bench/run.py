"""make bench: paired runs of each workload with and without the library.

Ratios are medians over pairs (A B A B ...), spread is the interquartile range.
Writes build/bench/results.json; without QUICK=1 also the table in
docs/performance.md. Peers that are installed run on the same work.
"""

import glob
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import table
from peers import PEERS

BUILD = os.environ.get("B", "build")
QUICK = bool(os.environ.get("QUICK"))
WORK = f"{BUILD}/bench/work"
LIBRARY = os.path.abspath(f"{BUILD}/libmmstall.so")
MMSTALL = f"{BUILD}/mmstall"
PAIRS = 3 if QUICK else 7
EVENTS = (0, 1, 3, 5)
folder = tempfile.mkdtemp(dir=f"{BUILD}/bench")


def scaled(number):
    return number // 10 if QUICK else number


def run(command, preload=False, log=None):
    """(wall, cpu) in ns per unit, as the workload says itself."""
    environment = dict(os.environ, MMSTALL_QUIET="1")
    if preload:
        environment["MMSTALL_LOG"] = log or f"{folder}/log.%p.jsonl"
        environment["LD_PRELOAD"] = LIBRARY
    done = subprocess.run(command, env=environment, text=True, capture_output=True)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            _, wall, cpu, _ = line.split()
            return float(wall), float(cpu)
    raise SystemExit(f"{' '.join(command)}: no result: {done.stderr}")


def logs_away():
    for name in os.listdir(folder):
        if name.startswith("log."):
            os.unlink(f"{folder}/{name}")


def pairs(command, count=PAIRS, prepare=None):
    """Medians: ratio, its quartiles, wall ns without and with, CPU ns more."""
    plain, with_it = [], []
    for _ in range(count):
        for into, preload in ((plain, False), (with_it, True)):
            if prepare:
                prepare()
            into.append(run(command, preload))
        logs_away()
    ratios = sorted(b[0] / a[0] for a, b in zip(plain, with_it))
    quartiles = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else [ratios[0]] * 3
    return {
        "ratio": statistics.median(ratios),
        "quartiles": [quartiles[0], quartiles[2]],
        "plain_ns": statistics.median(a[0] for a in plain),
        "more_ns": statistics.median(b[0] - a[0] for a, b in zip(plain, with_it)),
        "more_cpu_ns": statistics.median(b[1] - a[1] for a, b in zip(plain, with_it)),
    }


def less(command, share):
    return [str(int(word) // share) if word.isdigit() and int(word) > 1000 else word for word in command]


def compared(command, names, count=3):
    """The same work under other tools: ratios to the work alone."""
    found = {}
    for name in names:
        program, line = PEERS[name]
        # strace takes a hundred times as long.
        part = less(command, 100 if name == "strace" else 5)
        if not shutil.which(program):
            found[name] = {"skipped": f"{program} is not installed"}
            continue
        try:
            ratios = [run(line(part))[0] / run(part)[0] for _ in range(count)]
            found[name] = {"ratio": statistics.median(ratios)}
        except SystemExit:
            found[name] = {"skipped": f"{program} could not run here"}
    for left in glob.glob(f"{WORK}.*"):
        shutil.rmtree(left) if os.path.isdir(left) else os.unlink(left)
    return {"peers": found}


def make_file(name, megabytes):
    path = f"{folder}/{name}"
    with open(path, "wb") as file:
        block = os.urandom(1 << 20)
        for _ in range(megabytes):
            file.write(block)
        os.fsync(file.fileno())
    return path


def report_of(log):
    done = subprocess.run([MMSTALL, "report", "--format", "json", log], capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def report_cost(log, form="text"):
    """Time and memory of a report, with symbols."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
        os.execv(MMSTALL, [MMSTALL, "report", "--format", form, log])
    _, _, usage = os.wait4(child, 0)
    return {"seconds": round(time.monotonic() - begun, 2), "peak_bytes": usage.ru_maxrss * 1024}


def cold(results):
    """Faults that wait for the disk, from 30 frames without frame pointers."""
    faults = scaled(50000)
    path = make_file("cold", 40 if QUICK else 400)
    command = [WORK, "cold", path, str(faults)]
    results["d cold faults"] = pairs(command, 3 if QUICK else 5)
    log = f"{folder}/log.cold.jsonl"
    run(command, True, log=log)
    coverage = report_of(log)["coverage"]
    blocked = coverage["own_stack_ns"] + coverage["joined_stack_ns"] + coverage["no_stack_ns"]
    count = coverage["blocking_major"] + coverage["blocking_minor"]
    results["d cold faults"] |= {
        "faults": count,
        "lost": coverage["lost"],
        "log_bytes_a_fault": os.path.getsize(log) / max(count, 1),
        "share_with_stack": 1 - coverage["no_stack_ns"] / max(blocked, 1),
        "share_with_whole_stack": 1 - (coverage["no_stack_ns"] + coverage["cut_stack_ns"]) / max(blocked, 1),
    }
    results["d cold faults"] |= compared(command, ("perf dwarf 16k", "perf trace", "uftrace"))
    results["j report on d"] = report_cost(log)
    os.unlink(log)
    os.unlink(path)


def many(results):
    """Loops of an unprivileged process, all of them sampled."""
    rows = []
    for threads in (8, 64) if QUICK else (8, 64, 256, 512):
        work = tempfile.mkdtemp(prefix="mmstall-bench-")
        os.chmod(work, 0o777)
        for file in (LIBRARY, WORK):
            shutil.copy(file, work)
        log = f"{work}/log.jsonl"
        prefix = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all") \
            if os.geteuid() == 0 else ()
        environment = dict(os.environ, MMSTALL_QUIET="1", MMSTALL_LOG=log, LD_PRELOAD=f"{work}/libmmstall.so")
        # /usr/bin/env: the library is for the workload alone.
        subprocess.run([*prefix, "env", f"LD_PRELOAD={work}/libmmstall.so", f"{work}/work", "many", str(threads)],
                       env={k: v for k, v in environment.items() if k != "LD_PRELOAD"}, capture_output=True, check=True)
        loops = report_of(log)["loops"]
        rows.append({"threads": threads, "loops": len(loops), "sampled": sum(loop["is_sampled"] for loop in loops)})
        shutil.rmtree(work)
    results["i many loops, unprivileged"] = {"rows": rows}


def small_folios(results):
    """The warm scan again, on a file system whose page cache has single pages only."""
    disk = f"{folder}/disk"
    os.mkdir(disk)
    done = subprocess.run([f"{BUILD}/testapps/slowfs", "--daemon", "--latency", "1us", "--size", "64M", disk],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        results["c warm scan, small folios"] = {"skipped": f"no slow disk can be mounted: {done.stderr.strip()}"}
        return
    try:
        results["c warm scan, small folios"] = pairs([WORK, "warm", f"{disk}/data.0", str(scaled(10000))], 3)
    finally:
        subprocess.run(["fusermount3", "-u", disk], check=False)


def events(results):
    """What perf events cost a ping-pong on one CPU, without the library: the floor under that row."""
    rows = []
    for _ in range(PAIRS):
        rows.append([run([WORK, "events", str(scaled(300000)), str(count)])[0] for count in EVENTS])
    medians = [statistics.median(column) for column in zip(*rows)]
    results["b the same, perf events alone"] = {
        "rows": [{"events": count, "more_ns": median - medians[0]} for count, median in zip(EVENTS, medians)]}


def instructions(results):
    """What a wait's hooks execute, by valgrind's count: the same on a busy machine."""
    if not shutil.which("valgrind"):
        results["a instructions of a wait"] = {"skipped": "valgrind is not installed"}
        return
    counts = []
    for waits in (10000, 20000):
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                               "--toggle-collect=count_waits", f"{BUILD}/bench/hooks", str(waits)],
                              capture_output=True, text=True, check=True)
        counts.append(int(next(line for line in done.stderr.splitlines() if "Collected" in line).split()[-1]))
    results["a instructions of a wait"] = {"instructions": (counts[1] - counts[0]) / 10000}


def idle(results):
    """Memory and wake-ups of a process that does nothing."""
    def look(preload):
        environment = dict(os.environ, MMSTALL_QUIET="1", MMSTALL_LOG=f"{folder}/log.idle.jsonl")
        if preload:
            environment["LD_PRELOAD"] = LIBRARY
        process = subprocess.Popen(["sleep", "60"], env=environment)
        time.sleep(3 if QUICK else 5)
        with open(f"/proc/{process.pid}/smaps_rollup", encoding="ascii") as file:
            memory = sum(int(line.split()[1]) for line in file if line.startswith(("Private_Clean", "Private_Dirty")))
        wakes = lambda: sum(int(line.split()[1]) for tid in os.listdir(f"/proc/{process.pid}/task")
                            for line in open(f"/proc/{process.pid}/task/{tid}/status", encoding="ascii")
                            if line.startswith("voluntary_ctxt"))
        before = wakes()
        seconds = 3 if QUICK else 10
        time.sleep(seconds)
        woken = (wakes() - before) / seconds
        process.send_signal(signal.SIGTERM)
        process.wait()
        logs_away()
        return memory * 1024, woken
    plain, with_it = look(False), look(True)
    results["k idle process"] = {"more_private_bytes": with_it[0] - plain[0], "wakes_a_second": with_it[1]}


def analyzer(results):
    """The report on large logs, with the symbols of a real program."""
    symbols = subprocess.run(["nm", "--defined-only", MMSTALL], capture_output=True, text=True, check=True).stdout
    code = sorted(int(line.split()[0], 16) for line in symbols.splitlines() if line.split()[1] in "tT")
    text = [f"{code[0]:x}", str(code[-1] - code[0])]
    rows, forms = [], {}
    for faults in (10**4, 10**5) if QUICK else (10**4, 10**5, 10**6, 10**7):
        log = f"{folder}/log.large.jsonl"
        with open(log, "w", encoding="ascii") as file:
            subprocess.run([f"{BUILD}/bench/log", str(faults), "2000", str(max(faults // 5, 1)), MMSTALL, *text],
                           stdout=file, check=True)
        rows.append({"faults": faults, "log_bytes": os.path.getsize(log)} | report_cost(log))
        if faults == (10**5 if QUICK else 10**6):
            forms = {form: report_cost(log, form)["seconds"]
                     for form in ("json", "html", "folded", "csv-stalls", "csv-faults", "trace")}
        os.unlink(log)
    results["j report"] = {"rows": rows}
    results[f"j other forms, {'1e5' if QUICK else '1e6'}"] = {"forms": forms}


def server(results):
    """A real server, warm, under a load generator that saturates it."""
    if not shutil.which("lighttpd") or not shutil.which("ab"):
        results["h lighttpd"] = {"skipped": "lighttpd or ab (apache2-utils) is not installed"}
        return
    with open(f"{folder}/index.html", "w", encoding="ascii") as file:
        file.write("x" * 4096)
    with open(f"{folder}/lighttpd.conf", "w", encoding="ascii") as file:
        file.write(f'server.document-root = "{os.path.abspath(folder)}"\nserver.port = 8137\n'
                   'index-file.names = ("index.html")\nserver.max-keep-alive-requests = 100000\n')
    def measure(preload):
        environment = dict(os.environ, MMSTALL_QUIET="1", MMSTALL_LOG=f"{folder}/log.%p.jsonl")
        if preload:
            environment["LD_PRELOAD"] = LIBRARY
        process = subprocess.Popen(["lighttpd", "-D", "-f", f"{folder}/lighttpd.conf"], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        done = subprocess.run(["ab", "-q", "-k", "-n", str(scaled(200000)), "-c", "32", "http://127.0.0.1:8137/"],
                              capture_output=True, text=True, check=True).stdout
        process.terminate()
        process.wait()
        logs_away()
        rate = float(next(line for line in done.splitlines() if line.startswith("Requests per second")).split()[3])
        slow = float(next(line for line in done.splitlines() if line.strip().startswith("99%")).split()[1])
        return rate, slow
    both = [(measure(False), measure(True)) for _ in range(PAIRS)]
    ratios = sorted(a[0] / b[0] for a, b in both)
    results["h lighttpd"] = {"ratio": statistics.median(ratios), "quartiles": statistics.quantiles(ratios, n=4)[::2],
                             "p99_ms": [statistics.median(a[1] for a, _ in both), statistics.median(b[1] for _, b in both)]}


def paired(results):
    warm = make_file("warm", 64)
    milliseconds = str(scaled(10000))
    for name, arguments, count, others in (
            ("a loop that never blocks", ("loop", scaled(5000000)), PAIRS, ("perf", "bpftrace", "strace", "uftrace")),
            ("a loop, a message each", ("messages", scaled(1000000)), PAIRS, ("perf", "bpftrace")),
            ("b ping-pong, same CPU", ("ping-pong", scaled(300000)), PAIRS, ("perf", "perf context-switches")),
            ("b ping-pong, across CPUs", ("ping-pong", scaled(50000), "cross"), PAIRS, ("perf", "perf context-switches")),
            ("c warm scan", ("warm", warm, milliseconds), 3, ("perf", "bpftrace")),
            ("e anonymous churn", ("churn", milliseconds), 3, ("perf", "bpftrace", "heaptrack")),
            ("e anonymous churn, 100 ms", ("churn", "100"), PAIRS, ()),
            ("f map and unmap a file", ("maps", warm, scaled(500000)), PAIRS, ("perf",)),
            ("f map and unmap anonymous", ("maps", "-", scaled(500000)), PAIRS, ("perf",)),
            ("g thread create and join", ("threads", scaled(50000)), PAIRS, ("perf", "uftrace", "heaptrack"))):
        command = [WORK, *map(str, arguments)]
        results[name] = pairs(command, count) | compared(command, others, 1 if QUICK else 3)
    os.unlink(warm)


def main():
    results = {}
    for part in (paired, instructions, small_folios, events, cold, server, many, analyzer, idle):
        print(f"{part.__name__} ...", flush=True)
        part(results)
    with open(f"{BUILD}/bench/results.json", "w", encoding="utf-8") as file:
        json.dump({"machine": {"cpus": os.cpu_count(), "kernel": platform.release(), "arch": platform.machine()},
                   "quick": QUICK, "results": results}, file, indent=1)
        file.write("\n")
    text = table.of(results, os.cpu_count(), platform.release())
    print(text)
    if not QUICK:
        table.put("docs/performance.md", text)


try:
    main()
finally:
    shutil.rmtree(folder, ignore_errors=True)
