"""The catalogue: rows, filters and their counts, from a constant number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from graders.package.manifest import LEVELS
from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion
from webapp.practice.domain.progress import Progress, Status, progress_of


@dataclass(frozen=True)
class Row:
    """One problem as the catalogue shows it."""

    problem: Problem
    version: ProblemVersion
    progress: Progress

    @property
    def status(self) -> Status:
        """new, tried or solved."""
        return self.progress.status

    @property
    def set(self) -> ProblemSet:
        """The set it belongs to."""
        return self.problem.set

    @property
    def best(self) -> str:
        """How far the best submission of a problem that is not solved came, in words, or nothing."""
        best = self.progress.best
        if best is None or self.progress.solved:
            return ""
        if self.version.kind == ProblemVersion.Kind.DESIGN:
            return f"{best.score:g} of {best.points:g} points"
        return f"{best.passed} of {best.total} cases"

    @property
    def when(self) -> datetime | None:
        """When an unfinished draft was last touched."""
        return self.progress.left_open

    @property
    def left_open(self) -> bool:
        """Whether there is an unfinished draft."""
        return self.when is not None

    @property
    def levels(self) -> tuple[str, ...]:
        """Every level from the first to the last."""
        return LEVELS[LEVELS.index(self.version.level_from) : LEVELS.index(self.version.level_to) + 1]


@dataclass(frozen=True)
class SetRows:
    """A set with those of its problems that the filters let through; solved and total count all of them."""

    set: ProblemSet
    problems: list[Row]
    solved: int
    total: int


@dataclass(frozen=True)
class Filters:
    """What was chosen; an empty field lets everything through."""

    set: str = ""
    topic: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    q: str = ""
    sort: str = "set"

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.set or self.q or self.topic or self.kind or self.level or self.status)

    @classmethod
    def of(cls, cleaned: dict[str, Any]) -> "Filters":
        """From a form's cleaned data; fields that were refused count as empty."""
        many = {name: frozenset(cleaned.get(name) or ()) for name in ("topic", "kind", "level", "status")}
        q = " ".join((cleaned.get("q") or "").casefold().split())
        return cls(set=cleaned.get("set") or "", q=q, sort=cleaned.get("sort") or "set", **many)


@dataclass(frozen=True)
class Listing:
    """The whole page."""

    sets: list[SetRows]
    rows: list[Row] | None  # all in one list, where they are not sorted by set
    counts: dict[str, dict[str, int]]
    continue_: Row | None
    totals: dict[str, int] = field(default_factory=dict)


_TESTS: dict[str, Callable[[Filters, Row], bool]] = {
    "set": lambda f, row: not f.set or row.problem.set.slug == f.set,
    "topic": lambda f, row: not f.topic or bool(f.topic & row.version.topics.keys()),
    "kind": lambda f, row: not f.kind or row.version.kind in f.kind,
    "level": lambda f, row: not f.level or bool(f.level & set(row.levels)),
    "status": lambda f, row: not f.status or row.status in f.status,
    "q": lambda f, row: all(word in _haystack(row) for word in f.q.split()),
}
_SORTS: dict[str, Callable[[Row], Any]] = {
    "level": lambda row: (LEVELS.index(row.version.level_from), LEVELS.index(row.version.level_to)),
    "time": lambda row: row.version.minutes,
    "difficulty": lambda row: row.version.difficulty,
}


def list_problems(user: User | AnonymousUser, filters: Filters) -> Listing:
    """The catalogue for `user`: one query without an account, three with one."""
    rows = all_rows(user)
    shown = [row for row in rows if _passes(filters, row)]
    solved = sum(row.status == "solved" for row in rows)
    return Listing(
        sets=(sets := _by_set(rows, shown)),
        rows=None if filters.sort == "set" else sorted(shown, key=_SORTS[filters.sort]),
        counts=_counts(filters, rows),
        continue_=max((row for row in rows if row.when), key=lambda row: row.when or 0, default=None),
        totals={"shown": len(shown), "problems": len(rows), "solved": solved, "sets": len(sets)},
    )


def all_rows(user: User | AnonymousUser) -> list[Row]:
    """Every problem that is offered, in the order of the sets."""
    problems = (
        Problem.objects.filter(retired=False, current__isnull=False)
        .select_related("set", "current")
        .defer("current__statement_html", "current__editorial_html", "current__hints", "current__starter")
        .order_by("set__order", "set__slug", "order", "slug")
    )
    progress = progress_of(user)
    return [Row(p, p.current, progress.get(p.pk, Progress())) for p in problems if p.current]


def select(rows: list[Row], filters: Filters) -> list[Row]:
    """The rows that the filters let through, sorted as they say."""
    kept = [row for row in rows if _passes(filters, row)]
    return kept if filters.sort == "set" else sorted(kept, key=_SORTS[filters.sort])


def _by_set(rows: list[Row], shown: list[Row]) -> list[SetRows]:
    sets = {row.problem.set_id: row.problem.set for row in rows}
    grouped: list[SetRows] = []
    for key, problem_set in sets.items():
        mine = [row for row in rows if row.problem.set_id == key]
        kept = [row for row in shown if row.problem.set_id == key]
        grouped.append(
            SetRows(problem_set, kept, sum(row.status == "solved" for row in mine), total=len(mine))
        )
    return grouped


def _passes(filters: Filters, row: Row, but: str = "") -> bool:
    return all(test(filters, row) for name, test in _TESTS.items() if name != but)


def _counts(filters: Filters, rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Per field and value: how many problems choosing it would show, the other fields staying as they are."""
    values: dict[str, Callable[[Row], Iterable[str]]] = {
        "set": lambda row: (row.problem.set.slug,),
        "topic": lambda row: row.version.topics,
        "kind": lambda row: (row.version.kind,),
        "level": lambda row: row.levels,
        "status": lambda row: (row.status,),
    }
    counts: dict[str, dict[str, int]] = {}
    for name, of in values.items():
        tally = counts.setdefault(name, {})
        for row in rows:
            if _passes(filters, row, but=name):
                for value in of(row):
                    tally[value] = tally.get(value, 0) + 1
    return counts


def _haystack(row: Row) -> str:
    version, problem_set = row.version, row.problem.set
    words = (version.title, version.summary, problem_set.title, row.problem.slug, *version.topics)
    return " ".join(words).casefold()
