"""What is measured: questions, and the rows of each, as commands.

A row is one run of mmscan on one disk. Sizes are such that the slowest disk takes some seconds.
"""

LOOPS = "mmap-loop,uring-loop,pool-loop,mmap-threads,read-threads,mmap-single,read-single"
ADVICES = ("none", "normal", "random", "sequential", "willneed", "populate_read", "map_populate", "mlock", "readahead")
OFF_THE_LOOP = ("window", "offload", "mincore")

# Name in the tables, and what slowfs is told; None: the disk that the build folder is on.
DISKS = {
    "local": ("this machine's disk", None),
    "ssd": ("slowfs: SSD, 80 µs a read, 500 MiB/s", "--disk ssd"),
    "network": ("slowfs: network disk, 1 to 2 ms, bursts of 20 ms", "--disk network"),
    "spinning": ("slowfs: spinning disk, seeks of 1 to 15 ms", "--disk spinning"),
    "fixed": ("slowfs: 5 ms a read, whatever it is", "--disk fixed --latency 5ms"),
}


class Row:
    def __init__(self, key, title, disk, configurations, cache="cold", cure="none", readahead=None):
        self.key, self.title, self.disk = key, title, disk
        self.configurations, self.cache, self.cure, self.readahead = configurations, cache, cure, readahead


class Question:
    def __init__(self, key, title, rows):
        self.key, self.title, self.rows = key, title, rows


def questions():
    shows = [Row(f"shows-{disk}", DISKS[disk][0], disk, LOOPS, "both") for disk in ("local", "ssd")]
    disks = [Row(f"disk-{disk}", DISKS[disk][0], disk, "mmap-loop,uring-loop,mmap-single") for disk in DISKS]
    prefetch = [Row(f"prefetch-{cure}", title, "ssd", "mmap-loop", cure=cure, readahead="0")
                for cure, title in (("none", "nothing"), ("prefetch", "prefetch instructions, 64 KiB ahead"),
                                    ("window", "a thread that populates 1 MiB ahead"))]
    advice = [Row(f"advice-{cure}", cure, "ssd", "mmap-loop", cure=cure) for cure in ADVICES + OFF_THE_LOOP]
    readahead = [Row(f"readahead-{size}", "off" if size == "0" else f"{size}iB", "ssd", "mmap-loop", readahead=size)
                 for size in ("0", "16K", "128K", "1M", "8M")]
    return [
        Question("shows", "Does it show on Linux?", shows),
        Question("disk", "How does the kind of disk change it?", disks),
        Question("prefetch", "Does a CPU prefetch instruction on a mapped address start the read?", prefetch),
        Question("advice", "What do the advices change?", advice),
        Question("readahead", "What does readahead change?", readahead),
    ]


def commands(row, quick):
    """The lines that make ROW, from the top of the tree; the last measures."""
    files, size = (4, "1M") if quick else (8, "8M")
    if DISKS[row.disk][1] is None:
        folder, lines = "build/answers/local", ["mkdir -p build/answers/local"]
        size = "4M" if quick else "32M"
    else:
        folder = "build/answers/disk"
        ahead = f" --readahead {row.readahead}" if row.readahead else ""
        lines = [f"mkdir -p {folder}",
                 f"build/testapps/slowfs --daemon {DISKS[row.disk][1]}{ahead} --files {files} --size {size} {folder}"]
    scan = f"build/testapps/mmscan --dir {folder} --files {files} --size {size} --cure {row.cure}"
    return lines + [f"{scan} --configurations {row.configurations} --cache {row.cache} "
                    f"--runs {3 if quick else 5} --format json"]


def profiled(row, quick):
    """The same scan, by the loop and once: what the profiler has to say of it."""
    scan = commands(row, quick)[-1]
    for key, value in (("configurations", "mmap-loop"), ("cache", "cold"), ("runs", "1")):
        before, after = scan.split(f"--{key} ")
        scan = f"{before}--{key} {value} {after.split(' ', 1)[1]}"
    return scan
