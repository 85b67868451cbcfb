"""One bad evening for a whole site: everything that it is made of is killed while people submit."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx
import pytest

from tests.faults.misfortunes import full_disk, is_root, locked_database, small_disk
from tests.faults.people import LONG, RIGHT, SLOW, WRONG, Watched
from tests.faults.reckoning import Reckoning, reckon
from tests.faults.stage import Stage, stage, wait_for

DISK_MIB = 48


@dataclass
class Phase:
    """What was handed in for one misfortune, when that was, and how the site answered meanwhile."""

    watched: list[Watched]
    began: float = field(default_factory=time.monotonic)
    refusals: list[httpx.Response] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


@dataclass
class Evening:
    """The phases by misfortune, and the reckoning after the last."""

    phases: dict[str, Phase]
    reckoning: Reckoning
    stored: int


@pytest.fixture(scope="session")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """All of it on one site, so that recoveries overlap; nothing waits for one misfortune to be over before the next."""
    data, logs = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("logs")
    with ExitStack() as stack:
        if is_root():
            stack.enter_context(small_disk(data, DISK_MIB))
        site = stack.enter_context(stage(data, logs))
        chance = random.Random(time.time_ns())
        phases = {
            "grader": graders_killed(site, chance, 3),
            "recorder": recorder_killed(site, chance),
            "web": web_killed(site),
            "broker": broker_killed(site),
            "database": database_locked(site),
        }
        if is_root():
            phases["disk"] = disk_filled(site)
        reckoning = reckon(site, site.alice.submissions)
        yield Evening(phases, reckoning, len(site.alice.submissions))


def graders_killed(site: Stage, chance: random.Random, times: int) -> Phase:
    """The grader dies in the middle of a run, and again whenever."""
    phase = Phase([site.alice.submit(code) for code in (LONG, SLOW, RIGHT, WRONG)])
    wait_for(
        lambda: phase.watched[0].states[-1:] in (["starting"], ["running"]), "a submission that is graded"
    )
    site.parts["grader"].restart()
    for _ in range(times - 1):
        time.sleep(chance.uniform(0.0, 0.8))
        site.parts["grader"].restart()
    return phase


def recorder_killed(site: Stage, chance: random.Random) -> Phase:
    """What writes verdicts down dies."""
    phase = Phase([site.alice.submit(code) for code in (RIGHT, WRONG)])
    time.sleep(chance.uniform(0.0, 0.5))
    site.parts["worker"].restart()
    return phase


def web_killed(site: Stage) -> Phase:
    """Every stream breaks."""
    phase = Phase([site.alice.submit(code) for code in (SLOW, WRONG)])
    site.parts["web"].restart()
    wait_for(site.site.serving, "the web process")
    return phase


def broker_killed(site: Stage) -> Phase:
    """The queue goes away while somebody submits, and comes back."""
    phase = Phase([site.alice.submit(RIGHT)])
    site.parts["broker"].kill()
    phase.watched.append(site.alice.submit(WRONG))
    wait_for(lambda: any("queue" in text for text in phase.watched[1].texts()), "words on the queue")
    site.parts["broker"].start()
    return phase


def database_locked(site: Stage) -> Phase:
    """Nothing can be written for longer than anybody waits."""
    phase = Phase([site.alice.submit(RIGHT)])
    with locked_database(site):
        _refused(site, phase)
    return phase


def disk_filled(site: Stage) -> Phase:
    """Neither the database nor the broker's file can grow."""
    phase = Phase([site.alice.submit(SLOW)])
    with full_disk(site.site.data):
        _refused(site, phase)
    return phase


def _refused(site: Stage, phase: Phase) -> None:
    phase.pages.append(site.alice.look("/problems/tests/double/"))
    try:
        phase.watched.append(site.alice.submit(WRONG))
    except httpx.HTTPStatusError as refusal:
        phase.refusals.append(refusal.response)
