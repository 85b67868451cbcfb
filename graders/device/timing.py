"""Time a submission on the device once it has passed: fresh inputs, a cold cache, events checked against the host's clock."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from graders.authoring import DEVICE_FILE
from graders.cases import TestCase
from graders.caseset import build_batch
from graders.cells import Author, Cell
from graders.device.crossing import PLACE, arguments, unwrapped
from graders.device.roofline import WORDS, Cost, Peak, Reading, flags, least_s, typical
from graders.faults import AuthorFault
from graders.package.model import Package
from graders.report import DeviceTiming, Note
from sandboxes import Outcome, Process

WARM_UP = 2
"""Calls before those that count: the first one loads and compiles kernels."""
IDLE = 3
"""Calls without any work, whose least time is the overhead of all others."""


@dataclass
class Timed:
    """What was measured; or the case that was not answered as it should be, and how it ended."""

    readings: list[Reading] = field(default_factory=list)
    overhead_s: float = 0.0
    cost: Cost = field(default_factory=lambda: Cost(0))
    failed: tuple[TestCase, Outcome] | None = None


def inputs(package: Package, author: Author, seed: int) -> list[TestCase]:
    """A fresh input for each call, with what the reference gives; AuthorFault if `timed` of cases.py does not give them."""
    device, size = package.manifest.device, package.case_size
    assert device is not None
    assert size is not None
    count = device.repeats + WARM_UP
    (made,) = author.scaled("timed", f"{seed} timed", [(size, count)])
    where = f"{author.name}: timed(rng, {size})"
    group = package.manifest.groups[-1].id
    return build_batch(package, author, [{**case, "group": group} for case in made], where)


def cost_of(author: Author, case: TestCase) -> Cost:
    """The least that the call must do, by `cost` of cases.py."""
    return cost(author.call("cost", case.args), author.name)


def cost(given: Any, what: str) -> Cost:
    """{"bytes": int, "flops": int, "type": str} as the author's code gave it."""
    fits = isinstance(given, dict) and set(given) <= {"bytes", "flops", "type"}
    if not fits or any(
        type(given.get(name, 0)) is not int or given.get(name, 0) < 0 for name in ("bytes", "flops")
    ):
        raise AuthorFault(
            f'{what}: cost(args) of cases.py gives {{"bytes": …, "flops": …}}, whole numbers from 0 on'
        )
    kind = given.get("type", "float32")
    if not isinstance(kind, str):
        raise AuthorFault(f"{what}: cost(args) of cases.py names a type of numbers by a text")
    return Cost(given.get("bytes", 0), given.get("flops", 0), kind)


def time_calls(cell: Cell, entry: str, cases: list[TestCase], right: Any, place: str = PLACE) -> Timed:
    """One process makes all calls in turn; `right(case, outcome)` says whether an answer is right, the timed ones too."""
    timed = Timed()

    def run(session: Any) -> None:
        with ExitStack() as stack:
            process: Process = stack.enter_context(session.open(DEVICE_FILE))
            for number, case in enumerate(cases):
                outcome, device_s = unwrapped(
                    process.call("call", arguments(entry, case.args, case.kwargs, place))
                )
                if device_s is None or not right(case, outcome):
                    timed.failed = case, outcome
                    return
                if number >= WARM_UP:
                    timed.readings.append(Reading(device_s, outcome.wall_s))
            idle = [process.call("idle", (list(case.args), place)).wall_s for case in cases[:IDLE]]
            timed.overhead_s = min(idle)

    cell.use(run, attempts=1)
    return timed


def row_of(entry: str, timed: Timed, peak: Peak) -> DeviceTiming:
    """What the report says of the times: the typical one, the least possible, and what cannot be true."""
    usual = typical([one.device_s for one in timed.readings])
    least = least_s(timed.cost, peak)
    found = flags(timed.readings, least, timed.overhead_s)
    return DeviceTiming(
        call=entry,
        repeats=len(timed.readings),
        left_out=usual.left_out,
        median_s=usual.median_s,
        low_s=usual.low_s,
        high_s=usual.high_s,
        least_s=least,
        flags=[Note(id=id, text=WORDS[id]) for id in found],
    )


__all__ = ["Timed", "cost", "cost_of", "inputs", "row_of", "time_calls"]
