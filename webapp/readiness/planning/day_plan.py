"""From an interview date, a level and hours a week to a list for each day that is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from webapp.readiness.ability.estimate import Estimate
from webapp.readiness.ability.outputs import PER_HOUR, Range, hour_gains
from webapp.readiness.ability.rounds import Round
from webapp.readiness.planning.load import PER_DAY

REVIEW_SECONDS = 50
"""What a review takes."""
MOCK_DAYS = 14
"""Mock rounds belong to the last days; before that an hour of practice is worth more than an hour of rehearsal."""
SAME = 0.75
"""What is swapped for an entry gains at least this share of what the entry gains, and the entry this share of it."""
_LONGEST = 180


class Kind(StrEnum):
    """What an entry is."""

    PROBLEM = "problem"
    QUIZ = "quiz"
    REVIEW = "review"
    MOCK = "mock"


@dataclass(frozen=True, eq=False)
class Offering:
    """Something one can do: a problem, quiz or mock round of `minutes`, about topics by `weights` (T,), sum 1."""

    id: str
    kind: Kind
    minutes: int
    weights: NDArray[np.float64]


@dataclass(frozen=True)
class Done:
    """What has been done on a day: it stays, counts into the week's hours, and is not planned again."""

    day: date
    id: str
    minutes: int


@dataclass(frozen=True)
class Swap:
    """On `day` the person does not want `out`, and `into` in its place if there is room."""

    day: date
    out: str
    into: str


@dataclass(frozen=True)
class Entry:
    """One thing to do: the offering's `id` ("reviews" for reviews, `count` of them) and what it adds to the chance.

    `instead` is what it can be swapped for: the offering that is worth most nearly as much and fits the day.
    """

    kind: Kind
    id: str
    minutes: int
    gain: Range | None = None
    count: int = 1
    instead: str | None = None


@dataclass(frozen=True)
class Day:
    """A day and its entries, reviews first and then by gain per hour; none on a free day."""

    day: date
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        """All together."""
        return sum(entry.minutes for entry in self.entries)


def plan(
    estimate: Estimate,
    targets: Sequence[Round],
    today: date,
    interview_day: date,
    hours_per_week: float,
    offerings: Sequence[Offering],
    reviews_due: Mapping[date, int] | None = None,
    *,
    done: Collection[Done] = (),
    swaps: Collection[Swap] = (),
) -> list[Day]:
    """Every day from `today` up to the day before the interview.

    In no calendar week (from Monday) more than `hours_per_week`, what is `done` included; each day gets its share of
    what is left, or what earlier days left over. Most gain in the chance of passing `targets` per hour comes first, and
    what is planned counts as learned for the days after, so topics take turns. `swaps` change what a day has, never its
    hours. The same input gives the same plan. ValueError for hours that are none.
    """
    if not 0 <= hours_per_week <= 168:
        raise ValueError(f"{hours_per_week} hours a week")
    left = [offering for offering in offerings if offering.id not in {one.id for one in done}]
    waiting = 0
    days: list[Day] = []
    day = today
    gains: list[Range] | None = None
    while day < interview_day and len(days) < _LONGEST:
        waiting += (reviews_due or {}).get(day, 0)
        # Without targets there is nothing to gain, and nothing but reviews to plan.
        gains = gains or (hour_gains(estimate, targets) if targets and left else [])
        budget = _budget(day, today, interview_day, hours_per_week, days, done)
        reviews = min(waiting, PER_DAY, budget * 60 // REVIEW_SECONDS)
        waiting -= reviews
        entries = [_review(reviews)] if reviews else []
        budget -= sum(entry.minutes for entry in entries)
        days_left = (interview_day - day).days
        today_left, wanted = _swapped(left, swaps, day)
        chosen = _chosen(today_left, wanted, gains, budget, days_left) if gains else []
        if chosen:
            entries += _entries(chosen, today_left, gains, budget, days_left)
            learned = sum(offering.weights * (offering.minutes / 60) for offering in chosen) * PER_HOUR
            estimate, gains = replace(estimate, mean=estimate.mean + learned), None
        left = [offering for offering in left if offering not in chosen]
        days.append(Day(day, tuple(entries)))
        day += timedelta(1)
    return days


def _budget(
    day: date,
    today: date,
    interview_day: date,
    hours: float,
    days: Sequence[Day],
    done: Collection[Done],
) -> int:
    """Minutes for `day`: the week's, shared out over the days that are left of it, with what earlier ones kept."""
    monday = day - timedelta(day.weekday())
    first, last = max(monday, today), min(monday + timedelta(7), interview_day)
    had = sum(one.minutes for one in done if monday <= one.day < monday + timedelta(7))
    planned = sum(one.minutes for one in days if one.day >= monday)
    week = max(0.0, hours * 60 - had)
    # A week that the interview cuts short has as many hours as its days have of a whole one.
    if last < monday + timedelta(7):
        week = min(week, hours * 60 * (last - first).days / 7)
    share = week * ((day - first).days + 1) / (last - first).days
    return int(max(0.0, share - planned))


def _review(count: int) -> Entry:
    return Entry(Kind.REVIEW, "reviews", -(-count * REVIEW_SECONDS // 60), count=count)


def _swapped(
    left: Sequence[Offering], swaps: Collection[Swap], day: date
) -> tuple[list[Offering], list[Offering]]:
    """What a day may have, and of that what was swapped in: no `out` of this day, and no `into` of a later one.

    Who wants no quiz on a topic that day wants no other of its quizzes either.
    """
    out = {swap.out for swap in swaps if swap.day == day}
    into = {swap.into for swap in swaps if swap.day == day}
    later = {swap.into for swap in swaps if swap.day > day}
    quizzes = [one for one in left if one.id in out and one.kind is Kind.QUIZ]
    may = [
        offering
        for offering in left
        if offering.id not in out | later and not any(_alike(offering, one) for one in quizzes)
    ]
    return may, [offering for offering in may if offering.id in into]


def _chosen(
    left: Sequence[Offering], wanted: Sequence[Offering], gains: list[Range], budget: int, days_left: int
) -> list[Offering]:
    """What goes into `budget` minutes: first what is `wanted`, then by gain per hour.

    A day has one mock round, near the end, and one quiz a topic. Of offerings that are worth the same the first in the
    catalogue comes first.
    """
    ranked = sorted(left, key=lambda offering: -_worth(offering, gains, days_left))
    chosen: list[Offering] = []
    for offering in [*wanted, *ranked]:
        again = offering in chosen or any(_alike(offering, one) for one in chosen)
        if offering.minutes <= budget and not again and _worth(offering, gains, days_left) > 0:
            chosen.append(offering)
            budget -= offering.minutes
    return sorted(chosen, key=lambda offering: -_per_hour(offering, gains))


def _entries(
    chosen: Sequence[Offering], left: Sequence[Offering], gains: list[Range], budget: int, days_left: int
) -> list[Entry]:
    """The entries of a day, each with what it can be swapped for."""
    spare = budget - sum(offering.minutes for offering in chosen)
    others = [one for one in left if one not in chosen and _worth(one, gains, days_left) > 0]
    worths = np.array([_per_hour(one, gains) * one.minutes for one in others])
    entries = []
    for offering in chosen:
        rest = [one for one in chosen if one is not offering]
        worth = _per_hour(offering, gains) * offering.minutes
        apart = np.abs(np.log(worths / worth))
        fitting = [
            (distance, place)
            for place, (one, distance) in enumerate(zip(others, apart, strict=True))
            if distance <= -np.log(SAME)
            and one.minutes <= offering.minutes + spare
            and not any(_alike(one, other) for other in rest)
            and not (one.kind is Kind.QUIZ and _alike(one, offering))  # the same again is no change
        ]
        instead = others[min(fitting)[1]].id if fitting else None
        entries.append(replace(_entry(offering, gains), instead=instead))
    return entries


def _alike(one: Offering, other: Offering) -> bool:
    """Whether a day that has one should not have the other too."""
    if one.kind is not other.kind:
        return False
    return one.kind is Kind.MOCK or (one.kind is Kind.QUIZ and np.array_equal(one.weights, other.weights))


def _worth(offering: Offering, gains: list[Range], days_left: int) -> float:
    """Gain per hour; a mock round's grows from nothing at `MOCK_DAYS` to double on the last day."""
    near = 1.0 if offering.kind is not Kind.MOCK else 2 * max(0.0, 1 - (days_left - 1) / MOCK_DAYS)
    return near * _per_hour(offering, gains)


def _per_hour(offering: Offering, gains: list[Range]) -> float:
    return float(sum(weight * gain.value for weight, gain in zip(offering.weights, gains, strict=True)))


def _entry(offering: Offering, gains: list[Range]) -> Entry:
    hours = offering.minutes / 60
    value, low, high = (
        float(hours * (offering.weights @ np.array([getattr(gain, end) for gain in gains])))
        for end in ("value", "low", "high")
    )
    return Entry(offering.kind, offering.id, offering.minutes, Range(value, low, high))
