"""The readiness page: topics against the target, chances of the rounds, what moved and why. Figures, no markup."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.readiness.ability import Estimate
from webapp.readiness.ability.outputs import Range, hour_gains, loop_chance, round_chance, weakest
from webapp.readiness.domain.estimating import Standing, array, standing_before, standing_of
from webapp.readiness.domain.scale import LoopRound, in_levels, loop
from webapp.readiness.models import Evidence, Goal, Step

WEEK = timedelta(days=7)
WEEKS = 8
"""How far back the trend looks."""
LITTLE = 8
"""Below so many pieces of evidence a topic is marked as little known."""
_NINETY, _FIFTY = (NormalDist().inv_cdf(0.5 + share / 2) for share in (0.9, 0.5))


@dataclass(frozen=True)
class TopicRow:
    """One topic in places on the ladder of levels (0 is the first level's line); `was` is a week ago.

    `hour` is what an hour on it is expected to add to the chance of passing the loop.
    """

    topic: str
    at: float
    ninety: tuple[float, float]
    fifty: tuple[float, float]
    was: float | None
    weakest: float
    hour: Range
    pieces: int

    @property
    def moved(self) -> float:
        """Levels since a week ago."""
        return 0.0 if self.was is None else self.at - self.was

    @property
    def little(self) -> bool:
        """Whether hardly anything is known."""
        return self.pieces < LITTLE


@dataclass(frozen=True)
class RoundRow:
    """The chance of passing one round."""

    round: LoopRound
    chance: Range
    lowest: bool


@dataclass(frozen=True)
class Point:
    """The chance of passing the loop as it stood at one time."""

    at: datetime
    chance: Range


@dataclass(frozen=True)
class Moved:
    """One piece of evidence and by how many levels it moved the topic that it is mostly about."""

    evidence: Evidence
    topic: str
    weight: float
    failed: bool


@dataclass(frozen=True)
class Overview:
    """All of it; `topics` by the chance to be the weakest, `moved` by weight."""

    goal: Goal
    standing: Standing
    topics: list[TopicRow]
    rounds: list[RoundRow]
    chance: Range
    week_ago: Range | None
    trend: list[Point]
    moved: list[Moved]
    quiet: list[str]  # topics without news this week

    @property
    def worth_most(self) -> TopicRow:
        """The topic on which an hour adds most."""
        return max(self.topics, key=lambda row: row.hour.value)

    @property
    def empty(self) -> bool:
        """Whether there is no evidence at all."""
        return self.standing.number == 0


def overview(user: User, goal: Goal, now: datetime) -> Overview:
    """Everything that the page shows, as of `now`."""
    standing, before = standing_of(user, now), standing_before(user, now - WEEK, now - WEEK)
    rounds = [round_.against(goal.level) for round_ in loop()]
    chances = [round_chance(standing.estimate, round_) for round_ in rounds]
    lowest = min(range(len(rounds)), key=lambda index: chances[index].value)
    moved = moved_since(user, now - WEEK)
    return Overview(
        goal=goal,
        standing=standing,
        topics=_topics(user, standing.estimate, before, hour_gains(standing.estimate, rounds)),
        rounds=[
            RoundRow(round_, chance, index == lowest)
            for index, (round_, chance) in enumerate(zip(loop(), chances, strict=True))
        ],
        chance=loop_chance(standing.estimate, rounds),
        week_ago=loop_chance(before.estimate, rounds) if before.number else None,
        trend=_trend(user, goal, now),
        moved=moved,
        quiet=[topic for topic in TOPICS if topic not in {piece.topic for piece in moved}],
    )


def _topics(user: User, estimate: Estimate, before: Standing, hours: Sequence[Range]) -> list[TopicRow]:
    pieces = Counter(
        topic
        for topics in Evidence.objects.filter(user=user).values_list("topics", flat=True)
        for topic in topics
    )
    rows = [
        TopicRow(
            topic=topic,
            at=in_levels(mean),
            ninety=(in_levels(mean - _NINETY * deviation), in_levels(mean + _NINETY * deviation)),
            fifty=(in_levels(mean - _FIFTY * deviation), in_levels(mean + _FIFTY * deviation)),
            was=in_levels(before.estimate.mean[index]) if before.number else None,
            weakest=float(chance),
            hour=hours[index],
            pieces=pieces[topic],
        )
        for index, (topic, mean, deviation, chance) in enumerate(
            zip(TOPICS, estimate.mean, estimate.deviations, weakest(estimate), strict=True)
        )
    ]
    return sorted(rows, key=lambda row: -row.weakest)


def _trend(user: User, goal: Goal, now: datetime) -> list[Point]:
    """Week by week from the first evidence, at most `WEEKS` back."""
    first = Step.objects.filter(user=user).order_by("number").values_list("at", flat=True).first()
    if first is None:
        return []
    rounds = [round_.against(goal.level) for round_ in loop()]
    times = [now - WEEK * back for back in range(WEEKS, 0, -1) if now - WEEK * back >= first]
    times = [first, *times, now] if first > now - WEEK * WEEKS else [*times, now]
    return [Point(at, loop_chance(standing_before(user, at, at).estimate, rounds)) for at in times]


def moved_since(user: User, then: datetime) -> list[Moved]:
    """Each piece of evidence since then with its weight, the heaviest first."""
    steps = Step.objects.filter(user=user, evidence__at__gte=then).select_related(
        "evidence__item__item", "evidence__problem__problem__set"
    )
    rows = [
        _moved(step) for step in steps.defer("covariance", "evidence__item__content", "evidence__item__html")
    ]
    return sorted(rows, key=lambda row: (-abs(row.weight), -row.evidence.number))


def _moved(step: Step) -> Moved:
    topic = max(step.evidence.topics, key=lambda name: (step.evidence.topics[name], name))
    index = TOPICS.index(topic)
    after = float(array(step.mean)[index])
    before = after - float(array(step.moved)[index])
    return Moved(step.evidence, topic, in_levels(after) - in_levels(before), step.failed)
