"""The report of a submission: a versioned document, its JSON Schema, and who may see what of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict

from graders.characters import clean, cut
from graders.verdict import Verdict

FORMAT = 1
SCHEMA_FILE = Path(__file__).parent / "schema" / f"report-{FORMAT}.json"
Audience = Literal["candidate", "instructor", "operator"]


MOST_SAID = 2 << 20
"""Characters of output and values that a report keeps, all rows together."""
MOST_WORDS = 4000
"""Characters of a message."""
Text = Annotated[str, AfterValidator(clean)]
"""Whatever comes from a candidate or an author, fit for JSON, databases, pages and terminals."""
Words = Annotated[str, AfterValidator(lambda text: cut(clean(text), MOST_WORDS))]


class Part(BaseModel):
    """Part of a report; readers ignore fields they do not know."""

    model_config = ConfigDict(extra="ignore")


class PackageRef(Part):
    """Which version of which problem was asked."""

    set: str
    problem: str
    digest: str


class Note(Part):
    """A message: a stable id, and its words."""

    id: str
    text: Words


class Shown(Part):
    """A value as text, possibly shortened."""

    text: Text
    truncated: bool = False


class Segment(Part):
    """A run of text that both values share, or that only one of them has."""

    op: Literal["same", "expected", "actual"]
    text: Text


class FrameRow(Part):
    """One line of the candidate's own traceback, outermost first."""

    line: int
    function: Text
    source: Text = ""


class Error(Part):
    """An exception or a syntax error of the candidate's; column is 1-based."""

    type: Text
    message: Text
    line: int | None = None
    column: int | None = None
    source: Text | None = None
    frames: list[FrameRow] = []


class CheckRow(Part):
    """One check of an examiner."""

    title: Words
    passed: bool
    message: Words = ""


class CaseRow(Part):
    """One case. `verdict` is null when it was skipped; `message` then says why."""

    number: int
    group: str
    note: Words = ""
    hidden: bool
    verdict: Verdict | None
    time_s: float = 0.0
    cpu_s: float = 0.0
    memory_bytes: int = 0
    message: Note | None = None
    stdout: Text = ""
    stderr: Text = ""
    output_truncated: bool = False
    input: Shown | None = None
    expected: Shown | None = None
    actual: Shown | None = None
    difference: list[Segment] | None = None
    error: Error | None = None
    checks: list[CheckRow] | None = None


class Smaller(Part):
    """A smaller input that fails like case `number`, found after the verdict."""

    number: int
    message: Words
    input: Shown
    expected: Shown | None = None
    actual: Shown | None = None
    difference: list[Segment] | None = None


class GroupRow(Part):
    """A group: its points are earned together or not at all. `skipped` of its cases were not run.

    `reason` says what takes the points away if it is not one of its cases.
    """

    id: str
    title: str
    points: float
    earned: float
    passed: int
    total: int
    skipped: int = 0
    reason: Words = ""


GrowthState = Literal["held", "slower", "unclear", "unmeasured", "failed"]


class GrowthPoint(Part):
    """CPU seconds of one call at a size; `beyond`: more than that, since a run of `calls` of them was cut off."""

    size: int
    calls: int
    seconds: float
    asked_seconds: float
    beyond: bool = False


class GrowthRow(Part):
    """How the running time of a call grows: `size`^`exponent`, with the ends of the 95 % interval.

    `state` says how that compares with what is asked; null numbers were not measured. `times_more`: by how much the
    time grows more than asked from the first size to the last.
    """

    call: str
    size: str
    asked: str
    why: Words = ""
    group: str
    when_slower: Literal["flag", "lower", "fail"]
    state: GrowthState
    exponent: float | None = None
    low: float | None = None
    high: float | None = None
    times_more: float | None = None
    points: list[GrowthPoint] = []
    in_words: Words = ""
    message: Note | None = None
    rounds: int = 0
    cpu_s: float = 0.0


class ObjectiveRow(Part):
    """A measured objective: `value` ± `half_width` (95 %), null when nothing was measured."""

    id: str
    title: str
    unit: str
    value: float | None
    half_width: float | None = None
    asked: float
    asked_text: str
    at_most: bool
    met: bool
    points: float
    earned: float
    in_words: str
    zero_at: float | None = None


class DeviceTiming(Part):
    """Seconds of a call by the device's clock: the median and the range of `repeats` calls, `left_out` of them disturbed.

    `least_s` is what the device needs at least for the bytes and operations of the call. A flag says what cannot be
    true; it is no verdict.
    """

    call: str
    repeats: int
    left_out: int = 0
    median_s: float
    low_s: float
    high_s: float
    least_s: float
    flags: list[Note] = []


class DeviceRow(Part):
    """Where a problem that asks for a device was graded: on `ran_on`, with cases of that size.

    `name` is the device's own; `reason` says in words why it was the CPU.
    """

    wants: str
    ran_on: Literal["cuda", "cpu"]
    size: int
    name: Text = ""
    reason: Words = ""
    timing: DeviceTiming | None = None


class Engine(Part):
    """What graded, in which versions, with which seed, when (ISO 8601, UTC)."""

    version: str
    backend: str = ""
    python: str = ""
    numpy: str = ""
    torch: str = ""
    seed: int | None = None
    started: str
    finished: str


class Report(Part):
    """Everything a grader has to say about one attempt. Times in seconds, memory in bytes."""

    format: Literal[1] = 1
    package: PackageRef
    submission: UUID
    attempt: int
    mode: Literal["run", "grade"]
    verdict: Verdict
    score: float
    points: float
    passed: int
    total: int
    time_s: float = 0.0
    memory_bytes: int = 0
    message: Note | None = None
    error: Error | None = None
    cases: list[CaseRow] = []
    groups: list[GroupRow] = []
    objectives: list[ObjectiveRow] | None = None
    design: dict[str, Any] | None = None
    curves: dict[str, dict[str, list[float | None]]] | None = None
    growth: list[GrowthRow] | None = None
    smaller: Smaller | None = None
    device: DeviceRow | None = None
    engine: Engine

    def json_dict(self) -> dict[str, Any]:
        """The report as plain JSON data."""
        return self.model_dump(mode="json")


BROKEN_ID = "ie.package"
BROKEN = "This problem is broken, which is not your fault; nothing was counted."
VALUES = ("input", "expected", "actual", "difference", "checks", "error")


def for_audience(report: Report | dict[str, Any], audience: Audience) -> dict[str, Any]:
    """The report as that audience may see it, as plain JSON data.

    A candidate sees values of the cases that are not hidden, and of the first one that failed; the seed and
    what hidden cases printed or raised stay with instructors and operators.
    """
    data = (report if isinstance(report, Report) else Report.model_validate(report)).json_dict()
    if audience != "candidate":
        return data
    data["engine"]["seed"] = None
    if data["message"] and data["message"]["id"] == BROKEN_ID:  # what an author's code raised may tell values
        data["message"]["text"] = BROKEN
    for row in data["growth"] or []:
        row.update(rounds=0, cpu_s=0.0)  # of the engine's account, not of the code
    first = first_failing(data["cases"])
    for row in data["cases"]:
        if row["hidden"] and row is not first:
            row.update(dict.fromkeys(VALUES), stdout="", stderr="", note="", output_truncated=False)
            row["message"] = without_values(row)
    return data


def first_failing(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first case that ran and failed."""
    return next((row for row in rows if row["verdict"] not in (None, Verdict.AC)), None)


def without_values(row: dict[str, Any]) -> dict[str, str] | None:
    """A hidden case's message: its id, and the words of its verdict instead of words that tell values."""
    message = row["message"]
    if message is None or row["verdict"] is None:
        return message
    return {"id": message["id"], "text": Verdict(row["verdict"]).title}


def case_event(row: CaseRow) -> dict[str, Any]:
    """The row as a live event tells it to the candidate: no values, no output, and no words about them."""
    data = row.model_dump(mode="json", exclude={*VALUES, "stdout", "stderr", "output_truncated", "note"})
    data["message"] = without_values(data)
    return data


def shorten(report: Report) -> None:
    """Take captured output and values out of rows beyond MOST_SAID in all; the first failing one goes first."""
    room = MOST_SAID
    first = next((row for row in report.cases if row.verdict not in (None, Verdict.AC)), None)
    for row in sorted(report.cases, key=lambda row: row is not first):
        room -= _said(row)
        if room < 0:
            row.stdout = row.stderr = ""
            row.output_truncated = True
            row.input = row.expected = row.actual = row.difference = row.checks = None


def _said(row: CaseRow) -> int:
    """Characters of a row that a candidate or an author has had a say in."""
    shown = sum(len(part.text) for part in (row.input, row.expected, row.actual) if part)
    differing = sum(len(segment.text) for segment in row.difference or ())
    checked = sum(len(check.title) + len(check.message) for check in row.checks or ())
    return len(row.stdout) + len(row.stderr) + shown + differing + checked


def schema() -> dict[str, Any]:
    """The JSON Schema of a report."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Report.model_json_schema(mode="serialization"),
        "title": f"Readyroom report, format {FORMAT}",
    }
