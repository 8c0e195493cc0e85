"""Runs the rows, and writes build/answers/ROW.json for each: what was run, and what it said."""

import json
import os
import shutil
import subprocess

import plan

FOLDER = "build/answers"


def shell(line):
    done = subprocess.run(line, shell=True, text=True, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"answers: {line}: {done.stderr.strip() or 'failed'}")
    return done.stdout


def clean():
    """Nothing stays mounted, and no large file."""
    subprocess.run(f"fusermount3 -u {FOLDER}/disk || umount -l {FOLDER}/disk", shell=True, capture_output=True, check=False)
    shutil.rmtree(f"{FOLDER}/local", ignore_errors=True)


def report_of(row, quick):
    """What mmstall blames on the files, and the kernel's own word for those faults."""
    log = f"{FOLDER}/{row.key}.jsonl"
    if os.path.exists(log):
        os.unlink(log)
    shell(f"LD_PRELOAD={os.path.abspath('build/libmmstall.so')} MMSTALL_LOG={log} MMSTALL_QUIET=1 {plan.profiled(row, quick)}")
    done = subprocess.run(["build/mmstall", "report", "--format", "json", log], text=True, capture_output=True, check=False)
    report = json.loads(done.stdout)
    files = [file for file in report["files"] if os.path.basename(file.get("path", "")).startswith("data.")]
    return {
        "blocked_ns": sum(file["in_loops_ns"] for file in files),
        "blocking_faults": sum(file["faults"] for file in files),
        "called_major": sum(file["major"] for file in files),
        "stalls": report["verdict"]["stalls"],
        "worst_stall_ns": report["verdict"]["worst_stall_ns"],
    }


def measure(row, quick):
    lines = plan.commands(row, quick)
    try:
        for line in lines[:-1]:
            shell(line)
        results = json.loads(shell(lines[-1]))
        profile = report_of(row, quick)
    finally:
        clean()
    answer = {"row": row.key, "title": row.title, "commands": lines, "results": results, "report": profile}
    with open(f"{FOLDER}/{row.key}.json", "w", encoding="utf-8") as file:
        json.dump(answer, file, indent=1)
        file.write("\n")


def machine():
    """This machine, in words that name no host."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), os.uname().machine)
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) / 1024 / 1024
    filesystem = shell(f"findmnt -n -o FSTYPE -T {FOLDER}").strip()
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


def load(key):
    with open(f"{FOLDER}/{key}.json", encoding="utf-8") as file:
        return json.load(file)
