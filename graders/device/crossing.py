"""A call on the device: our own file in the candidate's cell moves the inputs there and the result back, and times it.

What comes back is the candidate's word like any other, so its form is checked, and the time in it against the host's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graders.authoring import DEVICE_FILE
from graders.cases import TestCase
from graders.cells import evaluation
from graders.package.model import DEVICE_IMAGE, SUBMISSION, Package
from sandboxes import Call, Ending, Finished, Outcome, Raised, Script, Trace

PLACE = "cuda"
"""Where the candidate's cell moves inputs to."""


def work_of(package: Package, case: TestCase) -> Call | Trace | Script:
    """One case as work for the candidate's cell."""
    if not package.on_device:
        return evaluation(SUBMISSION, package.manifest.entry, case)
    return Call(DEVICE_FILE, "call", args=arguments(package.manifest.entry.name, case.args, case.kwargs))


def arguments(
    name: str, args: tuple[Any, ...] | list[Any], kwargs: Mapping[str, Any], place: str = ""
) -> tuple[Any, ...]:
    """What our file in the cell is called with: the function's name, its arguments, and where they are to be."""
    return name, list(args), dict(kwargs), place or PLACE


def outcome_of(package: Package, case: TestCase, finished: Finished) -> Outcome:
    """What came of a case, as if the candidate's function had been called by itself."""
    if not package.on_device:
        return finished.outcome(case.foreseen)
    return unwrapped(finished.outcome(None))[0]


def unwrapped(outcome: Outcome) -> tuple[Outcome, float | None]:
    """The outcome with the function's own value, and the seconds by the device's clock, if it gave any."""
    if outcome.ending is not Ending.RETURNED:
        return outcome, None
    reply = outcome.value
    if (
        not isinstance(reply, dict)
        or set(reply) != {"value", "device_s"}
        or type(reply["device_s"]) is not float
    ):
        error = Raised("ValueError", "the reply has another form than the call on the device gives it")
        return replace(outcome, ending=Ending.VALUE, value=None, error=error), None
    return replace(outcome, value=reply["value"]), reply["device_s"]


__all__ = ["DEVICE_IMAGE", "PLACE", "arguments", "outcome_of", "unwrapped", "work_of"]
