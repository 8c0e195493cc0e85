"""What the numbers say, in words. Each sentence is chosen by a condition on them; what a run does not support is not said.

Two measurements differ when not one run of the one reaches the other's by a tenth. They are alike when their medians are
within a tenth. Anything else is left open.
"""

MARGIN = 1.1


def apart(a, b):
    """A took longer than B, beyond doubt."""
    return a["wall_min_ns"] > MARGIN * b["wall_max_ns"]


def alike(a, b):
    return max(a["wall_median_ns"], b["wall_median_ns"]) <= MARGIN * min(a["wall_median_ns"], b["wall_median_ns"])


def ratio(a, b):
    return a["wall_median_ns"] / b["wall_median_ns"]


def find(answer, configuration, cache="cold"):
    return next(one for one in answer["results"] if one["configuration"] == configuration and one["cache"] == cache)


def one(answer):
    return answer["results"][0]


def ms(ns):
    return f"{ns / 1e6:.3g} ms"


def shows(answers):
    for answer in answers:
        loop, single = find(answer, "mmap-loop"), find(answer, "mmap-single")
        reading = min((find(answer, name) for name in ("uring-loop", "pool-loop")), key=lambda each: each["wall_median_ns"])
        yield f"**On {answer['title']}.**"
        if alike(loop, single):
            yield "A cold scan of mapped files on an event loop takes as long as on one thread, one file after the other: there is no concurrency."
        elif apart(loop, single):
            yield f"A cold scan of mapped files on an event loop takes {ratio(loop, single):.1f} times as long as on one thread."
        elif apart(single, loop):
            yield f"A cold scan of mapped files on an event loop takes {ratio(loop, single):.2f} of the time of one thread."
        if apart(loop, reading):
            yield f"The loop that reads is {ratio(loop, reading):.1f} times as fast ({reading['configuration']})."
        elif apart(reading, loop):
            yield f"It is still faster than the loop that reads ({ratio(loop, reading):.2f} of the time of {reading['configuration']})."
        elif alike(loop, reading):
            yield f"The loop that reads takes as long ({reading['configuration']})."
        if loop["longest_ns"] > 2 * reading["longest_ns"]:
            yield (f"Its longest iteration is {loop['longest_ns'] / reading['longest_ns']:.0f} times as long "
                   f"({ms(loop['longest_ns'])} against {ms(reading['longest_ns'])}): that is what others on the loop wait for.")
        warm = find(answer, "mmap-loop", "warm")
        reading_warm = find(answer, reading["configuration"], "warm")
        if apart(reading_warm, warm):
            yield f"Warm, the mapping is the faster one, {ratio(reading_warm, warm):.1f} times."
        elif apart(warm, reading_warm):
            yield f"Warm, reading is the faster one, {ratio(warm, reading_warm):.1f} times."
        report = answer["report"]
        if report["blocking_faults"] and report["called_major"] < report["blocking_faults"] / 2:
            yield (f"The kernel called {report['called_major']} of the {report['blocking_faults']} faults that waited major: "
                   "who counts major faults misses the rest.")


def disk(answers):
    ranked = []
    for answer in answers:
        loop, reading = find(answer, "mmap-loop"), find(answer, "uring-loop")
        if apart(loop, reading):
            ranked.append((ratio(loop, reading), answer["title"]))
    ranked.sort(reverse=True)
    if ranked:
        yield "What reading with io_uring gains over mapped files on the loop: " + "; ".join(
            f"{factor:.1f} times as fast on {title}" for factor, title in ranked) + "."
    open_ones = [a["title"] for a in answers if not apart(find(a, "mmap-loop"), find(a, "uring-loop"))]
    if open_ones:
        yield "No gain in time beyond doubt: " + "; ".join(open_ones) + "."
    worst = max(answers, key=lambda answer: find(answer, "mmap-loop")["longest_ns"])
    yield f"The longest iteration of the mapped scan: {ms(find(worst, 'mmap-loop')['longest_ns'])}, on {worst['title']}."


def prefetch(answers):
    nothing, instruction, window = answers
    faults = instruction["report"]["blocking_faults"] / max(nothing["report"]["blocking_faults"], 1)
    if alike(one(nothing), one(instruction)) and 1 / MARGIN <= faults <= MARGIN:
        yield "Prefetch instructions start no read: the scan takes as long with them, and waits in as many faults."
    elif apart(one(nothing), one(instruction)):
        yield f"With prefetch instructions the scan takes {ratio(one(instruction), one(nothing)):.2f} of the time."
    elif apart(one(instruction), one(nothing)):
        yield f"With prefetch instructions the scan takes {ratio(one(instruction), one(nothing)):.2f} times as long."
    if not 1 / MARGIN <= faults <= MARGIN:
        yield f"The loop has {faults:.2f} times as many blocking faults with them as without."
    if apart(one(nothing), one(window)):
        yield f"A thread that populates the pages ahead of the loop does work: {ratio(one(window), one(nothing)):.2f} of the time."


def advice(answers):
    by_name = {answer["title"]: answer for answer in answers}
    none = one(by_name["none"])
    yield "Against the plain mapping:"
    for name, answer in by_name.items():
        result = one(answer)
        if name == "none":
            continue
        words = []
        if apart(result, none):
            words.append(f"{ratio(result, none):.1f} times the time")
        elif apart(none, result):
            words.append(f"{ratio(result, none):.2f} of the time")
        if result["longest_ns"] > 2 * none["longest_ns"]:
            words.append(f"a longest iteration {result['longest_ns'] / none['longest_ns']:.0f} times as long")
        elif 2 * result["longest_ns"] < none["longest_ns"]:
            words.append(f"a longest iteration of {result['longest_ns'] / none['longest_ns']:.2f} of it")
        if words:
            yield f"{name}: {', '.join(words)}."
    unchanged = [name for name in by_name if name != "none" and alike(one(by_name[name]), none)
               and none["longest_ns"] / 2 <= one(by_name[name])["longest_ns"] <= 2 * none["longest_ns"]]
    if unchanged:
        yield "no difference: " + ", ".join(unchanged) + "."
    calm = [name for name, answer in by_name.items() if not answer["report"]["stalls"] and by_name["none"]["report"]["stalls"]]
    if calm:
        yield "Without a stall of 10 ms, where the plain mapping has some: " + ", ".join(calm) + "."


def readahead(answers):
    first, last = answers[0], answers[-1]
    if apart(one(first), one(last)):
        yield f"Without readahead the scan takes {ratio(one(first), one(last)):.1f} times as long as with {last['title']}."
    for smaller, larger in zip(answers, answers[1:]):
        if one(larger)["longest_ns"] > 2 * one(smaller)["longest_ns"]:
            yield f"From {smaller['title']} to {larger['title']} the longest iteration grows {one(larger)['longest_ns'] / one(smaller)['longest_ns']:.1f} times."
    hidden = [answer for answer in answers if answer["report"]["called_major"] < answer["report"]["blocking_faults"] / 2]
    if hidden:
        yield "Most faults that wait are minor ones by the kernel's label with readahead of " + ", ".join(
            answer["title"] for answer in hidden) + "."


SENTENCES = {"shows": shows, "disk": disk, "prefetch": prefetch, "advice": advice, "readahead": readahead}


def paragraph(question, answers):
    text = " ".join(SENTENCES[question](answers))
    return text or "This run supports no statement."
