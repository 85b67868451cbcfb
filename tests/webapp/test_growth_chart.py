"""How the growth of a call is drawn and told on the page of a result."""

import re

import pytest

from tests.webapp.making import make_report, make_submission
from webapp.practice.charts.growth import growth_chart, log_ticks, time_text
from webapp.practice.templatetags.results import powers

SIZES = (32, 64, 128, 256, 512)


def growth_row(**changes: object) -> dict[str, object]:
    points = [
        {"size": n, "calls": 512 // n, "seconds": 1e-7 * n**2, "asked_seconds": 3.2e-6 * n, "beyond": False}
        for n in SIZES
    ]
    row = {
        "call": "pair()",
        "size": "n",
        "asked": "n",
        "why": "Pairs are too many.",
        "group": "scale",
        "when_slower": "fail",
        "state": "slower",
        "exponent": 2.0,
        "low": 1.95,
        "high": 2.05,
        "times_more": 16.0,
        "points": points,
        "in_words": "pair() grows as n^2.00 (1.95–2.05); asked: n.",
        "message": None,
        "rounds": 3,
        "cpu_s": 0.2,
    }
    return {**row, **changes}


def test_a_square_is_twice_as_steep_as_what_is_asked() -> None:
    plot = growth_chart(growth_row())["plot"]
    ends = [[float(number) for number in re.findall(r"[\d.]+", plot[name])] for name in ("fit", "asked")]
    rises = [(line[1] - line[-1]) / (line[-2] - line[0]) for line in ends]
    assert rises[0] / rises[1] == pytest.approx(2, abs=0.02)
    assert [point["x"] for point in plot["points"]] == pytest.approx([64, 150.5, 237, 323.5, 410], abs=0.2)


@pytest.mark.parametrize(
    ("changes", "tone", "state"),
    [
        ({}, "bad", "slower than asked"),
        ({"when_slower": "lower"}, "warn", "slower than asked"),
        ({"state": "held"}, "good", "as asked"),
        ({"state": "unclear"}, "none", "not clear"),
        ({"state": "failed", "points": [], "exponent": None}, "bad", "not right"),
        ({"state": "unmeasured", "points": [], "exponent": None}, "none", "not measured"),
    ],
)
def test_a_state_has_a_mark_and_a_word(changes: dict[str, object], tone: str, state: str) -> None:
    chart = growth_chart(growth_row(**changes))
    assert (chart["tone"], chart["state"], chart["plot"] is None) == (tone, state, "points" in changes)


def test_what_was_cut_off_is_said_to_be_over() -> None:
    points = growth_row()["points"]
    points[-1]["beyond"] = True
    chart = growth_chart(growth_row(points=points))
    assert [row["seconds"] for row in chart["rows"]][-2:] == ["6.55 ms", "over 26.2 ms"]
    assert [point["beyond"] for point in chart["plot"]["points"]] == [False] * 4 + [True]


def test_sizes_at_which_nothing_was_left_to_measure_are_not_drawn() -> None:
    points = growth_row()["points"]
    points[0] |= {"seconds": 0.0, "asked_seconds": 0.0}
    chart = growth_chart(growth_row(points=points))
    assert len(chart["plot"]["points"]) == len(chart["rows"]) == len(SIZES) - 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (9e-6, 2e-2, [1e-5, 1e-4, 1e-3, 1e-2]),
        (1e-6, 9e-6, [1e-6, 2e-6, 5e-6]),
        (1e-9, 1e1, [1e-9, 1e-6, 1e-3, 1.0]),
    ],
)
def test_ticks_are_round_and_few(low: float, high: float, expected: list[float]) -> None:
    assert log_ticks(low, high) == pytest.approx(expected)


@pytest.mark.parametrize(("seconds", "text"), [(7.71e-5, "77.1 µs"), (2.5, "2.5 s"), (3e-10, "0.3 ns")])
def test_times_are_in_a_unit_that_fits(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_powers_are_raised_and_everything_else_is_escaped() -> None:
    assert powers("f() grows as n^1.02 <b> x^y") == "f() grows as n<sup>1.02</sup> &lt;b&gt; x^y"


def test_result_page_tells_growth_in_words_plot_and_table(alice, problem, as_user) -> None:
    row = make_submission(alice, problem, verdict="TLE")
    row.report = {**make_report(row), "growth": [growth_row()]}
    row.save()

    page = as_user(alice).get(f"/submissions/{row.pk}/result").text

    assert "pair() grows as n<sup>2.00</sup> (1.95–2.05); asked: n." in page
    assert 'aria-label="Time of pair() against n, both on logarithmic scales.' in page
    assert page.count('class="timed"') == len(SIZES) + 1  # and one in the key
    assert '<td class="num">512</td><td class="num">1</td><td class="num">26.2 ms</td>' in page
    assert "Pairs are too many." in page
