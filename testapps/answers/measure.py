"""Runs the rows, and writes answers/ROW.json in the build folder for each: what was run, and what it said."""

import json
import os
import shutil
import subprocess

B = os.environ.get("B", "build")
FOLDER = f"{B}/answers"
QUICK = {"FILES": "4", "SIZE": "1M", "RUNS": "3"}


def run(command, **environment):
    done = subprocess.run(command, shell=True, text=True, capture_output=True, check=False, env={**os.environ, **environment})
    if done.returncode:
        raise SystemExit(f"answers: {command}: status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def begin():
    os.makedirs(FOLDER, exist_ok=True)
    write("machine", machine())


def end():
    """No large file stays."""
    shutil.rmtree(f"{FOLDER}/local", ignore_errors=True)


def report_of(row, size):
    """What mmstall blames on the files in one more scan by the mapped loop, and the kernel's own word for those faults."""
    log = f"{FOLDER}/{row.key}.jsonl"
    if os.path.exists(log):
        os.unlink(log)
    under = f"env LD_PRELOAD={os.path.abspath(B)}/libmmstall.so MMSTALL_LOG={log} MMSTALL_QUIET=1"
    run(row.profiled, **{**size, "RUNS": "1", "UNDER": under})
    # Status 3 is a log that is not whole: no number of it shall be believed.
    report = json.loads(run(f"{B}/mmstall report --format json {log}"))
    files = [file for file in report["files"] if os.path.basename(file.get("path", "")).startswith("data.")]
    return {
        "blocked_ns": sum(file["in_loops_ns"] for file in files),
        "blocking_faults": sum(file["faults"] for file in files),
        "called_major": sum(file["major"] for file in files),
        "stalls": report["verdict"]["stalls"],
        "worst_stall_ns": report["verdict"]["worst_stall_ns"],
    }


def measure(row, quick):
    size = QUICK if quick else {}
    results = json.loads(run(row.command, **size))
    write(row.key, {"row": row.key, "name": row.name, "title": row.title, "command": row.command, "environment": size,
                    "results": results, "report": report_of(row, size)})


def machine():
    """This machine, in words that name no host."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), os.uname().machine)
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) / 1024 / 1024
    filesystem = run(f"findmnt -n -o FSTYPE -T {FOLDER}").strip()
    return {"cpu": model, "cpus": os.cpu_count(), "memory_gib": round(memory), "kernel": os.uname().release,
            "filesystem": filesystem, "readahead_kb": readahead_kb()}


def readahead_kb():
    """Of the disk that the build folder is on; None: it does not say."""
    device = os.stat(FOLDER).st_dev
    path = f"/sys/class/bdi/{os.major(device)}:{os.minor(device)}/read_ahead_kb"
    try:
        with open(path, encoding="ascii") as file:
            return int(file.read())
    except OSError:
        return None


def write(key, answer):
    with open(f"{FOLDER}/{key}.json", "w", encoding="utf-8") as file:
        json.dump(answer, file, indent=1)
        file.write("\n")


def load(key):
    with open(f"{FOLDER}/{key}.json", encoding="utf-8") as file:
        return json.load(file)
