"""Other tools on the same work, attached as somebody who looks for page faults would.

Each is a name, the program it needs, and what makes its command line from the workload's.
"""

import shlex

# How long each fault took, by thread: what a bpftrace user writes for that.
LATENCY = """software:page-faults:1 { @begin[tid] = nsecs; }
software:minor-faults:1, software:major-faults:1 /@begin[tid]/ { @ns = hist(nsecs - @begin[tid]); delete(@begin[tid]); }"""


def _perf(*events):
    return lambda command: ["perf", "record", "-q", "-o", "/dev/null", *events, "--", *command]


def _uftrace(command):
    """A build of the workload with -pg is beside it."""
    return ["uftrace", "record", "-d", f"{command[0]}.uftrace", f"{command[0]}-pg", *command[1:]]


PEERS = {
    "perf": ("perf", _perf("-e", "page-faults", "-c", "1")),
    "perf context-switches": ("perf", _perf("-e", "context-switches", "-c", "1")),
    "perf dwarf 16k": ("perf", _perf("-e", "page-faults", "-c", "1", "--call-graph", "dwarf,16384")),
    "perf trace": ("perf", lambda command: ["perf", "trace", "-F", "all", "--no-syscalls", "-o", "/dev/null", *command]),
    "strace": ("strace", lambda command: ["strace", "-f", "-o", "/dev/null", *command]),
    "bpftrace": ("bpftrace", lambda command: ["bpftrace", "-q", "-e", LATENCY, "-c", shlex.join(command)]),
    "uftrace": ("uftrace", _uftrace),
    "heaptrack": ("heaptrack", lambda command: ["heaptrack", "-o", f"{command[0]}.heaptrack", *command]),
}
