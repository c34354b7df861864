#!/usr/bin/python3
"""The arithmetic of a run: lines read, medians of ratios of each round, verdicts, and a table line per target."""

import json
import pathlib
import unittest

import report
from measurements import Rounds, number, parse
from targets import TARGETS, ratio, value

PRESETS = pathlib.Path(__file__).parents[2] / "CMakePresets.json"
RESULTS = pathlib.Path(__file__).with_name("RESULTS.md")


def rounds(*texts):
    made = Rounds()
    for count, text in enumerate(texts):
        made.add(count, text)
    return made


class Lines(unittest.TestCase):
    def test_a_line_is_name_value_unit(self):
        self.assertEqual(parse("a.b_2.30 1.5 us\nlogin.rate 2e3 per_s\n"),
                         [("a.b_2.30", 1.5, "us"), ("login.rate", 2000.0, "per_s")])

    def test_what_is_no_measurement_is_refused(self):
        for line in ("a 1", "a 1 parsec", "a. 1 us", "1 us", "a x us", "a  1 us", "a nan us", ""):
            with self.subTest(line), self.assertRaises(ValueError):
                parse(line + "\n" if not line else line)

    def test_a_name_keeps_its_unit(self):
        with self.assertRaises(ValueError):
            rounds("a 1 us", "a 1 ms")


class Arithmetic(unittest.TestCase):
    def test_a_ratio_is_the_median_of_the_ratios_of_each_round(self):
        spread = rounds("a 10 us\nb 10 us", "a 20 us\nb 10 us", "a 90 us\nb 30 us").ratio("a", "b")
        self.assertEqual((spread.least, spread.median, spread.greatest), (1, 2, 3))

    def test_a_round_that_lacks_one_side_counts_for_nothing(self):
        made = rounds("a 10 us\nb 5 us", "a 90 us")
        self.assertEqual(made.ratio("a", "b").values, [2])
        self.assertIsNone(made.ratio("a", "c"))

    def test_an_even_number_of_rounds_has_the_middle_of_two(self):
        self.assertEqual(rounds("a 1 us", "a 4 us").spread("a").median, 2.5)

    def test_nothing_to_divide_by_is_no_error(self):
        self.assertEqual(rounds("a 1 us\nb 0 us").ratio("a", "b").median, float("inf"))

    def test_a_difference_is_taken_in_each_round(self):
        self.assertEqual(rounds("a 5 ms\nb 2 ms", "a 9 ms\nb 1 ms").difference("a", "b").values, [3, 8])


class Verdicts(unittest.TestCase):
    def test_the_bound_itself_is_met(self):
        made = rounds("a 2 us\nb 1 us")
        self.assertEqual(ratio("", "a", "b", at_most=2).verdict(made), "met")
        self.assertEqual(ratio("", "a", "b", at_most=1.99).verdict(made), "missed")
        self.assertEqual(ratio("", "a", "b", at_least=2).verdict(made), "met")
        self.assertEqual(value("", "a", "us", at_least=2.01).verdict(made), "missed")

    def test_what_was_not_measured_is_said_to_be_so(self):
        self.assertEqual(value("", "a", "us", at_most=1).verdict(rounds("b 1 us")), "not measured")

    def test_a_number_shows_three_figures(self):
        self.assertEqual([number(value) for value in (0, 0.123, 9.994, 12.34, 99.96, 1234567)],
                         ["0", "0.12", "9.99", "12.3", "100.0", "1,234,567"])


class Limits(unittest.TestCase):
    def test_only_the_build_that_is_measured_has_no_bounds(self):
        presets = json.loads(PRESETS.read_text(encoding="utf-8"))["configurePresets"]
        raised = [preset["name"] for preset in presets
                  if preset.get("cacheVariables", {}).get("HOLDFAST_BENCH_LIMITS", "OFF") != "OFF"]
        self.assertEqual(raised, ["bench"])
        self.assertFalse([preset["name"] for preset in presets if preset.get("inherits") == "bench"])


class Page(unittest.TestCase):
    def test_the_table_has_a_line_for_each_target(self):
        lines = report.target_table(rounds("one.p50.holdfast 200 us\none.p50.redis 100 us"), TARGETS)
        self.assertEqual(len(lines), 2 + len(TARGETS))
        self.assertEqual(lines[2], "| one in flight, p50, to Redis | 2.00 × | 2.00–2.00 | ≤ 1 × | missed |")
        self.assertIn("not measured", lines[-1])

    def test_an_earlier_build_stands_beside_the_present_one(self):
        made = rounds("one.p50.holdfast 200 us\none.p50.redis 100 us\nbefore.one.p50.holdfast 900 us")
        lines = report.target_table(made, TARGETS)
        self.assertEqual(lines[2], "| one in flight, p50, to Redis | 9.00 × | 2.00 × | 2.00–2.00 | ≤ 1 × | missed |")

    @unittest.skipUnless(RESULTS.is_file(), "nothing was measured yet")
    def test_the_results_have_a_line_for_each_target(self):
        text = RESULTS.read_text(encoding="utf-8")
        for target in TARGETS:
            self.assertEqual(text.count(f"| {target.name} |"), 1, target.name)


if __name__ == "__main__":
    unittest.main()
