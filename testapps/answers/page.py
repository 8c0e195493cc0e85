"""The page, from the files of a run alone."""

import measure
import words


def seconds(result):
    return (f"{result['wall_median_ns'] / 1e9:.3g} s ({result['wall_min_ns'] / 1e9:.3g} to "
            f"{result['wall_max_ns'] / 1e9:.3g})")


def blamed(report):
    return (f"{report['blocked_ns'] / 1e6:.3g} ms in {report['blocking_faults']} faults, {report['called_major']} of them "
            f"called major; {report['stalls']} stalls of 10 ms")


def lines_of(answer):
    """A row of the table for each configuration and cache state."""
    for result in answer["results"]:
        report = blamed(answer["report"]) if result["configuration"] == "mmap-loop" and result["cache"] == "cold" else "–"
        longest = words.ms(result["longest_ns"]) if result.get("longest_ns") else "–"
        yield [answer["title"], result["configuration"], result["cache"], seconds(result), longest, report]


def table(answers):
    heads = ["", "configuration", "cache", "time, median (range)", "longest iteration", "mmstall report blames on the files"]
    rows = [heads, ["---"] * len(heads)] + [line for answer in answers for line in lines_of(answer)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def commands(answers):
    return "\n".join(f"# {answer['row']}: {answer['title']}\n" + "\n".join(answer["commands"]) for answer in answers)


def section(question, answers):
    return f"""## {question.title}

{words.paragraph(question.key, answers)}

{table(answers)}

```sh
{commands(answers)}
```
"""


def of(questions, machine, quick):
    ahead = f", {machine['readahead_kb']} KiB of readahead" if machine["readahead_kb"] is not None else ""
    text = f"""# Measured answers

Made by `make answers{' QUICK=1' if quick else ''}` on {machine['cpus']} CPUs ({machine['cpu']}), {machine['memory_gib']} GiB, Linux {machine['kernel']}; this
machine's disk has {machine['filesystem']}{ahead}. Slow disks are those of build/testapps/slowfs, with 128 KiB of readahead
where a row says nothing else. Every number is from a file that the
run wrote (build/answers/*.json), and every sentence was chosen by the numbers (testapps/answers/words.py): two times are called
different when no run of the one comes within a tenth of any run of the other. Configurations and cures are those of docs/mmscan.1.
The last column is what mmstall said of one more run of the mapped loop, from a cold cache. Unmount build/answers/disk after each row.

"""
    return text + "\n".join(section(question, [measure.load(row.key) for row in question.rows]) for question in questions)
