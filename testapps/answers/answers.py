#!/usr/bin/env python3
"""answers.py [--quick] [--page] [ROW...]: measures this project's answers to the questions about mapped files.

Writes answers/ROW.json in the build folder (B, or build) for each row, or for those named; and, when all were measured, the
page: docs/answers.md, or with --quick answers/answers.md in the build folder. With --page it measures nothing, and only
writes the page. Run from the top of the tree, as root (slow disks are mounted).
"""

import sys

import measure
import page
import plan


def measure_rows(rows, quick):
    measure.begin()
    try:
        for row in rows:
            print(f"{row.key} ...", flush=True)
            measure.measure(row, quick)
    finally:
        measure.end()


def write_page(questions, quick):
    to = f"{measure.FOLDER}/answers.md" if quick else "docs/answers.md"
    answers = {row.key: measure.load(row.key) for question in questions for row in question.rows}
    with open(to, "w", encoding="utf-8") as file:
        file.write(page.of(questions, answers, measure.load("machine")))
    print(to)


def main():
    arguments = sys.argv[1:]
    wanted = [argument for argument in arguments if not argument.startswith("--")]
    quick = "--quick" in arguments
    questions = plan.questions()
    rows = {row.key: row for question in questions for row in question.rows}
    unknown = (set(wanted) - set(rows)) | {one for one in arguments if one.startswith("--")} - {"--quick", "--page"}
    if unknown:
        raise SystemExit(f"answers: no {', '.join(sorted(unknown))}; the rows are {', '.join(rows)}")
    if "--page" not in arguments:
        measure_rows([rows[key] for key in wanted or rows], quick)
    if not wanted:
        write_page(questions, quick)


main()
