"""Difficulty and discrimination of questions and problems together, by the model that readiness stands on.

A problem is one graded answer per person: not solved, solved, solved at the first attempt without hints. People are known
from their other answers, so an item is not measured by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from webapp.catalog.models import ProblemVersion
from webapp.insight.measures import Interval, normal
from webapp.readiness.ability import NumericFailure
from webapp.readiness.ability.calibration import Calibration, Parameters, calibrated
from webapp.readiness.ability.evidence import (
    AUTHOR_UNCERTAINTY,
    CODE_OFFSETS,
    DISCRIMINATION,
    PARTLY,
    Kind,
)
from webapp.readiness.ability.misfit import fit
from webapp.readiness.ability.people import Answers, Curves
from webapp.readiness.domain.calibrating import MEMORY
from webapp.readiness.domain.population import newcomer
from webapp.readiness.domain.scale import place, shares
from webapp.readiness.models import Evidence, ItemVersion

Name = tuple[str, int]
"""("item", pk of an ItemVersion) or ("problem", pk of a ProblemVersion)."""
PEOPLE = 10
"""Fewer people say next to nothing of an item; then there are only its author's figures."""
SURPRISING = 3.0
"""Deviations from which on an item does not behave as the model says."""


@dataclass(frozen=True)
class Curve:
    """Of one item: difficulty (logits, on the scale of the levels), discrimination (per logit), and how it fits.

    `author` is the author's difficulty; fit is in standard deviations from what chance explains, None where unknown.
    """

    difficulty: Interval
    discrimination: Interval
    author: float
    infit: float | None
    outfit: float | None

    @property
    def misfit(self) -> bool:
        """Whether it does not behave as the model says."""
        return any(abs(z) > SURPRISING for z in (self.infit, self.outfit) if z is not None)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "difficulty": self.difficulty.as_dict(),
            "discrimination": self.discrimination.as_dict(),
            "author": self.author,
            "infit": self.infit,
            "outfit": self.outfit,
            "misfit": self.misfit,
        }


@dataclass(frozen=True)
class Calibrated:
    """`abilities` of people along an item's topics, by all that they did but that item; `why` says why there is none."""

    curves: dict[Name, Curve] = field(default_factory=dict)
    abilities: dict[Name, dict[int, float]] = field(default_factory=dict)
    people: int = 0
    answers: int = 0
    why: str = ""


@dataclass(frozen=True)
class _Row:
    person: int
    name: Name
    category: int


def calibrate(now: datetime) -> Calibrated:
    """Everything that was answered within the last year, at once."""
    rows = [*_quiz(now), *_code(now)]
    people = sorted({row.person for row in rows})
    if len(people) < PEOPLE:
        why = f"Difficulties need the answers of {PEOPLE} people at least, and there are {len(people)}."
        return Calibrated(people=len(people), answers=len(rows), why=why)
    names = sorted({row.name for row in rows})
    persons, places = ({value: n for n, value in enumerate(values)} for values in (people, names))
    answers = Answers(
        np.array([persons[row.person] for row in rows], dtype=np.intp),
        np.array([places[row.name] for row in rows], dtype=np.intp),
        np.array([row.category for row in rows], dtype=np.intp),
    )
    prior, authors = _authored(names)
    try:
        outcome = calibrated(answers, prior, newcomer())
    except NumericFailure as error:
        return Calibrated(people=len(people), answers=len(rows), why=f"Difficulties did not settle: {error}.")
    return Calibrated(
        _curves(names, authors, outcome), _abilities(rows, names, outcome), len(people), len(rows)
    )


def _quiz(now: datetime) -> Iterable[_Row]:
    rows = Evidence.objects.filter(kind=Evidence.Kind.QUIZ, item__isnull=False, at__gte=now - MEMORY)
    for user, item, category in rows.order_by("user", "number").values_list("user_id", "item_id", "category"):
        yield _Row(user, ("item", item), category)


def _code(now: datetime) -> Iterable[_Row]:
    rows = Evidence.objects.filter(kind=Evidence.Kind.CODE, problem__isnull=False, at__gte=now - MEMORY)
    best: dict[tuple[int, int], int] = {}
    for user, problem, category, facts in rows.values_list("user_id", "problem_id", "category", "facts"):
        unaided = facts.get("attempt") == 1 and not facts.get("hints")
        reached = 0 if category == 0 else 2 if unaided else 1
        best[user, problem] = max(best.get((user, problem), 0), reached)
    for (user, problem), reached in sorted(best.items()):
        yield _Row(user, ("problem", problem), reached)


def _authored(names: list[Name]) -> tuple[Parameters, NDArray[np.float64]]:
    """The items as their authors have them, and the authors' difficulties (N,)."""
    items = ItemVersion.objects.filter(pk__in=[pk for kind, pk in names if kind == "item"])
    problems = ProblemVersion.objects.filter(pk__in=[pk for kind, pk in names if kind == "problem"])
    by_item = {row.pk: row for row in items.defer("content", "html")}
    by_problem = {row.pk: row for row in problems.defer("statement_html", "editorial_html", "starter")}
    steps = np.full((len(names), 2), np.inf)
    authors, slopes, weights = np.zeros(len(names)), np.zeros(len(names)), []
    for n, (kind, pk) in enumerate(names):
        if kind == "item":
            item = by_item[pk]
            type_, at = Kind(item.type), place(item.level, item.level, item.difficulty)
            ends = [at + PARTLY, at] if type_ in (Kind.SEVERAL, Kind.ORDERING) else [at]
            topics = item.topics
        else:
            problem = by_problem[pk]
            type_, at = Kind.CODE, place(problem.level_from, problem.level_to, problem.difficulty)
            ends, topics = [at + CODE_OFFSETS[0], at + CODE_OFFSETS[2]], problem.topics
        steps[n, : len(ends)] = ends
        authors[n], slopes[n] = at, DISCRIMINATION[type_]
        weights.append(shares(topics))
    curves = Curves(np.stack(weights), slopes, steps)
    return Parameters.authored(curves, np.full(len(names), AUTHOR_UNCERTAINTY)), authors


def _curves(names: list[Name], authors: NDArray[np.float64], outcome: Calibration) -> dict[Name, Curve]:
    found, fits = outcome.parameters, fit(outcome)
    curves = {}
    for n, name in enumerate(names):
        count, slope = int(fits.answers[n]), float(found.curves.slopes[n])
        log_slope = normal(float(np.log(slope)), float(found.slope_uncertainty[n]), count)
        author = float(authors[n])
        curves[name] = Curve(
            normal(author + float(found.shift[n]), float(found.shift_uncertainty[n]), count),
            Interval(slope, float(np.exp(log_slope.low)), float(np.exp(log_slope.high)), count),
            author,
            _finite(fits.infit_z[n]),
            _finite(fits.outfit_z[n]),
        )
    return curves


def _abilities(rows: list[_Row], names: list[Name], outcome: Calibration) -> dict[Name, dict[int, float]]:
    means, _ = outcome.people.others()
    found: dict[Name, dict[int, float]] = {name: {} for name in names}
    for row, mean in zip(rows, means, strict=True):
        found[row.name].setdefault(row.person, float(mean))
    return found


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
