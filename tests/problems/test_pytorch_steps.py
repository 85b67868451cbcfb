"""The step-by-step problems of the set: what people may type, where the diagnosis is asked for, and figures that have a formula."""

import math
import random
import re
from typing import Any

import pytest

from tests.problems.author import PROBLEMS, load

SET = PROBLEMS / "pytorch-debugging"
PACKAGES = sorted(path.parent.name for path in SET.glob("*/checker.toml"))
CASES = {name: load(f"pytorch-debugging/{name}", "cases.py") for name in PACKAGES}


def row(package: str, label: str) -> list[float]:
    """The numbers of the first row of a table in the statement that begins with a label."""
    text = (SET / package / "statement.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(label)} \|(.*)\|$", text, re.MULTILINE)
    assert found, label
    return [float(cell.replace(" ", "")) for cell in found[1].split("|")]


@pytest.mark.parametrize("name", PACKAGES)
def test_diagnosis_is_asked_for_last_and_refused_as_own_input(name: str) -> None:
    cases = list(CASES[name].cases(random.Random(3)))
    *others, last = cases
    assert [call for case in others for call in case.calls if call[0] == "diagnosis"] == []
    assert (last.group, last.calls) == ("diagnosis", [("diagnosis",)])
    CASES[name].validate(last.args, last.calls)
    with pytest.raises(ValueError, match="not on your own input"):
        CASES[name].validate(cases[0].args, [("diagnosis",)])


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("seed", range(5))
def test_fresh_cases_are_valid_and_stand_in_scored_groups(name: str, seed: int) -> None:
    for case in CASES[name].fresh(random.Random(seed)):
        CASES[name].validate(case.args, case.calls)
        assert case.group not in ("samples", "diagnosis")


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("odd", [None, "x", float("nan"), -1, []])
def test_odd_first_argument_is_refused(name: str, odd: Any) -> None:
    sample = next(CASES[name].cases(random.Random(3)))
    with pytest.raises((ValueError, TypeError)):
        CASES[name].validate((odd, *sample.args[1:]), [])


def test_phantom_negatives_cost_what_the_report_says() -> None:
    logits = row("in-batch-negatives", "logit of the own column")
    assert row("in-batch-negatives", "loss") == [round(math.log(1 + 7 * math.exp(-z)), 3) for z in logits]


def test_lengths_of_absent_rows_shrink_as_the_report_says() -> None:
    days = row("sparse-adamw", "days")
    assert row("sparse-adamw", "length") == [round((1 - 0.01 * 0.1) ** (1000 * day), 2) for day in days]


def test_first_steps_under_a_shared_count_are_as_long_as_the_report_says() -> None:
    steps = row("sparse-adamw", "step")
    expected = [0.1 / (1 - 0.9**t) / math.sqrt(0.001 / (1 - 0.999**t)) for t in steps]
    assert row("sparse-adamw", "change") == [round(change, 2) for change in expected]


def test_one_gradient_of_many_points_as_the_report_says() -> None:
    entries = row("sparse-adamw", "entries")
    # Half up, as people round: the cosine for 64 entries is 0.125.
    assert row("sparse-adamw", "cosine") == [math.floor(100 / math.sqrt(k) + 0.5) / 100 for k in entries]
