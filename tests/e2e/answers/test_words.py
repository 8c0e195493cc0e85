"""Sentences follow from numbers: made-up runs that support a claim, and runs that do not."""
import os, sys, unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../testapps/answers"))
import figures, page, plan, words

def result(seconds, spread=0.01, longest=0.001, configuration="mmap-loop", cache="cold"):
    ns = seconds * 1e9
    return {"configuration": configuration, "cache": cache, "wall_median_ns": ns, "wall_min_ns": ns * (1 - spread),
            "wall_max_ns": ns * (1 + spread), "longest_ns": longest * 1e9}

def answer(name, *results, faults=100, major=100, stalls=0, blocked=1e9):
    return {"row": name, "name": name, "title": name, "results": list(results), "report": {
        "blocking_faults": faults, "called_major": major, "stalls": stalls, "blocked_ns": blocked, "worst_stall_ns": 0}}

def shows(loop, single, reading, longest=1, **more):
    return words.paragraph("shows", [answer("a disk", result(loop, longest=longest), result(single, configuration="mmap-single"),
        result(reading, configuration="uring-loop"), result(2 * reading, configuration="pool-loop"),
        result(1, cache="warm"), result(2, cache="warm", configuration="uring-loop"), **more)])

class Figures(unittest.TestCase):
    def test_times_whose_ranges_come_near_are_not_apart(self):
        self.assertTrue(figures.apart(result(1.3), result(1)))
        self.assertFalse(figures.apart(result(1.1), result(1)))
        self.assertFalse(figures.apart(result(1.5, spread=0.3), result(1)))
        self.assertTrue(figures.alike(result(1.05), result(1)))
        self.assertFalse(figures.alike(result(1.2), result(1)))

    def test_figures_have_three_digits_and_a_fitting_unit(self):
        self.assertEqual([figures.time(ns) for ns in (6.14e9, 999.9e6, 120e6, 8.1949e6, 791e3, 45.9e3, 12.3)],
                         ["6.14 s", "1.00 s", "120 ms", "8.19 ms", "791 µs", "45.9 µs", "12 ns"])
        self.assertEqual([figures.times(factor) for factor in (19.3, 9.96, 1.64)], ["19 times", "10 times", "1.6 times"])
        self.assertEqual([figures.count(number, "stall") for number in (0, 1, 16384)], ["0 stalls", "1 stall", "16,384 stalls"])

class Words(unittest.TestCase):
    def test_the_hazard_is_claimed_only_when_it_shows(self):
        self.assertIn("Yes: ", shows(2, 2, 0.5))
        self.assertIn("1.00 s and 1.00 ms on a disk", shows(2, 2, 0.5))
        self.assertIn("Not in this run", shows(2, 2, 0.5, longest=0.001))

    def test_concurrency_is_denied_only_where_a_loop_that_reads_has_it(self):
        self.assertIn("4.0 times as fast on a disk: nothing is concurrent", shows(2, 2, 0.5))
        for same in shows(2, 2, 1.9), shows(2, 2, 1.2), shows(2, 8, 0.5):
            self.assertNotIn("concurrent", same)
        self.assertIn("Reading on the loop is 4.0 times as fast on a disk.", shows(2, 8, 0.5))
        self.assertIn("still the faster one, 4.0 times on a disk", shows(0.5, 2, 2))
        self.assertIn("takes as long either way", shows(2, 2, 1.9))

    def test_the_label_is_called_wrong_only_when_it_is(self):
        self.assertIn("10 of 100 (a disk)", shows(2, 2, 1, major=10))
        self.assertNotIn("major", shows(2, 2, 1, major=90))

    def test_prefetch(self):
        def of(instruction, faults, window=1, calm=0.001):
            return words.paragraph("prefetch", [answer("none", result(1)), answer("prefetch", result(instruction), faults=faults),
                                                answer("window", result(window, longest=calm))])
        self.assertIn("No: with prefetch instructions the loop waits in 100 faults, without them in 100, and the scan takes as long.", of(1, 100))
        self.assertIn("without them in 100. ", of(0.9, 100, calm=1e-5))
        for text in of(0.5, 100), of(1, 20):
            self.assertNotIn("No: ", text)
        self.assertIn("0.50 of the time", of(0.5, 100))
        self.assertIn("waits in 20 faults, without them in 100.", of(1, 20))
        self.assertNotIn("does bring them in", of(1, 100))
        self.assertIn("does bring them in: the longest iteration is 10.0 µs, without it 1.00 ms. The scan as a whole takes as long",
                      of(1, 100, calm=1e-5))
        self.assertIn("0.50 of the time", of(1, 100, window=0.5))

    def test_each_advice_is_told_by_what_it_does(self):
        text = words.paragraph("advice", [
            answer("none", result(1)), answer("normal", result(1.02)), answer("willneed", result(1, longest=0.0015)),
            answer("random", result(9, longest=0.1), faults=900), answer("mlock", result(1.5, longest=1.3), faults=0),
            answer("window", result(1, longest=1e-5), faults=0, blocked=0), answer("mincore", result(1), blocked=2e6),
            answer("sequential", result(1.5))])
        self.assertIn("Nothing, with MADV_NORMAL and MADV_WILLNEED:", text)
        self.assertIn("MADV_RANDOM makes it worse: 9.0 times the time, and 900 faults that wait instead of 100.", text)
        self.assertIn("with mlock(): but the loop is away that long in one iteration, 1.30 s instead of 1.00 ms.", text)
        self.assertRegex(text, r"Of the 1.00 s that .* there is left: nothing with window \(.*\) and 2.00 ms with mincore \(.*\)\.$")
        self.assertNotIn("SEQUENTIAL", text)

    def test_disks(self):
        same = [answer("slow", result(4, longest=1), result(1, longest=1, configuration="uring-loop"), result(1, configuration="mmap-single")),
                answer("fast", result(1), result(1, configuration="uring-loop"), result(1, configuration="mmap-single"))]
        text = words.paragraph("disk", same)
        self.assertIn("at most 1.00 s on slow, 1.00 ms on fast.", text)
        self.assertNotIn("was never away", text)
        self.assertIn("faster by reading with io_uring, 4.0 times on slow.", text)
        self.assertIn("No such gain beyond doubt on fast.", text)
        self.assertIn("one thread that takes one after the other: 4.0 times on slow.", text)
        self.assertEqual(words.paragraph("disk", same[1:]), "No such gain beyond doubt on fast.")

    def test_readahead_that_changes_nothing_gives_no_statement(self):
        same = [answer(size, result(1)) for size in ("none", "128 KiB")]
        self.assertEqual(words.paragraph("readahead", same), "This run supports no statement.")
        text = words.paragraph("readahead", [answer("none", result(9), faults=1), answer("16 KiB", result(1)),
                                             answer("1 MiB", result(1, longest=0.01), major=1)])
        self.assertIn("9.0 times as long as with 1 MiB, and waits in 1 fault instead of 100", text)
        self.assertIn("More than 16 KiB does not make it faster.", text)
        self.assertIn("1.00 ms with 16 KiB, 10.0 ms with 1 MiB.", text)
        self.assertIn("major are 1 of 100 (1 MiB)", text)

class Page(unittest.TestCase):
    def test_a_table_has_a_column_only_for_what_differs(self):
        question = plan.Question("readahead", "?", "readahead", [])
        one = page.table(question, [answer("none", result(1), faults=1, major=1)]).splitlines()
        self.assertEqual(one[0], "| readahead | cold: time | longest iteration | loop blocked | faults that waited | stalls |")
        self.assertEqual(one[2], "| none | 1.00 s (990 ms to 1.01 s) | 1.00 ms | 1.00 s | 1 fault, 1 called major | 0 |")
        two = page.table(question, [answer("none", result(1), result(1, configuration="uring-loop"), faults=0, blocked=0)]).splitlines()
        self.assertEqual(page.blamed(answer("mlock", faults=0, stalls=1)["report"]), ["1.00 s", "no fault, but calls", "1"])
        self.assertEqual(two[2], "| none | mmap-loop | 1.00 s (990 ms to 1.01 s) | 1.00 ms | 0 | no fault | 0 |")
        self.assertEqual(two[3], "| none | uring-loop | 1.00 s (990 ms to 1.01 s) | 1.00 ms | – | – | – |")

unittest.main()
