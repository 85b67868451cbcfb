"""Words and marks of a result, and the geometry of its charts."""

import math
from itertools import pairwise

import pytest

from webapp.practice.charts.curves import curve_chart
from webapp.practice.charts.frontier import frontier_chart
from webapp.practice.charts.latency import latency_chart
from webapp.practice.charts.scales import linear, short, ticks
from webapp.practice.templatetags import charts, results

DIFFERENCE = [
    {"op": "same", "text": "["},
    {"op": "expected", "text": "<2>"},
    {"op": "actual", "text": "<5>"},
    {"op": "same", "text": "]"},
]


def test_side_marks_only_what_one_value_has_and_escapes_it() -> None:
    case = {"difference": DIFFERENCE}
    assert results.side(case, "expected") == "[<ins>&lt;2&gt;</ins>]"
    assert results.side(case, "actual") == "[<del>&lt;5&gt;</del>]"


def test_side_without_a_difference_shows_the_value() -> None:
    assert results.side({"actual": {"text": "<b>"}}, "actual") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("plain\n\ttext", "plain\n\ttext"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("\x1b[31m", '<span class="control" title="control character 27">\\x1b</span>[31m'),
        ("a\u202eb", 'a<span class="control" title="U+202E">\\u202e</span>b'),
        ("é→日", "é→日"),
    ],
)
def test_captured_output_is_escaped_and_control_characters_are_shown(printed: str, shown: str) -> None:
    assert results.visible(printed) == shown


def test_caret_stands_under_the_column_and_keeps_tabs() -> None:
    assert results.caret({"source": "\tx = (", "column": 6}) == "\t    ^"


def test_changed_marks_words_of_similar_lines_and_leaves_strange_ones() -> None:
    row = {"op": "change", "a_text": "return a + b", "b_text": "return a - b"}
    assert results.changed(row, "a") == "return a <del>+</del> b"
    assert results.changed(row, "b") == "return a <ins>-</ins> b"
    assert results.changed({"op": "change", "a_text": "pass", "b_text": "import heapq as q"}, "a") == "pass"


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (0.0002, "under 1 ms"), (0.041, "41 ms"), (1.3, "1.30 s")]
)
def test_duration(seconds: float | None, words: str) -> None:
    assert results.duration(seconds) == words


def test_every_verdict_has_a_word_a_sign_and_a_tone() -> None:
    told = {
        code: (results.verdict_title(code), results.sign(code), results.tone(code))
        for code in results.Verdict
    }
    assert told["AC"] == ("Accepted", "✓", "good")
    assert told["WA"] == ("Wrong answer", "✕", "bad")
    assert told["IE"][2] == "wait"  # ours, so never the colour of a wrong answer
    assert all(all(words) for words in told.values())


def test_scale_and_ticks() -> None:
    assert linear(0, 10, 100, 200)(5) == 150
    assert linear(3, 3, 0, 10)(3) == 5
    assert ticks(0, 5, 5) == [0, 1, 2, 3, 4, 5]
    assert ticks(0.39, 0.61, 3) == [0.4, 0.5, 0.6]
    assert short(200_000) == "200\u202f000"


def objective(id: str, value: float | None, asked: float, at_most: bool, unit: str = "") -> dict[str, object]:
    sign = "≤" if at_most else "≥"
    return {
        "id": id,
        "title": id,
        "unit": unit,
        "value": value,
        "asked": asked,
        "at_most": at_most,
        "asked_text": f"{sign} {asked}",
        "met": True,
    }


def test_a_bullet_ends_on_the_shaded_side_exactly_when_the_target_is_met() -> None:
    assert float(charts.bullet(objective("p99", 76, 80, at_most=True))["width"]) < charts.TARGET_AT
    assert float(charts.bullet(objective("ndcg", 0.381, 0.37, at_most=False))["width"]) > charts.TARGET_AT
    assert charts.bullet(objective("ndcg", None, 0.37, at_most=False))["width"] == "0.0"
    assert charts.bullet(objective("ndcg", 9, 0.37, at_most=False))["width"] == "100.0"


def test_latency_bars_add_up_and_end_before_the_limit() -> None:
    design = {
        "stages": ["a", "b"],
        "latency": {"p99": {"total": 76, "by_stage": {"a": 30, "b": 26}, "waiting": 20}},
    }
    chart = latency_chart(design, 80.0, "≤ 80 ms")
    assert chart is not None
    parts = chart["bars"][0]["parts"]
    assert [part["kind"] for part in parts] == ["stage-1", "stage-2", "wait"]
    assert parts[-1]["x"] + parts[-1]["width"] < chart["limit"]["x"]
    assert chart["summary"] == "Milliseconds per stage. p99 76: a 30, b 26, waiting 20."


def test_stage_labels_do_not_overlap() -> None:
    stages = [f"a long stage {i}" for i in range(5)]
    row = {"total": 5, "by_stage": dict.fromkeys(stages, 1), "waiting": 0}
    chart = latency_chart({"stages": stages, "latency": {"p50": row}}, None)
    assert chart is not None
    places = [(label["x"] - label["half"], label["x"] + label["half"]) for label in chart["labels"]]
    assert all(left[1] <= right[0] + 0.2 for left, right in pairwise(places))


FRONTIER = {"frontier": {"x": "cost", "y": "good", "points": [[2.0, 0.4], [4.0, 0.6]]}}


def test_frontier_says_how_much_more_the_best_known_reaches() -> None:
    rows = [objective("cost", 3.0, 4.0, at_most=True, unit="¢"), objective("good", 0.45, 0.55, at_most=False)]
    chart = frontier_chart(FRONTIER, rows, [], ("", "this design"))
    assert chart is not None
    assert chart["words"] == "At 3 ¢ the best known design reaches 0.5, or 0.05 more."
    assert chart["before"] is None
    assert chart["best_y"] < chart["here"]["y"]


def test_frontier_needs_measured_values() -> None:
    rows = [objective("cost", None, 4.0, at_most=True), objective("good", 0.45, 0.55, at_most=False)]
    assert frontier_chart(FRONTIER, rows, [], ("", "")) is None


def test_the_curve_as_given_stands_alone_when_there_is_no_other() -> None:
    chart = curve_chart("Training loss", {"x": [0.0, 2.0], "before": [1.0, 0.5]})
    assert chart is not None
    assert [line["words"] for line in chart["lines"]] == ["as given: ends at 0.5."]
    assert (chart["heads"], chart["rows"]) == (
        ["as given"],
        [{"x": "0", "cells": ["1"]}, {"x": "2", "cells": ["0.5"]}],
    )


def test_a_curve_that_stops_being_finite_is_broken_and_said_so() -> None:
    chart = curve_chart("loss", {"x": [0, 1, 2], "before": [1.0, math.nan, None], "after": [1.0, 0.5, 0.25]})
    assert chart is not None
    before, after = chart["lines"]
    assert before["words"] == "as given: not a number from step 1 on."
    assert (before["lost"], after["lost"]) == (True, False)
    assert before["path"].count("M") == 1
    assert "L" not in before["path"]
    assert chart["rows"][1]["cells"] == ["not a number", "0.5"]
