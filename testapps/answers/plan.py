"""What is measured: questions, and the rows of each, as commands.

A row is one measurement by row.sh, on one disk. Sizes are such that the slowest disk takes some seconds.
"""

ALL = "mmap-loop,uring-loop,pool-loop,mmap-threads,read-threads,mmap-single,read-single"
ADVICES = ("none", "normal", "random", "sequential", "willneed", "populate_read", "map_populate", "mlock", "readahead")
OFF_THE_LOOP = ("window", "offload", "mincore")

# Name in sentences, in the table, and what slowfs is told; nothing: the disk that the build folder is on.
DISKS = {
    "local": ("this machine's disk", "this machine's", ""),
    "ssd": ("the SSD", "SSD: 80 µs a read, 500 MiB/s", "--disk ssd"),
    "network": ("the network disk", "network: 1 to 2 ms, bursts of 20 ms, 120 MiB/s", "--disk network"),
    "spinning": ("the spinning disk", "spinning: seeks of 1 to 15 ms, 7200 turns a minute", "--disk spinning"),
    "fixed": ("the disk of 5 ms a read", "5 ms a read, however many there are", "--latency 5ms"),
}
UNAHEAD = ("the SSD without readahead", "SSD, without readahead", "--disk ssd --readahead 0")


def row_sh(on, scan):
    return " ".join(f"testapps/answers/row.sh {on} -- {scan}".split()).removesuffix(" --")


class Row:
    """NAME is for sentences, TITLE for the table; ON and SCAN are the options of row.sh, of slowfs and mmscan.

    COMMAND measures it; PROFILED scans the same files by the mapped loop, which mmstall is to report on.
    """

    def __init__(self, key, name, title, on, scan=""):
        self.key, self.name, self.title = key, name, title
        self.command = row_sh(on, scan)
        self.profiled = row_sh(on, f"{scan} --configurations mmap-loop --cache cold")


class Question:
    """VARIES heads the column of the rows' titles."""

    def __init__(self, key, title, varies, rows):
        self.key, self.title, self.varies, self.rows = key, title, varies, rows


def shows():
    disks = {"local": DISKS["local"], "ssd": DISKS["ssd"], "unahead": UNAHEAD}
    return [Row(f"shows-{key}", *disk, f"--configurations {ALL} --cache both") for key, disk in disks.items()]


def disk():
    return [Row(f"disk-{key}", *disk, "--configurations mmap-loop,uring-loop,mmap-single") for key, disk in DISKS.items()]


def prefetch():
    cures = {"none": "nothing", "prefetch": "prefetch instructions, 64 KiB", "window": "a thread that populates, 1 MiB"}
    return [Row(f"prefetch-{cure}", cure, title, UNAHEAD[2], f"--cure {cure}") for cure, title in cures.items()]


def advice():
    return [Row(f"advice-{cure}", cure, cure, "--disk ssd", f"--cure {cure}") for cure in ADVICES + OFF_THE_LOOP]


def readahead():
    sizes = {"0": "none", "16K": "16 KiB", "128K": "128 KiB", "1M": "1 MiB", "8M": "8 MiB"}
    return [Row(f"readahead-{size}", name, name, f"--disk ssd --readahead {size}") for size, name in sizes.items()]


def questions():
    return [
        Question("shows", "Does it show on Linux?", "disk", shows()),
        Question("disk", "How does the kind of disk change it?", "disk", disk()),
        Question("prefetch", "Does a CPU prefetch instruction on a mapped address start the read?", "ahead of the loop", prefetch()),
        Question("advice", "What do the advices change?", "cure", advice()),
        Question("readahead", "What does readahead change?", "readahead", readahead()),
    ]
