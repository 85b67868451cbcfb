"""What an author's code gives, of every wrong form that it may have."""

from __future__ import annotations

from typing import Any

import pytest

from graders import authored
from graders.faults import AuthorFault

CASE = {"args": (1,), "kwargs": {}, "calls": None, "group": "g", "note": "", "raises": None}
CHECK = {"title": "t", "passed": True, "message": "", "group": None}


def test_what_has_the_right_form_is_taken_as_it_is():
    cases = [CASE, {**CASE, "expected": 5}, {**CASE, "calls": [("f", 1), ("g",)], "expected": [1, 2]}]
    assert authored.cases(cases, "s/p") == cases
    assert authored.finding({"checks": [CHECK], "curves": {}, "details": {}}, "s/p") == {
        "checks": [CHECK],
        "curves": {},
    }
    assert authored.simulation({"result": {}}, "s/p") == {"result": {}}
    assert authored.simulation({"invalid": ["k", "no"]}, "s/p") == {"invalid": ["k", "no"]}
    assert [authored.word(word, "s/p") for word in (True, False, "no")] == [True, False, "no"]
    assert [authored.refusal(word, "s/p") for word in (None, "no")] == [None, "no"]


WRONG: list[tuple[Any, Any]] = [
    (authored.cases, {}),
    (authored.cases, [5]),
    (authored.cases, [{}]),
    (authored.cases, [{**CASE, "args": [1]}]),
    (authored.cases, [{**CASE, "kwargs": {1: 2}}]),
    (authored.cases, [{**CASE, "calls": [["f"]]}]),
    (authored.cases, [{**CASE, "calls": [()]}]),
    (authored.cases, [{**CASE, "calls": [(1,)]}]),
    (authored.cases, [{**CASE, "raises": 1}]),
    (authored.cases, [{**CASE, "group": None}]),
    (authored.cases, [{**CASE, "calls": [("f",)], "expected": 5}]),
    (authored.cases, [CASE] * (authored.MOST_CASES + 1)),
    (authored.finding, None),
    (authored.finding, {"checks": []}),
    (authored.finding, {"checks": [{**CHECK, "passed": "yes"}]}),
    (authored.finding, {"checks": [{**CHECK, "group": 1}]}),
    (authored.finding, {"checks": [CHECK] * (authored.MOST_CHECKS + 1)}),
    (authored.simulation, {}),
    (authored.simulation, {"invalid": ["k"]}),
    (authored.simulation, {"invalid": ["k", 1]}),
    (authored.simulation, [1]),
    (authored.word, 1),
    (authored.word, None),
    (authored.refusal, 0),
]


@pytest.mark.parametrize(("form", "given"), WRONG)
def test_what_has_another_form_is_the_authors_fault(form, given):
    with pytest.raises(AuthorFault, match=r"^s/p: "):
        form(given, "s/p")
