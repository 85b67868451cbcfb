"""One person at one assignment: which dates hold for them, when they began, what is held for them meanwhile.

Where feedback is narrowed, or under exam rules, the problems are held (`practice.holding`) from the moment the person sees
them until the assignment is over for everybody: outside of it nothing about them is graded, and no hint, editorial or notebook
is given.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce

from webapp.accounts.models import User
from webapp.practice.domain.holding import hold, release
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.timing import Phase, Window
from webapp.teaching.models import Assignment, Extension, Item, Sitting


@dataclass(frozen=True)
class Place:
    """Where one person stands with an assignment at one moment."""

    assignment: Assignment
    window: Window
    sitting: Sitting | None
    now: datetime

    @property
    def phase(self) -> Phase:
        """By the assignment's dates, as they are for this person."""
        return self.window.phase(self.now)

    @property
    def sat(self) -> bool:
        """Whether an exam of this person is over: handed in, or its clock has run out."""
        sitting = self.sitting
        if not self.assignment.exam or sitting is None:
            return False
        return sitting.finished_at is not None or (
            sitting.deadline is not None and self.now > sitting.deadline
        )

    @property
    def shows_items(self) -> bool:
        """Whether the items may be seen: not before it opens, nor before an exam was begun."""
        if self.phase is Phase.BEFORE:
            return False
        return not self.assignment.exam or self.sitting is not None or self.phase is Phase.CLOSED

    @property
    def takes(self) -> bool:
        """Whether work is taken now."""
        if self.assignment.cohort.archived_at is not None or not self.window.takes(self.now):
            return False
        return not self.assignment.exam or (self.sitting is not None and not self.sat)

    @property
    def left(self) -> timedelta | None:
        """What an exam's clock has left."""
        if self.sitting is None or self.sitting.deadline is None or self.sat:
            return None
        return max(self.sitting.deadline - self.now, timedelta())

    @property
    def left_ms(self) -> int | None:
        """The same for scripts."""
        return None if self.left is None else int(self.left.total_seconds() * 1000)


def holds(assignment: Assignment) -> bool:
    """Whether its problems are held for whoever sees them."""
    return assignment.exam or assignment.feedback != Assignment.Feedback.ALL


def window_of(assignment: Assignment, extension: Extension | None) -> Window:
    """The dates, with those of the extension in their place."""
    row = extension or assignment
    return Window(
        assignment.opens_at, row.due_at, row.late_until, assignment.late_penalty, extension is not None
    )


def place_of(user: User, assignment: Assignment, now: datetime) -> Place:
    """Where the person stands."""
    extension = Extension.objects.filter(assignment=assignment, user=user).first()
    sitting = Sitting.objects.filter(assignment=assignment, user=user).first()
    return Place(assignment, window_of(assignment, extension), sitting, now)


def see(user: User, assignment: Assignment, now: datetime) -> Place:
    """The person looks at what is to be done: from here on it is held, where it is. An exam is begun, not seen."""
    place = place_of(user, assignment, now)
    if assignment.exam or not place.takes:
        return place
    if place.sitting is None or place.sitting.released_at is not None:
        _sit(user, assignment, now, None)
        return place_of(user, assignment, now)
    return place


def begin(user: User, assignment: Assignment, now: datetime) -> Place:
    """Start an exam's clock; again changes nothing. Refused outside of its dates."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        place = place_of(user, assignment, now)
        if place.sitting is not None:
            return place
        if assignment.exam_minutes is None:
            raise Refused("assignment.no_exam", "This assignment has no clock to start.", 409)
        if place.phase is Phase.BEFORE:
            raise Refused("assignment.early", "The exam has not opened yet.", 409)
        if not place.window.takes(now) or assignment.cohort.archived_at is not None:
            raise Refused("assignment.closed", "The exam is over.", 409)
        extra = Extension.objects.filter(assignment=assignment, user=user).values_list(
            "extra_minutes", flat=True
        )
        minutes = assignment.exam_minutes + (extra.first() or 0)
        _sit(user, assignment, now, min(now + timedelta(minutes=minutes), place.window.closes_at))
    return place_of(user, assignment, now)


def over_at(assignment: Assignment) -> datetime:
    """When it is over for everybody, extensions included; an archived cohort's is over."""
    if assignment.cohort.archived_at is not None:
        return min(assignment.cohort.archived_at, _last(assignment))
    return _last(assignment)


def let_go(sitting: Sitting, now: datetime) -> None:
    """What was held for a sitting is free again."""
    release(sitting.pk)
    Sitting.objects.filter(pk=sitting.pk, released_at=None).update(released_at=now)


def _last(assignment: Assignment) -> datetime:
    own = window_of(assignment, None).closes_at
    latest = assignment.extensions.aggregate(last=Max(Coalesce("late_until", "due_at")))["last"]
    return max(own, latest) if latest else own


def _sit(user: User, assignment: Assignment, now: datetime, deadline: datetime | None) -> None:
    with transaction.atomic():
        sitting, created = Sitting.objects.get_or_create(
            assignment=assignment, user=user, defaults={"started_at": now, "deadline": deadline}
        )
        if not created:
            Sitting.objects.filter(pk=sitting.pk).update(released_at=None)
        if holds(assignment):
            problems = Item.objects.filter(assignment=assignment, version__isnull=False)
            hold(user, problems.values_list("version__problem", flat=True), sitting.pk, ungraded=True)
