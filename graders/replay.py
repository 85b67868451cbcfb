"""Grade an old submission again, and say in what the report differs from the one there was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from graders.grading import grade
from graders.messages import Job, Queue
from graders.package.model import Package
from graders.report import Report
from sandboxes import Pool

MEASURED = frozenset(("time_s", "cpu_s", "memory_bytes"))
"""What two runs of the same code may differ in, wherever it stands."""
FRAME = frozenset(("attempt", "engine", "smaller"))
"""Of the whole report: who graded, when and for which time, and what was found afterwards as time allowed."""
GROWTH = ("call", "size", "asked", "group", "when_slower", "state")
"""Of a row on growth: what is asked, and what came out; the rest is measured."""
DEVICE = ("wants", "ran_on", "size")
"""Of where it ran: what cases and answers hang on."""
_MISSING = "nothing"


class Record(BaseModel):
    """All that a verdict hangs on beside its package, and the report there was; limits are the package's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal[1] = 1
    submission: UUID
    mode: Literal["run", "grade"]
    package: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    files: dict[str, str]
    own_input: str | None = None
    seed: int | None = None
    report: Report | None = None

    def job(self) -> Job:
        """The same job, on the same fresh cases, on a device if it was graded on one."""
        device = self.report.device if self.report else None
        return Job(
            submission=self.submission,
            attempt=1,
            mode=self.mode,
            package=self.package,
            files=self.files,
            own_input=self.own_input,
            seed=self.seed,
            queue=Queue.GPU if device and device.ran_on != "cpu" else Queue.GRADE,
        )


@dataclass(frozen=True)
class Change:
    """One thing that differs: where (`cases[3].verdict`), what it was, what it is."""

    where: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.where}: {_short(self.old)} → {_short(self.new)}"


def replay(record: Record, package: Package, pool: Pool) -> Report:
    """The report of the same files on the same cases today."""
    return grade(record.job(), package, pool, lambda event: None)


def changes(old: Report, new: Report) -> list[Change]:
    """Everything in which two reports differ except what is measured and who graded."""
    return list(_compare("", _comparable(old), _comparable(new)))


def engines(old: Report, new: Report) -> list[Change]:
    """In what the two engines differ: versions, backend, seed; not in their times."""
    times = ("started", "finished")
    one, other = ({k: v for k, v in r.engine.model_dump().items() if k not in times} for r in (old, new))
    return list(_compare("engine", one, other))


def _comparable(report: Report) -> dict[str, Any]:
    data = {key: value for key, value in report.json_dict().items() if key not in FRAME}
    if data["device"]:  # which card it was, and how quick, is measured
        data["device"] = {key: data["device"][key] for key in DEVICE}
    if data["growth"]:
        data["growth"] = [{key: row[key] for key in GROWTH} for row in data["growth"]]
        if data["message"] and data["message"]["id"].startswith(
            "growth."
        ):  # its words tell what was measured
            data["message"] = {"id": data["message"]["id"]}
    return data


def _compare(where: str, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in MEASURED:
                yield from _compare(f"{where}.{key}" if where else key, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            one, other = (part[place] if place < len(part) else _MISSING for part in (old, new))
            yield from _compare(f"{where}[{place + 1}]", one, other)
    elif old != new:
        yield Change(where, old, new)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
