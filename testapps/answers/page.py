"""The page, from the files of a run alone."""

import words
from figures import count, time


def duration(result):
    return f"{time(result['wall_median_ns'])} ({time(result['wall_min_ns'])} to {time(result['wall_max_ns'])})"


def blamed(report):
    """The cells of what mmstall says."""
    if report["blocking_faults"]:
        waits = f"{count(report['blocking_faults'], 'fault')}, {report['called_major']:,} called major"
    else:
        waits = "no fault, but calls" if report["blocked_ns"] else "no fault"
    return [time(report["blocked_ns"]) if report["blocked_ns"] else "0", waits, str(report["stalls"])]


def by_configuration(answer):
    """{configuration: {cache: result}}, as measured."""
    table = {}
    for result in answer["results"]:
        table.setdefault(result["configuration"], {})[result["cache"]] = result
    return table


def lines_of(answer, caches, names_configuration):
    for configuration, results in by_configuration(answer).items():
        cells = [answer["title"]] + ([configuration] if names_configuration else [])
        for cache in caches:
            cells += [duration(results[cache]), time(results[cache]["longest_ns"])]
        yield cells + (blamed(answer["report"]) if configuration == "mmap-loop" else ["–"] * 3)


def table(question, answers):
    caches = list(dict.fromkeys(result["cache"] for result in answers[0]["results"]))
    names_configuration = len(by_configuration(answers[0])) > 1
    heads = [question.varies] + (["configuration"] if names_configuration else [])
    for cache in caches:
        heads += [f"{cache}: time", "longest iteration"]
    heads += ["loop blocked", "faults that waited", "stalls"]
    rows = [heads, ["---"] * len(heads)] + [line for answer in answers for line in lines_of(answer, caches, names_configuration)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def commands(answers):
    return "\n".join(f"{answer['command']}  # {answer['row']}" for answer in answers)


def section(question, answers):
    return f"""## {question.title}

{words.paragraph(question.key, answers)}

{table(question, answers)}

```sh
{commands(answers)}
```
"""


def head(machine, environment):
    quick = " ".join(f"{name}={value}" for name, value in environment.items())
    ahead = f", {machine['readahead_kb']} KiB of readahead" if machine["readahead_kb"] is not None else ""
    return f"""# Measured answers

Made by `make answers{' QUICK=1' if quick else ''}` on {count(machine['cpus'], 'CPU')} ({machine['cpu']}), {machine['memory_gib']} GiB, Linux {machine['kernel']}. This machine's disk
has {machine['filesystem']}{ahead}; the other disks are those of build/testapps/slowfs, with 128 KiB of readahead where a row says nothing else.

Several files are scanned at once, by the configurations and with the cures of [mmscan](mmscan.1): the time is the median of the
runs, and their range; an iteration is what a loop does between two waits, and without a loop one step of one file. Where nothing
else is said, it is the loop that touches mapped files (mmap-loop), from a cold cache. The last three columns are what
`mmstall report` says of one more such scan: how long mapped files blocked the loop, the faults in all threads that waited, with
the kernel's word for them, and iterations of 10 ms and more.

Every number is from a file that the run wrote (build/answers/*.json), and every sentence was chosen by the numbers
(testapps/answers/words.py). A time is called longer than another one only if no run of the one comes within a tenth of any run
of the other; alike are times whose medians are within a tenth. A row's command measures it again, as root{f", with {quick}" if quick else ""}, and says
what it runs. Where that is permitted, the scan and the slow disk have a real-time policy: others that are busy do not count.

"""


def of(questions, answers, machine):
    first = answers[questions[0].rows[0].key]
    return head(machine, first["environment"]) + "\n".join(
        section(question, [answers[row.key] for row in question.rows]) for question in questions)
