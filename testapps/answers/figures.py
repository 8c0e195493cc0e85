"""Figures of a run: how they are compared, and how they are written."""

import math

MARGIN = 1.1


def apart(a, b):
    """A took longer than B, beyond doubt: no run of A comes within a tenth of any run of B."""
    return a["wall_min_ns"] > MARGIN * b["wall_max_ns"]


def alike(a, b):
    """Their medians are within a tenth. What is neither alike nor apart is left open."""
    return max(a["wall_median_ns"], b["wall_median_ns"]) <= MARGIN * min(a["wall_median_ns"], b["wall_median_ns"])


def ratio(a, b):
    return a["wall_median_ns"] / b["wall_median_ns"]


def three_digits(value):
    value = float(f"{value:.3g}")
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}"


def time(ns):
    for unit, name in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if ns >= 0.9995 * unit:
            return f"{three_digits(ns / unit)} {name}"
    return f"{ns:.0f} ns"


def times(factor):
    return f"{factor:.0f} times" if factor >= 9.95 else f"{factor:.1f} times"


def count(number, one, many=None):
    """"1 stall", "2 stalls"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items):
    items = list(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
