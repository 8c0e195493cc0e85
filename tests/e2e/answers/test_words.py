"""Sentences follow from numbers: made-up runs that support a claim, and runs that do not."""
import os, sys, unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../testapps/answers"))
import words

def result(seconds, spread=0.01, longest=0.001, configuration="mmap-loop", cache="cold"):
    ns = seconds * 1e9
    return {"configuration": configuration, "cache": cache, "wall_median_ns": ns, "wall_min_ns": ns * (1 - spread),
            "wall_max_ns": ns * (1 + spread), "longest_ns": longest * 1e9}

def answer(title, *results, faults=100, major=100, stalls=0):
    return {"title": title, "results": list(results), "report": {
        "blocking_faults": faults, "called_major": major, "stalls": stalls, "blocked_ns": 0, "worst_stall_ns": 0}}

def shows(loop, single, reading, **more):
    return words.paragraph("shows", [answer("a disk", result(loop, longest=1), result(single, configuration="mmap-single"),
        result(reading, configuration="uring-loop"), result(2 * reading, configuration="pool-loop"),
        result(1, cache="warm"), result(2, cache="warm", configuration="uring-loop"), **more)])

class Words(unittest.TestCase):
    def test_times_whose_ranges_come_near_are_not_apart(self):
        self.assertTrue(words.apart(result(1.3), result(1)))
        self.assertFalse(words.apart(result(1.1), result(1)))
        self.assertFalse(words.apart(result(1.5, spread=0.3), result(1)))
        self.assertTrue(words.alike(result(1.05), result(1)))
        self.assertFalse(words.alike(result(1.2), result(1)))

    def test_the_hazard_is_claimed_only_when_it_shows(self):
        self.assertIn("there is no concurrency", shows(2, 2, 0.5))
        self.assertIn("4.0 times as fast (uring-loop)", shows(2, 2, 0.5))
        other = shows(0.5, 2, 2)
        self.assertNotIn("no concurrency", other)
        self.assertIn("0.25 of the time of one thread", other)
        self.assertIn("still faster than the loop that reads", other)
        self.assertNotIn("times as fast (", shows(2, 2, 1.9))

    def test_the_label_is_called_wrong_only_when_it_is(self):
        self.assertIn("called 10 of the 100 faults", shows(2, 2, 1, major=10))
        self.assertNotIn("major", shows(2, 2, 1, major=90))

    def test_prefetch(self):
        def of(instruction, faults):
            return words.paragraph("prefetch", [answer("nothing", result(1)), answer("it", result(instruction), faults=faults),
                                                answer("window", result(1))])
        self.assertIn("start no read", of(1, 100))
        for text in of(0.5, 100), of(1, 20):
            self.assertNotIn("start no read", text)
        self.assertIn("0.50 of the time", of(0.5, 100))
        self.assertIn("0.20 times as many blocking faults", of(1, 20))
        self.assertNotIn("does work", of(1, 100))

    def test_advice_without_a_difference_is_said_to_have_none(self):
        text = words.paragraph("advice", [answer("none", result(1), stalls=3), answer("normal", result(1.02), stalls=3),
                                          answer("random", result(9), stalls=9), answer("window", result(1, longest=1e-5))])
        self.assertIn("no difference: normal.", text)
        self.assertIn("random: 9.0 times the time.", text)
        self.assertIn("has some: window.", text)

    def test_disks_without_a_gain_are_named(self):
        text = words.paragraph("disk", [answer("slow", result(4), result(1, configuration="uring-loop")),
                                        answer("fast", result(1), result(1, configuration="uring-loop"))])
        self.assertIn("4.0 times as fast on slow.", text)
        self.assertIn("No gain in time beyond doubt: fast.", text)

    def test_readahead_that_changes_nothing_gives_no_statement(self):
        same = [answer(size, result(1)) for size in ("off", "128KiB")]
        self.assertEqual(words.paragraph("readahead", same), "This run supports no statement.")
        text = words.paragraph("readahead", [answer("off", result(9)), answer("128KiB", result(1, longest=0.01), major=1)])
        self.assertIn("9.0 times as long as with 128KiB", text)
        self.assertIn("grows 10.0 times", text)
        self.assertIn("with readahead of 128KiB", text)

unittest.main()
