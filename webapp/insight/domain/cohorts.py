"""How a cohort does at what it was assigned: item by item, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from webapp.insight.measures import Interval, median, share
from webapp.practice.models import HintReveal
from webapp.readiness.models import Evidence
from webapp.teaching.domain.access import candidates_of
from webapp.teaching.models import Cohort, Item, Work

SOLVED = 0.9995
"""From this share of the points on an item counts as solved: floating points add up to a little less than all."""
COLUMNS = (
    "assignment", "item", "kind", "people", "tried", "attempts", "solved", "solved_low", "solved_high", "score",
    "score_low", "score_high", "minutes", "minutes_low", "minutes_high", "hinted", "late",
)  # fmt: skip


@dataclass(frozen=True)
class ItemRow:
    """One item: of `people` who are taught now, those who `tried`, and what came of it. `score` is a median, 0 to 1."""

    item: Item
    people: int
    tried: int
    attempts: int
    solved: Interval | None
    score: Interval | None
    minutes: Interval | None
    hinted: Interval | None
    late: int

    def as_row(self) -> dict[str, Any]:
        """For CSV and JSON."""
        values = (
            self.item.assignment.title, self.item.title, self.item.kind, self.people, self.tried, self.attempts,
            *_three(self.solved), *_three(self.score), *_three(self.minutes),
            self.hinted.value if self.hinted else None, self.late,
        )  # fmt: skip
        return dict(zip(COLUMNS, values, strict=True))


def rows_of(cohort: Cohort) -> list[ItemRow]:
    """Every item of the cohort's published assignments."""
    people = {member.user_id for member in candidates_of(cohort)}
    items = list(
        Item.objects.filter(assignment__cohort=cohort, assignment__published_at__isnull=False)
        .select_related("assignment", "version__problem__set")
        .defer("version__statement_html", "version__editorial_html", "version__starter")
        .order_by("assignment__due_at", "assignment", "number")
    )
    work: defaultdict[int, list[tuple[int, float | None, bool]]] = defaultdict(list)
    handed = Work.objects.filter(item__in=items, user__in=people)
    for item, user, score, late in handed.values_list("item_id", "user_id", "score", "late"):
        work[item].append((user, score, late))
    problems = {item.version.problem_id for item in items if item.version}
    hinted: defaultdict[int, set[int]] = defaultdict(set)
    for problem, user in HintReveal.objects.filter(problem__in=problems, user__in=people).values_list(
        "problem_id", "user_id"
    ):
        hinted[problem].add(user)
    minutes: defaultdict[int, list[float]] = defaultdict(list)
    solved = Evidence.objects.filter(kind=Evidence.Kind.CODE, user__in=people, category__gt=0)
    versions = {item.version_id for item in items if item.version_id}
    for version, facts in solved.filter(problem__in=versions).values_list("problem_id", "facts"):
        if facts.get("minutes") is not None:
            minutes[version].append(facts["minutes"])
    return [
        _row(
            item,
            len(people),
            work[item.pk],
            minutes[item.version_id] if item.version_id else [],
            hinted[item.version.problem_id] if item.version else set(),
        )
        for item in items
    ]


def _row(
    item: Item,
    people: int,
    rows: list[tuple[int, float | None, bool]],
    minutes: list[float],
    hinted: set[int],
) -> ItemRow:
    tried = {user for user, _, _ in rows}
    best: dict[int, float] = {}
    for user, score, _ in rows:
        if score is not None:
            best[user] = max(best.get(user, 0.0), score)
    return ItemRow(
        item,
        people,
        len(tried),
        len(rows),
        share(sum(score >= SOLVED for score in best.values()), len(best)),
        median(list(best.values())),
        median(minutes),
        share(len(tried & hinted), len(tried)) if item.version else None,
        len({user for user, _, late in rows if late}),
    )


def _three(found: Interval | None) -> tuple[Any, Any, Any]:
    if found is None:
        return None, None, None
    row = found.as_dict()
    return row["value"], row["low"], row["high"]
