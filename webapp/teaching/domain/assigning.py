"""Assignments: made, filled with items, published, changed; dates of single people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.interviews.domain.drawing import loops
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.cohorts import check_active
from webapp.teaching.domain.quizzes import pool
from webapp.teaching.domain.scoring import choose_again, tell_grades
from webapp.teaching.domain.sitting import holds, window_of
from webapp.teaching.models import Assignment, Cohort, Extension, Item, Membership, Role, Sitting, Work

MOST_ITEMS = 100
LONGEST_EXAM = 24 * 60


@dataclass(frozen=True)
class Extended:
    """The dates of one person."""

    due_at: datetime
    late_until: datetime | None
    extra_minutes: int = 0
    reason: str = ""


def save(assignment: Assignment, fields: dict[str, Any]) -> Assignment:
    """Make or change an assignment from cleaned fields. Attempts that were made keep the rules they were made under."""
    check_active(assignment.cohort)
    before = (assignment.counts, holds(assignment)) if assignment.created_at else None
    for name, value in fields.items():
        setattr(assignment, name, value)
    check_rules(assignment)
    if _begun(assignment) and before and before[1] != holds(assignment):
        raise Refused(
            "assignment.begun",
            "People have begun: exam rules and narrowed feedback cannot be added or dropped any more.",
            409,
        )
    with transaction.atomic():
        assignment.save()
        if before and before[0] != assignment.counts:
            choose_again(assignment)
    return assignment


def check_rules(assignment: Assignment) -> None:
    """Refused where the rules contradict each other."""
    late = assignment.late_until
    if assignment.opens_at >= assignment.due_at:
        raise Refused("assignment.dates", "It must open before it is due.", field="due_at")
    if late is not None and late < assignment.due_at:
        raise Refused(
            "assignment.dates", "Late work ends after the due date, or there is none.", field="late_until"
        )
    if assignment.exam_minutes is not None and not 1 <= assignment.exam_minutes <= LONGEST_EXAM:
        raise Refused("assignment.exam", f"An exam takes 1 to {LONGEST_EXAM} minutes.", field="exam_minutes")
    if assignment.exam and late is not None:
        raise Refused(
            "assignment.dates", "An exam takes no late work: give extensions instead.", field="late_until"
        )
    narrow = (Assignment.Feedback.VERDICT, Assignment.Feedback.AFTER_DUE)
    if assignment.exam and assignment.feedback not in narrow:
        raise Refused(
            "assignment.exam", "In an exam people are told the verdict alone, or nothing until it is over.",
            field="feedback",
        )  # fmt: skip
    if assignment.exam and assignment.pk and assignment.items.filter(kind=Item.Kind.ROUNDS).exists():
        raise Refused("assignment.exam", "Mock rounds have a clock of their own and cannot be in an exam.")


def publish(assignment: Assignment, now: datetime) -> None:
    """Let the cohort see it; Refused while there is nothing to do in it."""
    check_active(assignment.cohort)
    if not assignment.items.exists():
        raise Refused("assignment.empty", "Add something to do first.", 409)
    Assignment.objects.filter(pk=assignment.pk, published_at=None).update(published_at=now)


def withdraw(assignment: Assignment) -> None:
    """Hide it again; Refused once somebody has begun."""
    if _begun(assignment):
        raise Refused("assignment.begun", "People have begun: it cannot be hidden any more.", 409)
    Assignment.objects.filter(pk=assignment.pk).update(published_at=None)


def remove(assignment: Assignment) -> None:
    """Delete it; Refused once somebody has begun."""
    if _begun(assignment):
        raise Refused("assignment.begun", "People have begun: it cannot be deleted any more.", 409)
    assignment.delete()


def add_problem(assignment: Assignment, name: str, points: float) -> Item:
    """A problem by its name (set/slug) or its page's address, pinned to the version that is current now."""
    set_slug, slug = ["", *name.strip().strip("/").split("/")][-2:]
    row = Problem.objects.filter(set__slug=set_slug, slug=slug, retired=False, current__isnull=False)
    problem = row.select_related("current").first()
    if problem is None or problem.current is None:
        raise Refused("item.problem", f"There is no problem “{name[:80]}” that is offered.", field="problem")
    if assignment.items.filter(version__problem=problem).exists():
        raise Refused("item.twice", "This problem is in the assignment already.", 409, field="problem")
    return _add(assignment, Item.Kind.PROBLEM, problem.current.title, points, version=problem.current)


def add_quiz(assignment: Assignment, topics: list[str], count: int, points: float) -> Item:
    """So many questions of the banks about these topics, drawn anew for each attempt."""
    there = len(pool(topics))
    if count > there:
        raise Refused("item.quiz", f"There are {there} questions on these topics.", field="count")
    title = f"Quiz: {', '.join(topics).replace('-', ' ') or 'all topics'}"[:200]
    return _add(assignment, Item.Kind.QUIZ, title, points, draws={"topics": topics, "count": count})


def add_rounds(assignment: Assignment, loop: str, level: str, rounds: list[str], points: float) -> Item:
    """Mock rounds of a loop; none named means all of it."""
    found = loops().find(loop)
    if (
        found is None
        or level not in found.levels
        or any(r not in {one.id for one in found.rounds} for r in rounds)
    ):
        raise Refused("item.loop", "There is no such loop, level or round.", field="loop")
    if assignment.exam:
        raise Refused(
            "assignment.exam", "Mock rounds have a clock of their own and cannot be in an exam.", 409
        )
    titles = [one.title for one in found.rounds if one.id in rounds]
    draws = {"loop": loop, "level": level, "rounds": rounds}
    return _add(assignment, Item.Kind.ROUNDS, (", ".join(titles) or found.title)[:200], points, draws=draws)


def remove_item(item: Item) -> None:
    """Take an item out; Refused once somebody has worked at it."""
    if item.work.exists():
        raise Refused("item.begun", "People have worked at this: it cannot be taken out any more.", 409)
    item.delete()


def set_points(item: Item, points: float) -> None:
    """What the item is worth; grades follow."""
    with transaction.atomic():
        Item.objects.filter(pk=item.pk).update(points=points)
        tell_grades(item.assignment)


def extend(assignment: Assignment, user: User, dates: Extended, by: User, now: datetime) -> Extension:
    """Give one candidate other dates. Their attempts so far keep the dates they were made under."""
    check_active(assignment.cohort)
    candidates = Membership.objects.filter(cohort=assignment.cohort, role=Role.CANDIDATE, left_at=None)
    if not candidates.filter(user=user).exists():
        raise Refused("extension.who", "That person is no candidate of this cohort.", field="user")
    if dates.due_at <= assignment.opens_at or (dates.late_until and dates.late_until < dates.due_at):
        raise Refused("extension.dates", "The due date comes after the opening, and late work ends after it.")
    fields = {
        "due_at": dates.due_at, "late_until": dates.late_until, "extra_minutes": dates.extra_minutes,
        "reason": dates.reason[:200], "given_by": by, "given_at": now,
    }  # fmt: skip
    with transaction.atomic():
        row, _ = Extension.objects.update_or_create(assignment=assignment, user=user, defaults=fields)
        sitting = Sitting.objects.filter(assignment=assignment, user=user, finished_at=None).first()
        if sitting is not None and sitting.deadline is not None and assignment.exam_minutes is not None:
            minutes = timedelta(minutes=assignment.exam_minutes + dates.extra_minutes)
            deadline = min(sitting.started_at + minutes, window_of(assignment, row).closes_at)
            Sitting.objects.filter(pk=sitting.pk).update(deadline=deadline)
    return row


def copy(assignment: Assignment, cohort: Cohort) -> Assignment:
    """The same for another cohort, unpublished, with problems pinned to the same versions."""
    check_active(cohort)
    with transaction.atomic():
        items = list(assignment.items.all())
        made = Assignment.objects.get(pk=assignment.pk)
        made.pk, made.cohort, made.published_at = uuid4(), cohort, None
        made._state.adding = True
        made.save(force_insert=True)
        for item in items:
            item.pk, item.assignment = None, made
            item.save(force_insert=True)
    return made


def _begun(assignment: Assignment) -> bool:
    return assignment.sittings.exists() or Work.objects.filter(item__assignment=assignment).exists()


def _add(assignment: Assignment, kind: Item.Kind, title: str, points: float, **more: Any) -> Item:
    check_active(assignment.cohort)
    if assignment.published_at and _begun(assignment) and holds(assignment):
        raise Refused("assignment.begun", "People have begun: nothing can be added any more.", 409)
    last = assignment.items.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ITEMS:
        raise Refused("item.many", f"An assignment has at most {MOST_ITEMS} items.", 409)
    return Item.objects.create(
        assignment=assignment, number=last + 1, kind=kind, title=title, points=points, **more
    )
