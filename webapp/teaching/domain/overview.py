"""What a candidate sees of their assignments: what is to be done, until when, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.models import User
from webapp.teaching.domain.access import assignments_of
from webapp.teaching.domain.sitting import Place, over_at, window_of
from webapp.teaching.domain.timing import Phase, Window
from webapp.teaching.models import Assignment, Extension, Item, Work


@dataclass(frozen=True)
class Told:
    """One attempt as its candidate may see it: `score` in points after the penalty, None where it is not told or known."""

    work: Work
    points: float | None
    verdict: str
    waits: str


@dataclass(frozen=True)
class Task:
    """One item with the person's attempts at it."""

    item: Item
    tries: list[Told]
    left: int | None

    @property
    def counted(self) -> Told | None:
        """The attempt that counts, as far as it is told."""
        return next((one for one in self.tries if one.work.counts and one.points is not None), None)


@dataclass(frozen=True)
class Listed:
    """An assignment in a list."""

    assignment: Assignment
    window: Window
    phase: Phase
    items: int
    handed_in: int


def listed(user: User, now: datetime) -> list[Listed]:
    """The person's assignments: open ones first by what is due, then those to come, then what is over; four queries."""
    rows = list(assignments_of(user).distinct())
    extensions = {row.assignment_id: row for row in Extension.objects.filter(user=user, assignment__in=rows)}
    items: dict[object, int] = {}
    for pk in Item.objects.filter(assignment__in=rows).values_list("assignment", flat=True):
        items[pk] = items.get(pk, 0) + 1
    done: dict[object, set[int]] = {}
    for pk, item in Work.objects.filter(user=user, item__assignment__in=rows).values_list(
        "item__assignment", "item"
    ):
        done.setdefault(pk, set()).add(item)
    found = []
    for row in rows:
        window = window_of(row, extensions.get(row.pk))
        found.append(Listed(row, window, window.phase(now), items.get(row.pk, 0), len(done.get(row.pk, ()))))
    order = {Phase.LATE: 0, Phase.OPEN: 0, Phase.BEFORE: 1, Phase.CLOSED: 2}
    return sorted(found, key=lambda one: (order[one.phase], _when(one)))


def tasks_of(user: User, place: Place) -> list[Task]:
    """The items with what the person did, as far as it is told."""
    assignment, over = place.assignment, over_at(place.assignment) < place.now
    tries: dict[int, list[Told]] = {}
    rows = Work.objects.filter(item__assignment=assignment, user=user).select_related("submission", "item")
    for work in rows.defer("submission__code", "submission__report").order_by("number"):
        tries.setdefault(work.item_id, []).append(tell(work, over))
    most = assignment.attempts
    return [
        Task(
            item,
            tries.get(item.pk, []),
            None if most is None else max(0, most - sum(_counts(one) for one in tries.get(item.pk, []))),
        )
        for item in assignment.items.select_related("version__problem__set")
    ]


def tell(work: Work, over: bool) -> Told:
    """One attempt, as far as its feedback allows before everything is over."""
    submission = work.submission
    verdict = submission.verdict if submission is not None and submission.done else ""
    if work.feedback == Assignment.Feedback.AFTER_DUE and not over:
        return Told(work, None, "", "handed in; you are told when it is over")
    earned = work.earned
    points = None if earned is None else round(earned * work.item.points, 2)
    # The share of points says how many cases passed; who is told the verdict alone is not told that.
    if work.feedback == Assignment.Feedback.VERDICT and not over and submission is not None:
        points = None
    return Told(work, points, verdict, "" if verdict or points is not None else _waits(work))


def _waits(work: Work) -> str:
    if work.quiz is not None and work.quiz.get("answers") is None:
        return "begun"
    if work.interview_id is not None:
        return "under way, or to be marked"
    return "being graded"


def _counts(one: Told) -> bool:
    return one.work.submission is None or one.work.submission.verdict not in ("IE", "CANCELLED")


def _when(one: Listed) -> float:
    """Open ones by what is due first; over ones by what was last."""
    at = one.window.closes_at.timestamp()
    return -at if one.phase is Phase.CLOSED else at
