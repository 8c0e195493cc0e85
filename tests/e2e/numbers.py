"""numbers.py JSON TEXT: looks in the text of a report for the rows that the
numbers of its JSON make, and prints those that are not there."""
import json
import sys


def duration(ns):
    if ns < 1000:
        return f"{ns} ns"
    for limit, factor, unit in ((999500, 1e3, "us"), (999500000, 1e6, "ms"), (999500000000, 1e9, "s"),
                                (5997000000000, 60e9, "min"), (float("inf"), 3600e9, "h")):
        if ns < limit:
            value = ns / factor
            digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
            return f"{value:.{digits}f} {unit}"


def quantiles(row):
    return " ".join(duration(row[key]) for key in ("p50_ns", "p99_ns", "p999_ns", "max_ns"))


def rows(report):
    verdict = report["verdict"]
    if verdict["stalls"] == 1:
        yield f"1 stall, {duration(verdict['worst_stall_ns'])} long"
    elif verdict["stalls"]:
        yield f"{verdict['stalls']} stalls of {duration(report['threshold_ns'])} or more, the worst {duration(verdict['worst_stall_ns'])}"
    loops = report["loops"][:5]
    for loop in loops + [one for one in report["programs"] if one["processes"] > 1][:5]:
        if loop["iterations"]["count"]:
            yield f"an iteration took {quantiles(loop['iterations'])} {loop['stalls']}"
            yield f"without file faults {quantiles(loop['without_files'])} {loop['stalls_without_files']}"
    for stall in report["stalls"][:5]:
        files, other = stall["parts"]["files_ns"], stall["parts"]["memory_ns"]
        numbers = [stall["at_ns"], stall["length_ns"], files, other, stall["length_ns"] - files - other]
        yield " ".join([*map(duration, numbers), str(stall["faults"]), str(stall["ready"])])
    for file in report["files"][:5]:
        numbers = [file["blocked_ns"], file["in_loops_ns"]]
        counts = [file["faults"], file["major"]]
        latency = [duration(file[key]) if file["faults"] else "-" for key in ("p50_ns", "p99_ns", "max_ns")]
        yield " ".join([*map(duration, numbers), *map(str, counts), *latency])
    for code in report["code"]["callbacks"][:5]:
        yield f"{code['name']} {duration(code['in_loops_ns'])} {code['faults']}"
    for code in report["code"]["functions"][:5]:
        yield f"{code['name']} {duration(code['blocked_ns'])} {duration(code['in_loops_ns'])} {code['faults']}"


with open(sys.argv[1]) as file:
    wanted = list(rows(json.load(file)))
with open(sys.argv[2]) as file:
    text = " ".join(file.read().split())
missing = [row for row in wanted if row not in text]
print(len(wanted) > 2, *missing, sep="\n")
