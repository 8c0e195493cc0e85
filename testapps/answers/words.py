"""What the numbers say, in words: a paragraph a question. Each sentence is chosen by a condition on the numbers (see
figures.py); what a run does not support is not said.
"""

from figures import MARGIN, alike, apart, count, listed, ratio, time, times

# Cures as their names in C, or with what they are.
SPOKEN = {
    "normal": "MADV_NORMAL", "random": "MADV_RANDOM", "sequential": "MADV_SEQUENTIAL", "willneed": "MADV_WILLNEED",
    "populate_read": "MADV_POPULATE_READ", "map_populate": "MAP_POPULATE", "mlock": "mlock()", "readahead": "readahead()",
    "window": "window (a thread populates the mapping ahead of the loop)", "offload": "offload (threads touch each chunk first)",
    "mincore": "mincore (the same, where mincore() says that pages are absent)",
}


def find(answer, configuration, cache="cold"):
    return next(one for one in answer["results"] if one["configuration"] == configuration and one["cache"] == cache)


def loop(answer, cache="cold"):
    return find(answer, "mmap-loop", cache)


def reader(answer, cache="cold"):
    """The loop that reads, as it was faster from a cold cache."""
    best = min((find(answer, name) for name in ("uring-loop", "pool-loop")), key=lambda one: one["wall_median_ns"])
    return find(answer, best["configuration"], cache)


def names(answers):
    return listed(answer["name"] for answer in answers)


def each(answers, figure):
    """"3 ms on a disk, 4 ms on another": FIGURE of each."""
    return ", ".join(f"{figure(answer)} on {answer['name']}" for answer in answers)


def is_mislabelled(answer):
    return answer["report"]["called_major"] < answer["report"]["blocking_faults"] / 2


def labels(answers):
    return listed(f"{answer['report']['called_major']} of {answer['report']['blocking_faults']:,} ({answer['name']})"
                  for answer in answers)


def shows(answers):
    held_up = [answer for answer in answers if loop(answer)["longest_ns"] > 2 * reader(answer)["longest_ns"]]
    if held_up:
        yield ("Yes: a touch of a mapped page that is not in memory stops the whole loop. The longest iteration of a cold scan, and that "
               "of a loop that reads instead: "
               + each(held_up, lambda a: f"{time(loop(a)['longest_ns'])} and {time(reader(a)['longest_ns'])}") + ".")
    else:
        yield "Not in this run: no iteration of the mapped loop was twice as long as those of a loop that reads."
    serial = [a for a in answers if alike(loop(a), find(a, "mmap-single")) and apart(loop(a), reader(a))
              and ratio(loop(a), reader(a)) > 2]
    if serial:
        yield ("All files at once take the loop as long as one thread that takes one after the other, and a loop that reads is "
               + each(serial, lambda a: f"{times(ratio(loop(a), reader(a)))} as fast") + ": nothing is concurrent.")
    slower = [a for a in answers if apart(loop(a), reader(a)) and a not in serial]
    if slower:
        yield "Reading on the loop is " + each(slower, lambda a: f"{times(ratio(loop(a), reader(a)))} as fast") + "."
    faster = [a for a in answers if apart(reader(a), loop(a))]
    if faster:
        yield "The mapped scan as a whole is still the faster one, " + each(faster, lambda a: times(ratio(reader(a), loop(a)))) + "."
    hidden = [a for a in held_up if alike(loop(a), reader(a))]
    if hidden:
        yield f"On {names(hidden)} the scan as a whole takes as long either way: throughput does not show who waited."
    warm = [a for a in answers if apart(reader(a, "warm"), loop(a, "warm"))]
    if warm:
        yield ("From a warm cache the mapping is the faster way, "
               + each(warm, lambda a: times(ratio(reader(a, "warm"), loop(a, "warm")))) + ".")
    unseen = [a for a in answers if is_mislabelled(a)]
    if unseen:
        yield f"Few of the faults that waited are major ones for the kernel: {labels(unseen)}. Who counts major faults misses the rest."


def disk(answers):
    def longest(answer):
        return loop(answer)["longest_ns"]

    ranked = sorted(answers, key=longest, reverse=True)
    if longest(ranked[0]) > 2 * longest(ranked[-1]):
        yield ("It decides how long one iteration keeps everybody else waiting: at most "
               + each(ranked, lambda a: time(longest(a))) + ".")
    reading = max(find(answer, "uring-loop")["longest_ns"] for answer in answers)
    if longest(ranked[-1]) > 2 * reading:
        yield f"A loop that reads was never away for more than {time(reading)}, on any of them."
    gains = [a for a in answers if apart(loop(a), find(a, "uring-loop"))]
    gains.sort(key=lambda a: ratio(loop(a), find(a, "uring-loop")), reverse=True)
    if gains:
        yield ("The whole scan is faster by reading with io_uring, "
               + each(gains, lambda a: times(ratio(loop(a), find(a, "uring-loop")))) + ".")
    open_ones = [a for a in answers if a not in gains]
    if open_ones:
        yield f"No such gain beyond doubt on {names(open_ones)}."
    jumping = [a for a in answers if apart(loop(a), find(a, "mmap-single"))]
    if jumping:
        yield ("All files at once take the mapped loop longer than one thread that takes one after the other: "
               + each(jumping, lambda a: times(ratio(loop(a), find(a, "mmap-single")))) + ".")


def prefetch(answers):
    nothing, instruction, window = (answer["results"][0] for answer in answers)
    waits, waits_without = (answer["report"]["blocking_faults"] for answer in (answers[1], answers[0]))
    if not apart(nothing, instruction) and waits_without <= MARGIN * waits:
        yield (f"No: with prefetch instructions the loop waits in {count(waits, 'fault')}, without them in {waits_without:,}"
               + (", and the scan takes as long." if alike(nothing, instruction) else "."))
    elif apart(nothing, instruction):
        yield f"With prefetch instructions the scan takes {ratio(instruction, nothing):.2f} of the time."
    if waits_without > MARGIN * waits:
        yield f"With prefetch instructions the loop waits in {count(waits, 'fault')}, without them in {waits_without:,}."
    if window["longest_ns"] < nothing["longest_ns"] / 2:
        yield (f"A thread that populates the pages ahead of the loop does bring them in: the longest iteration is {time(window['longest_ns'])}, "
               f"without it {time(nothing['longest_ns'])}.")
    if apart(nothing, window):
        yield f"The scan then takes {ratio(window, nothing):.2f} of the time."
    elif alike(nothing, window):
        yield "The scan as a whole takes as long: tasks wait for the disk, the loop does not."


def advice_kinds(answers, none):
    """Cures by what they do to the loop: {kind: answers}. What fits nowhere is left out."""
    kinds = {"worse": [], "up front": [], "off the loop": [], "no difference": []}
    plain = none["results"][0]
    for answer in answers:
        result, report = answer["results"][0], answer["report"]
        if not report["blocking_faults"] and result["longest_ns"] > max(2 * plain["longest_ns"], result["wall_median_ns"] / 2):
            kinds["up front"].append(answer)
        elif apart(result, plain) and report["blocking_faults"] > none["report"]["blocking_faults"]:
            kinds["worse"].append(answer)
        elif report["blocked_ns"] < none["report"]["blocked_ns"] / 10:
            kinds["off the loop"].append(answer)
        elif alike(result, plain) and plain["longest_ns"] / 2 <= result["longest_ns"] <= 2 * plain["longest_ns"]:
            kinds["no difference"].append(answer)
    return kinds


def advice(answers):
    none = next(answer for answer in answers if answer["name"] == "none")
    kinds = advice_kinds([answer for answer in answers if answer is not none], none)

    def spoken(kind):
        return listed(SPOKEN[answer["name"]] for answer in kinds[kind])

    def left(answer):
        ns = answer["report"]["blocked_ns"]
        return f"{time(ns) if ns else 'nothing'} with {SPOKEN[answer['name']]}"

    if kinds["no difference"]:
        yield f"Nothing, with {spoken('no difference')}: the scan takes as long, and so does its longest iteration."
    for answer in kinds["worse"]:
        result = answer["results"][0]
        yield (f"{SPOKEN[answer['name']]} makes it worse: {times(ratio(result, none['results'][0]))} the time, and "
               f"{count(answer['report']['blocking_faults'], 'fault')} that wait instead of {none['report']['blocking_faults']:,}.")
    if kinds["up front"]:
        yield ("The price of all pages is paid up front, in calls after which no fault waits, with "
               f"{spoken('up front')}: but the loop is away that long in one iteration, "
               + listed(time(a["results"][0]["longest_ns"]) for a in kinds["up front"])
               + f" instead of {time(none['results'][0]['longest_ns'])}. So pay before serving, or on another thread.")
    if kinds["off the loop"]:
        yield (f"Of the {time(none['report']['blocked_ns'])} that the mapped loop waited for its files there is left: "
               + listed(map(left, kinds["off the loop"])) + ".")


def readahead(answers):
    off, most = answers[0], answers[-1]
    results = [answer["results"][0] for answer in answers]
    if apart(results[0], results[-1]):
        yield (f"Without readahead the scan takes {times(ratio(results[0], results[-1]))} as long as with {most['name']}, and waits in "
               f"{count(off['report']['blocking_faults'], 'fault')} instead of {most['report']['blocking_faults']:,}.")
    enough = next(i for i in range(len(results)) if all(alike(results[i], larger) for larger in results[i:]))
    if 0 < enough < len(results) - 1:
        yield f"More than {answers[enough]['name']} does not make it faster."
    if results[-1]["longest_ns"] > 2 * results[enough]["longest_ns"]:
        yield ("What it does is to make waits fewer and longer: the longest iteration is "
               + ", ".join(f"{time(result['longest_ns'])} with {answer['name']}"
                           for answer, result in zip(answers[enough:], results[enough:])) + ".")
    unseen = [answer for answer in answers if is_mislabelled(answer)]
    if unseen:
        yield f"With readahead, most faults that wait are minor ones for the kernel; major are {labels(unseen)}."


SENTENCES = {"shows": shows, "disk": disk, "prefetch": prefetch, "advice": advice, "readahead": readahead}


def paragraph(question, answers):
    text = " ".join(SENTENCES[question](answers))
    return text or "This run supports no statement."
