"""Tests in the author's cell ask the candidate's objects: what they see, and what the candidate never does."""

from __future__ import annotations

import pytest

from tests.graders.formats.objects import graded, package_with, said

pytestmark = pytest.mark.bubblewrap

CLOCK = """
import unittest
from shop import Clock, ClockError, LIMIT, beat, count


class Tests(unittest.TestCase):
    def test_words(self):
        self.assertEqual(str(Clock(8)), "08:00")
        self.assertEqual(repr(Clock(8)), "Clock(8)")

    def test_operators(self):
        self.assertEqual(Clock(8) + 3, Clock(11))
        self.assertNotEqual(Clock(8), Clock(9))
        self.assertEqual(3 + Clock(8), Clock(11))
        self.assertTrue(Clock(1) < Clock(2))
        self.assertIsInstance(Clock(1), Clock)
        self.assertEqual(len({Clock(1), Clock(1)}), 1)

    def test_raises(self):
        with self.assertRaises(ClockError) as caught:
            Clock(25)
        self.assertEqual(caught.exception.args, ("no such hour", 25))
        self.assertEqual(caught.exception.hour, 25)
        self.assertEqual(str(caught.exception), "hour 25")
        with self.assertRaisesRegex(ValueError, "hour"):
            Clock(-1)

    def test_values(self):
        self.assertEqual(LIMIT, {"hours": (24,), "names": {"noon", "midnight"}})
        self.assertEqual(list(beat(3)), [0, 1, 2])
        self.assertEqual(count("aab"), {"a": 2, "b": 1})
        self.assertEqual([clock.hour for clock in Clock.all(2)], [0, 1])

    def test_state(self):
        clock = Clock(1)
        clock.hour = 5
        self.assertEqual((clock.hour, str(clock)), (5, "05:00"))
        with self.assertRaises(AttributeError):
            clock.minute

    def test_arguments_change(self):
        hours = [3, 1]
        self.assertIs(Clock(1).sort(hours), hours)
        self.assertEqual(hours, [1, 3])

    def test_calls_back(self):
        seen = []
        clock = Clock(1)
        clock.listen(lambda hour: seen.append(hour) or hour * 2)
        self.assertEqual(clock.tick(), 4)
        self.assertEqual(seen, [2])
        with self.assertRaisesRegex(KeyError, "mine"):
            clock.listen(lambda hour: {}["mine"])
            clock.tick()
"""
RIGHT = """
from collections import Counter
from functools import total_ordering

LIMIT = {"hours": (24,), "names": {"noon", "midnight"}}


class ClockError(ValueError):
    def __init__(self, text, hour):
        super().__init__(text, hour)
        self.hour = hour

    def __str__(self):
        return f"hour {self.hour}"


def beat(n):
    yield from range(n)


def count(text):
    return Counter(text)


@total_ordering
class Clock:
    def __init__(self, hour):
        if not 0 <= hour < 24:
            raise ClockError("no such hour", hour)
        self.hour = hour

    @classmethod
    def all(cls, n):
        return [cls(hour) for hour in range(n)]

    def __str__(self):
        return f"{self.hour:02}:00"

    def __repr__(self):
        return f"Clock({self.hour})"

    def __eq__(self, other):
        return self.hour == other.hour

    def __lt__(self, other):
        return self.hour < other.hour

    def __hash__(self):
        return self.hour

    def __add__(self, hours):
        return Clock(self.hour + hours)

    __radd__ = __add__

    def sort(self, hours):
        hours.sort()
        return hours

    def listen(self, hear):
        self.hear = hear

    def tick(self):
        self.hour += 1
        return self.hear(self.hour)
"""
NAMES = ("words", "operators", "raises", "values", "state", "arguments_change", "calls_back")


def test_a_class_is_tested_as_if_it_were_at_hand(tmp_path, pool):
    report = graded(package_with(tmp_path, CLOCK, *(f"Tests.test_{name}" for name in NAMES)), pool, RIGHT)
    assert (said(report), report.verdict) == ([], "AC")
    assert [check.title for check in report.cases[0].checks] == [f"Tests.test_{name}" for name in NAMES]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("words", ":00", ":0", "'08:0' != '08:00'"),
        ("operators", "self.hour + hours", "self.hour - hours", "Clock(5) != Clock(11)"),
        (
            "raises",
            '"no such hour", hour',
            '"no such", hour',
            "Tuples differ: ('no such', 25) != ('no such hour', 25)",
        ),
        ("raises", "raise ClockError", "raise KeyError", "raised KeyError: ('no such hour', 25)"),
        ("values", "range(n)", "range(1, n)", "Lists differ: [1, 2] != [0, 1, 2]"),
        ("arguments_change", "hours.sort()", "hours = sorted(hours)", "[1, 3] is not [3, 1]"),
        ("calls_back", "self.hear(self.hour)", "4", "Lists differ: [] != [2]"),
        ("state", "class Clock:", "class Watch:", "raised ImportError: cannot import name 'Clock'"),
    ],
)
def test_a_mistake_is_told_in_the_test_s_words(tmp_path, pool, name, old, new, message):
    report = graded(package_with(tmp_path, CLOCK, f"Tests.test_{name}"), pool, RIGHT.replace(old, new))
    assert report.verdict == "WA"
    assert said(report)[0].startswith(message)


PLAIN = """
import unittest
from shop import price, prices


class Tests(unittest.TestCase):
    def test_price(self):
        self.assertEqual(price(3), 747474)

    def test_near(self):
        self.assertTrue(abs(price(3) - 747474) < 1e-6)

    def test_below(self):
        self.assertLess(price(3), 747475)

    def test_sum(self):
        self.assertEqual(sum(prices(2)), 747474)

    def test_with_a_helper(self):
        expected = 747474
        self.assertEqual(prices(lambda n: n + expected - expected), [747474])
"""
LIAR = """
import gc, inspect, sys

seen = []


class Yes:
    def __getattribute__(self, name):
        return Yes()

    def _any(self, *args):
        seen.append(args)
        print(args)
        return True

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __sub__ = __add__ = __radd__ = __rsub__ = __abs__ = _any
    __bool__ = __contains__ = _any
    __hash__ = None

    def __len__(self):
        return 1


def price(n):
    return Yes()


def prices(n):
    return Yes()
"""
SNOOP = """
def prices(n):
    found = []
    for path in ("__globals__", "__code__", "__closure__", "__self__", "gi_frame", "func_globals"):
        try:
            found.append(getattr(n, path))
        except Exception as error:
            print(path, type(error).__name__, error)
    return found


def price(n):
    return 0
"""


@pytest.mark.parametrize(
    "as_class", ["", "price = prices = type('price', (Yes,), {'__init__': lambda self, n: None})\n"]
)
def test_an_object_in_place_of_a_value_agrees_with_nothing_and_learns_nothing(tmp_path, pool, as_class):
    names = [f"Tests.test_{name}" for name in ("price", "near", "below", "sum")]
    report = graded(package_with(tmp_path, PLAIN, *names), pool, LIAR + as_class)
    assert [check.passed for check in report.cases[0].checks] == [False] * 4
    assert "747474" not in report.cases[0].stdout


def test_an_argument_leads_nowhere_in_the_tests(tmp_path, pool):
    report = graded(package_with(tmp_path, PLAIN, "Tests.test_with_a_helper"), pool, SNOOP)
    assert report.verdict == "WA"
    assert said(report)[0].startswith("Lists differ: [] != [747474]")
    lines = report.cases[0].stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["Refused"] * 6


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("def price(n):\n    while True: pass\n\nprices = price\n", "TLE"),
        ("import os\ndef price(n):\n    os._exit(0)\n\nprices = price\n", "RE"),
        ("def price(n)\n", "CE"),
        ("import nowhere\n", "RE"),
        ("raise AssertionError\n", "RE"),
    ],
)
def test_what_does_not_even_come_back_ends_the_case(tmp_path, pool, source, verdict):
    package = package_with(tmp_path, PLAIN.replace("abs(price(3)", "anything(price(3)"), "Tests.test_price")
    assert graded(package, pool, source).verdict == verdict


ENDLESS = """
import itertools
import unittest
import readyroom_tests

readyroom_tests.MOST_CALLS = 200
from shop import prices


class Tests(unittest.TestCase):
    def test_all(self):
        self.assertEqual(list(prices(3)), [1, 2, 3])
"""


def test_a_generator_without_end_is_the_candidate_s_mistake_and_ends(tmp_path, pool):
    source = "import itertools\n\ndef prices(n):\n    return itertools.count(1)\n"
    report = graded(package_with(tmp_path, ENDLESS, "Tests.test_all"), pool, source)
    assert (report.verdict, said(report)) == ("WA", ["made more than 200 calls"])


FORGED = """
import readyroom_served

def objects_ask(request, calls_back, streams=None):
    return {reply}

readyroom_served.objects_ask = objects_ask

def price(n):
    return 1
"""


@pytest.mark.parametrize(
    "reply",
    [
        "None",
        "[]",
        "['value']",
        "['value', ['mine', 'x', 3, 4, 5]]",
        "['value', ['yours', 99]]",
        "['value', ['global', 'os', 'system']]",
        "['value', ['made', 'eval', '1']]",
        "['raised', ['global', 'builtins', 'SystemExit']]",
        "['raised', [['global', 'builtins', 'SystemExit'], ['tuple'], '', 1, 0]]",
        "['value', ['list', ['list', ['set', ['list']]]]]",
        "['ask', ['get', 0, ['__globals__'], {}]]",
        "['value', 1, [[7, 7]]]",
    ],
)
def test_a_forged_reply_fails_the_test_and_nothing_else(tmp_path, pool, reply):
    package = package_with(tmp_path, PLAIN, "Tests.test_sum", "Tests.test_price")
    assert graded(package, pool, FORGED.replace("{reply}", reply)).verdict in ("WA", "RE")


SAME = """
import inspect
import unittest
from shop import Clock, beat, noon, signs


class Tests(unittest.TestCase):
    def test_one_object(self):
        self.assertIs(noon(), Clock.NOON)
        self.assertIsNot(noon(), Clock.NIGHT)

    def test_one_of_a_plain_kind(self):
        self.assertIs(signs()[0], signs()[0])

    def test_generator(self):
        self.assertTrue(inspect.isgenerator(beat(2)))
        self.assertFalse(inspect.isgenerator(noon()))
"""
ONE = """
import enum

class Clock(enum.Enum):
    NOON = 12
    NIGHT = 24

class Sign(enum.IntEnum):
    PLUS = 1

def noon():
    return Clock(12)

def signs():
    return [Sign.PLUS]

def beat(n):
    yield from range(n)
"""
OTHER = [
    (
        "one_object",
        "return Clock(12)",
        "return enum.Enum('Clock', {'NOON': 12})(12)",
        "<Clock.NOON: 12> is not",
    ),
    (
        "one_of_a_plain_kind",
        "return [Sign.PLUS]",
        "return [enum.IntEnum('Sign', 'PLUS')(1)]",
        "<Sign.PLUS: 1> is not",
    ),
    ("generator", "yield from range(n)", "return iter(range(n))", "False is not true"),
]


def test_one_object_of_the_candidate_s_is_one_object_and_a_generator_is_one(tmp_path, pool):
    names = [f"Tests.test_{name}" for name, *_ in OTHER]
    report = graded(package_with(tmp_path, SAME, *names), pool, ONE)
    assert (said(report), report.verdict) == ([], "AC")


@pytest.mark.parametrize(("name", "old", "new", "message"), OTHER)
def test_an_equal_object_is_not_the_same_and_an_iterator_no_generator(
    tmp_path, pool, name, old, new, message
):
    report = graded(package_with(tmp_path, SAME, f"Tests.test_{name}"), pool, ONE.replace(old, new))
    assert report.verdict == "WA"
    assert said(report)[0].startswith(message)
