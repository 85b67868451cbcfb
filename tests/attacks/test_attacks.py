"""Every attack on both backends: what it gets, what it learns, and what becomes of whoever comes next."""

from __future__ import annotations

import json
import re

import pytest

from graders.report import Report
from tests.attacks.canaries import texts
from tests.attacks.catalogue import Attack, attacks
from tests.attacks.stage import Stage

UNFIT = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MOST_SAID = 1 << 20
"""Bytes of a report on a handful of cases, whatever was printed, raised or returned."""
CASES = [
    pytest.param(attack, package, id=attack.id + ("" if package == "vault" else f"-{package}"))
    for attack in attacks()
    for package in attack.verdicts
]
PYTHON = [case for case in CASES if case.values[1] != "vault-tensor"]
TORCH = [case for case in CASES if case.values[1] == "vault-tensor"]


@pytest.mark.parametrize(("attack", "package"), PYTHON)
def test_attack_gets_its_verdict_and_nothing_else(
    attack: Attack, package: str, stage: Stage, record_property
) -> None:
    check(attack, package, stage, record_property)


@pytest.mark.parametrize(("attack", "package"), TORCH)
def test_attack_with_pytorch(attack: Attack, package: str, torch_stage: Stage, record_property) -> None:
    check(attack, package, torch_stage, record_property)


def unfit(report: Report) -> list[str]:
    """Characters of a report that a database refuses, a terminal obeys or a reader cannot see."""
    return sorted({char for text in texts(report.json_dict()) for char in UNFIT.findall(text)})


def check(attack: Attack, package: str, stage: Stage, record_property) -> None:
    """Grade the attack and then an honest solution on the same pool, and look at all that came back."""
    verdict, message = attack.verdicts[package]
    canaries = stage.canaries(package)
    if attack.kind == "reading":
        stage.leave_something_behind()

    report, events = stage.grade(stage.package(package), attack.source)

    record_property("attack", [attack.id, str(report.verdict)])
    assert str(report.verdict) == verdict != "AC", report.message
    if message:
        assert report.message is not None
        assert report.message.id == message
    assert canaries.leaks(report, events) == []
    assert unfit(report) == []
    assert len(json.dumps(report.json_dict())) < MOST_SAID
    after = stage.honest("vault-tensor" if package == "vault-tensor" else "vault")
    assert (str(after.verdict), after.score) == ("AC", 100.0), after.message
