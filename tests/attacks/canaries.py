"""What nobody may find: a canary in every hidden place, and the search for them in all that comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graders.caseset import fixed_cases, fresh_cases
from graders.cells import Author
from graders.messages import Event, Kind
from graders.package import Package
from graders.report import Report, first_failing, for_audience
from sandboxes import Pool

SEED = 727_274_657_311
COMMON = {
    "reference": "cnry-source-reference",
    "generator": "cnry-source-cases",
    "checker": "cnry-source-checker",
    "examiner": "cnry-source-examiner",
    "another submission": "cnry-victim",
    "the host's environment": "cnry-environment",
    "the host's files": "cnry-host-file",
    "the host's network": "cnry-network",
    "the seed": str(SEED),
}
SAID = ("stdout", "stderr", "actual", "error", "message", "checks")
"""Fields of a row that the candidate's process has a say in."""


@dataclass(frozen=True)
class Canaries:
    """Of one package with the cases of SEED: what belongs to each case, by its number, and what belongs to none."""

    own: dict[int, set[str]]
    hidden: set[int]

    @classmethod
    def of(cls, package: Package, pool: Pool) -> Canaries:
        """Draw the cases that a submission with SEED gets."""
        with Author(pool, package) as author:
            fixed = fixed_cases(package, pool)
            cases = [*fixed, *fresh_cases(package, author, SEED, len(fixed))]
        own = {}
        for case in cases:
            words = texts([case.args, case.expected and case.expected.value])
            own[case.number] = {word for word in words if word.startswith("cnry-")}
        visible = {group.id for group in package.manifest.groups if not group.hidden}
        return cls(own, {case.number for case in cases if case.group not in visible})

    def leaks(self, report: Report, events: list[Event]) -> list[str]:
        """Where a canary is that should not be there, in words; none if the walls have held."""
        return [*self._into_the_cell(report), *self._to_the_candidate(report), *self._on_the_way(events)]

    def _into_the_cell(self, report: Report) -> Iterator[str]:
        """Whatever the candidate's process says, it may know its own case alone."""
        for row in report.json_dict()["cases"]:
            said = _dump({name: row[name] for name in SAID})
            yield from (f"case {row['number']} knew {what}" for what in self._in(said, {row["number"]}))

    def _to_the_candidate(self, report: Report) -> Iterator[str]:
        """A candidate may see what is not hidden, and the first case that failed."""
        view = for_audience(report, "candidate")
        first = first_failing(view["cases"])
        shown = {row["number"] for row in view["cases"] if row is first or not row["hidden"]}
        for row in view["cases"]:
            yield from (
                f"case {row['number']} shows {what}" for what in self._in(_dump(row), shown & {row["number"]})
            )
        rest = _dump({name: value for name, value in view.items() if name != "cases"})
        yield from (f"the report shows {what}" for what in self._in(rest, shown))

    def _on_the_way(self, events: list[Event]) -> Iterator[str]:
        visible = set(self.own) - self.hidden
        for event in events:
            if event.kind is not Kind.DONE:
                yield from (
                    f"the event {event.number} shows {what}" for what in self._in(_dump(event.data), visible)
                )

    def _in(self, text: str, allowed: set[int]) -> Iterator[str]:
        yield from (f"{what} ({canary})" for what, canary in COMMON.items() if canary in text)
        known = {canary for number in allowed for canary in self.own.get(number, ())}
        for number, canaries in self.own.items():
            yield from (f"case {number} ({canary})" for canary in canaries - known if canary in text)


def texts(value: Any) -> Iterator[str]:
    """All texts in a value, keys of dicts included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
