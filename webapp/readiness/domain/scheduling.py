"""The days that are left: what to do on each, from what there is to do and what an hour of it is expected to gain."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from graders.package.manifest import LEVELS, TOPICS
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.readiness import planning
from webapp.readiness.domain.estimating import standing_of
from webapp.readiness.domain.remembering import load_of, memories_of
from webapp.readiness.domain.scale import loop, shares
from webapp.readiness.models import Evidence, Goal, Review, Swap

HORIZON = 14
"""Days that are planned while there is no date."""
QUIZ_MINUTES = 20
MOST_OFFERED = 60
"""Problems that a plan is made from, in the order of the catalogue."""
KEPT_S = 3600


@dataclass(frozen=True)
class Task:
    """An entry of the plan as people read it; `address` is where to start it, if there is such a place."""

    kind: str
    title: str
    about: str
    minutes: int
    gain: tuple[float, float, float] | None  # expected, low, high; points of the chance of passing
    address: str = ""
    id: str = ""  # of the offering, as swaps name it
    instead: str = ""  # the offering that it can be swapped for
    instead_title: str = ""


@dataclass(frozen=True)
class PlannedDay:
    """One day."""

    day: date
    tasks: tuple[Task, ...]
    swapped: bool = False

    @property
    def minutes(self) -> int:
        """All together."""
        return sum(task.minutes for task in self.tasks)


@dataclass(frozen=True)
class _Offered:
    offering: planning.Offering
    title: str
    about: str
    address: str = ""


def plan_of(user: User, goal: Goal, now: datetime) -> list[PlannedDay]:
    """Today and every day before the interview. Made anew whenever what it is made of has changed."""
    key = _key(user, goal, now)
    kept = cache.get(key)
    if kept is None:
        kept = _plan(user, goal, now)
        cache.set(key, kept, KEPT_S)
    return kept


def _key(user: User, goal: Goal, now: datetime) -> str:
    """Changes with the evidence, the reviews, the goal, the problems and the day."""
    facts = (
        user.pk, timezone.localdate(now), standing_of(user, now).number, goal.level, goal.interview_on,
        goal.hours_per_week, [(memory.pk, memory.due_at) for memory in memories_of(user)],
        Problem.objects.filter(retired=False).count(),
        list(Swap.objects.filter(user=user).order_by("pk").values_list("day", "out", "into")),
    )  # fmt: skip
    return "readiness:plan:" + sha256(repr(facts).encode()).hexdigest()


def _plan(user: User, goal: Goal, now: datetime) -> list[PlannedDay]:
    today = timezone.localdate(now)
    interview = goal.interview_on or today + timedelta(HORIZON)
    if interview <= today:
        return []
    swaps = [
        planning.Swap(row.day, row.out, row.into) for row in Swap.objects.filter(user=user, day__gte=today)
    ]
    offered = {one.offering.id: one for one in _offerings(user, goal, (interview - today).days)}
    days = planning.plan(
        standing_of(user, now).estimate,
        [round_.against(goal.level) for round_ in loop()],
        today,
        interview,
        goal.hours_per_week,
        [one.offering for one in offered.values()],
        {
            load.day: round(load.expected)
            for load in load_of(user, now, min((interview - today).days, HORIZON))
        },
        done=_done(user, today),
        swaps=swaps,
    )
    changed = {swap.day for swap in swaps}
    return [
        PlannedDay(day.day, tuple(_task(entry, offered) for entry in day.entries), day.day in changed)
        for day in days
    ]


def _offerings(user: User, goal: Goal, days: int) -> list[_Offered]:
    """Problems that are not solved, a quiz on each topic for every week, and the rounds of the loop."""
    solved = set(user.submissions.filter(mode="grade", verdict="AC").values_list("problem_id", flat=True))
    problems = Problem.objects.filter(retired=False, current__isnull=False).select_related("set", "current")
    problems = problems.defer("current__statement_html", "current__editorial_html", "current__hints")
    fitting = [p for p in problems if p.pk not in solved and p.current and _fits(p, goal.level)]
    offered = [_problem(problem) for problem in fitting[:MOST_OFFERED]]
    for repeat in range(1 + days // 7):
        offered += [_quiz(topic, repeat) for topic in TOPICS]
    if goal.interview_on:
        offered += [
            _Offered(
                planning.Offering(
                    f"mock:{round_.number}", planning.Kind.MOCK, round_.minutes, shares(round_.topics)
                ),
                f"Mock round {round_.number}: {round_.title}",
                f"Aloud and against the clock · level {goal.level}",
                reverse("interviews:index"),
            )
            for round_ in loop()
        ]
    return offered


def _fits(problem: Problem, level: str) -> bool:
    assert problem.current is not None
    return LEVELS.index(problem.current.level_from) <= LEVELS.index(
        level
    )  # what lies above the target comes after the interview


def _problem(problem: Problem) -> _Offered:
    version = problem.current
    assert version is not None
    heaviest = max(version.topics, key=lambda topic: version.topics[topic])
    levels = (
        version.level_from
        if version.level_from == version.level_to
        else f"{version.level_from} to {version.level_to}"
    )
    offering = planning.Offering(
        f"problem:{problem}", planning.Kind.PROBLEM, version.minutes, shares(version.topics)
    )
    return _Offered(
        offering, version.title, f"Problem · {heaviest} · level {levels}", problem.get_absolute_url()
    )


def _quiz(topic: str, repeat: int) -> _Offered:
    offering = planning.Offering(
        f"quiz:{topic}:{repeat}", planning.Kind.QUIZ, QUIZ_MINUTES, shares({topic: 1.0})
    )
    return _Offered(
        offering, f"Check on {topic}", "Quiz · about 15 questions", f"/readiness/check/?focus={topic}"
    )


def _done(user: User, today: date) -> list[planning.Done]:
    """What this week's evidence and reviews show to have been done, with the minutes that it took."""
    monday = today - timedelta(today.weekday())
    spent: dict[tuple[date, str], float] = defaultdict(float)
    pieces = Evidence.objects.filter(user=user, at__date__gte=monday).select_related("problem__problem__set")
    for piece in pieces.defer("problem__statement_html", "problem__editorial_html", "problem__hints"):
        day, facts = timezone.localdate(piece.at), piece.facts
        if piece.kind == Evidence.Kind.QUIZ:
            spent[day, piece.source.rpartition(":")[0]] += facts.get("seconds", 0) / 60
        elif piece.problem is not None:  # the time of its last attempt, which is from the first trace on
            spent[day, f"attempt:{piece.problem.problem}"] = facts.get("minutes") or piece.problem.minutes
        elif "minutes" in facts:  # once, however many questions of the round are marked
            round_ = facts.get("round") or piece.source.partition(":")[2]
            spent[day, _mocks().get(piece.title, f"round:{round_}")] = facts["minutes"]
    reviews = Review.objects.filter(memory__user=user, source__startswith="due:", at__date__gte=monday)
    for at in reviews.values_list("at", flat=True):
        spent[timezone.localdate(at), "reviews"] += planning.REVIEW_SECONDS / 60
    return [planning.Done(day, id, round(minutes)) for (day, id), minutes in spent.items()]


def _mocks() -> dict[str, str]:
    """Title of a round of the loop -> the offering that plans it."""
    return {round_.title: f"mock:{round_.number}" for round_ in loop()}


def _task(entry: planning.Entry, offered: dict[str, _Offered]) -> Task:
    gain = (entry.gain.value, entry.gain.low, entry.gain.high) if entry.gain else None
    if entry.kind is planning.Kind.REVIEW:
        many = "review" if entry.count == 1 else "reviews"
        about = "Before they are forgotten"
        return Task("review", f"{entry.count} {many}", about, entry.minutes, gain, "/readiness/reviews/")
    one, instead = offered[entry.id], entry.instead or ""
    return Task(
        kind=entry.kind.value,
        title=one.title,
        about=one.about,
        minutes=entry.minutes,
        gain=gain,
        address=one.address,
        id=entry.id,
        instead=instead,
        instead_title=offered[instead].title if instead else "",
    )
