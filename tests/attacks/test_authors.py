"""Author's code that attacks the worker, the site or another author: what the right solution gets, and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graders.report import for_audience
from tests.attacks.canaries import COMMON
from tests.attacks.catalogue import HostileCode, hostile_code
from tests.attacks.stage import PACKAGES, Stage, honest, loaded, rewritten
from tests.attacks.test_attacks import MOST_SAID, unfit

FOREIGN = "cnry-foreign"
OTHERS = (FOREIGN, *(COMMON[of] for of in COMMON if of.startswith(("another", "the host"))))
"""Canaries of other authors, of candidates and of the host."""


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of another author's."""
    path = rewritten("vault", tmp_path_factory.mktemp("foreign"), {})
    for file in ("cases.py", "submissions/accepted/honest.py"):
        (path / file).write_text((path / file).read_text().replace("cnry-source", FOREIGN))
    return path


@pytest.mark.parametrize("code", hostile_code(), ids=lambda code: code.name)
def test_hostile_code_harms_nobody(
    code: HostileCode, stage: Stage, foreign: Path, tmp_path: Path, record_property
) -> None:
    theirs = loaded(foreign)
    assert stage.grade(theirs, honest(foreign))[0].verdict == "AC"
    stage.leave_something_behind()
    manifest = (PACKAGES / code.base / "problem.toml").read_text()
    package = loaded(rewritten(code.base, tmp_path, code.files(manifest)))

    report, events = stage.grade(package, honest(PACKAGES / code.base))

    record_property("attack", [code.id, str(report.verdict)])
    verdict, message = code.verdict
    assert str(report.verdict) == verdict, report.message
    if message:
        assert report.message is not None
        assert report.message.id == message
    told = [report.json_dict(), *(event.data for event in events)]
    assert [canary for canary in OTHERS if canary in json.dumps(told)] == []
    if verdict == "IE":
        assert "cnry-" not in json.dumps(for_audience(report, "candidate"))
    assert unfit(report) == []
    assert len(json.dumps(report.json_dict())) < 3 * MOST_SAID
    after = stage.grade(theirs, honest(foreign))[0]
    assert (str(after.verdict), after.score) == ("AC", 100.0), after.message
