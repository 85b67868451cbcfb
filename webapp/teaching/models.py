"""Cohorts and who is in them, what is assigned, and what each person did for it."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from webapp.catalog.models import ProblemVersion
from webapp.interviews.models import Interview
from webapp.practice.models import Submission


class Role(models.TextChoices):
    """What somebody is in one cohort."""

    CANDIDATE = "candidate", "Candidate"
    ASSISTANT = "assistant", "Assistant"
    INSTRUCTOR = "instructor", "Instructor"


class Cohort(models.Model):
    """People who are taught together. Its time zone is the one that its dates are said and typed in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=120)
    term = models.CharField(max_length=60, blank=True)
    zone = models.CharField("time zone", max_length=64, default="UTC")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="own_cohorts")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)  # from then on it is read only

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.title}, {self.term}" if self.term else self.title

    def get_absolute_url(self) -> str:
        """Its page, for those who teach in it."""
        return reverse("teaching:cohort", args=[self.pk])

    def local(self, at: datetime) -> datetime:
        """A moment in the cohort's time zone."""
        return at.astimezone(ZoneInfo(self.zone))


class Membership(models.Model):
    """Somebody's place in a cohort. Who has left keeps the row, so that the gradebook keeps their work."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.CANDIDATE)
    name = models.CharField(max_length=150, blank=True)  # as the roster has it; else the user name is shown
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "user"], name="membership_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "left_at"])]

    def __str__(self) -> str:
        return f"{self.role} of {self.cohort_id}"


class JoinLink(models.Model):
    """A link by which people join: until it expires, is revoked, or its seats are taken. Only its hash is kept."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="links")
    role = models.CharField(max_length=12, choices=Role, default=Role.CANDIDATE)
    hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the token
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)  # at most so many may join by it
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(used__lte=F("seats")), name="join_link_within_seats"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} until {self.expires_at:%Y-%m-%d %H:%M}"


class Invited(models.Model):
    """An address on a roster that has no account yet. Whoever proves that it is theirs becomes a member."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="invited")
    email = models.EmailField()  # in lower case
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.CANDIDATE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)  # none while the mail could not be sent

    class Meta:
        verbose_name_plural = "invited"
        ordering: ClassVar[list[str]] = ["email"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "email"], name="invited_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.email


class Assignment(models.Model):
    """Something that a cohort has to do between two dates. Until it is published, only those who teach see it."""

    class Feedback(models.TextChoices):
        """What a candidate is told about what they handed in, while it runs."""

        ALL = "all", "Everything"
        KIND = "kind", "Which cases failed and how, without values"
        VERDICT = "verdict", "The verdict alone"
        AFTER_DUE = "after-due", "Nothing until it is over"

    class Counts(models.TextChoices):
        """Which of several attempts is the grade."""

        BEST = "best", "The best"
        LAST = "last", "The last"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=160)
    says = models.TextField("instructions", blank=True)  # Markdown
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_until = models.DateTimeField(null=True, blank=True)  # none: nothing is taken after `due_at`
    late_penalty = models.PositiveSmallIntegerField(default=0)  # percent of the points, for each day begun
    attempts = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # for each item; none: as many as one likes
    counts = models.CharField(max_length=8, choices=Counts, default=Counts.BEST)
    feedback = models.CharField(max_length=12, choices=Feedback, default=Feedback.ALL)
    exam_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # an exam has a clock of its own
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("due_at")), name="assignment_opens_before_due"),
            models.CheckConstraint(
                condition=Q(late_until__isnull=True) | Q(late_until__gte=F("due_at")),
                name="assignment_late_after_due",
            ),
            models.CheckConstraint(condition=Q(late_penalty__lte=100), name="assignment_penalty_percent"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for whoever may see it."""
        return reverse("teaching:assignment", args=[self.pk])

    @property
    def exam(self) -> bool:
        """Whether it is sat under exam rules."""
        return self.exam_minutes is not None


class Item(models.Model):
    """One thing of an assignment: a problem in one version, a quiz drawn from the question banks, or mock rounds."""

    class Kind(models.TextChoices):
        """What is done."""

        PROBLEM = "problem", "Problem"
        QUIZ = "quiz", "Quiz"
        ROUNDS = "rounds", "Mock rounds"

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()  # counts from 1
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=200)
    points = models.FloatField(default=10.0)
    version = models.ForeignKey(
        ProblemVersion, models.PROTECT, null=True, blank=True, related_name="assigned"
    )
    draws = models.JSONField(
        default=dict, blank=True
    )  # a quiz's topics and count; a loop's id, level and rounds

    class Meta:
        ordering: ClassVar[list[str]] = ["assignment", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "number"], name="assignment_item_number"),
            models.CheckConstraint(
                condition=Q(kind="problem") ^ Q(version__isnull=True),
                name="assignment_item_problem_has_version",
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="assignment_item_points"),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """Other dates for one person. Whoever gave it, and why, stays with it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="extensions")
    due_at = models.DateTimeField()
    late_until = models.DateTimeField(null=True, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(default=0)  # on an exam's clock
    reason = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "user"], name="extension_once"),
            models.CheckConstraint(
                condition=Q(late_until__isnull=True) | Q(late_until__gte=F("due_at")),
                name="extension_late_after_due",
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.due_at:%Y-%m-%d %H:%M}"


class Sitting(models.Model):
    """One person at one assignment, from the moment they opened it. Its id is what holds problems (`practice.Hold`)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="sittings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sittings")
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True)  # of an exam's clock
    finished_at = models.DateTimeField(null=True)  # handed in, or the clock's end
    released_at = models.DateTimeField(null=True)  # when it was over and what was held was let go

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "user"], name="sitting_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["assignment"], condition=Q(released_at__isnull=True), name="sitting_unreleased"
            )
        ]

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class Work(models.Model):
    """One attempt of one person at one item, under the rules that held when it was made: they stand in the row.

    Of the attempts at an item that have a score, one `counts`. What is kept back until the end has its code here and
    no submission yet.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="work")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="work")
    number = models.PositiveIntegerField()  # the person's n-th at this item
    at = models.DateTimeField()  # the server's clock
    due_at = models.DateTimeField()  # that held for this person
    extended = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    factor = models.FloatField(default=1.0)  # what is left of the points after the late penalty, 0 to 1
    feedback = models.CharField(max_length=12, choices=Assignment.Feedback)
    score = models.FloatField(null=True)  # 0 to 1, before the penalty; none until there is a result
    counts = models.BooleanField(default=False)
    submission = models.OneToOneField(Submission, models.SET_NULL, null=True, related_name="work")
    code = models.TextField(blank=True)  # kept back until it is over
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, related_name="work")
    quiz = models.JSONField(
        null=True
    )  # the item versions that were drawn, and the answers once they are given
    finished_at = models.DateTimeField(null=True)  # when a quiz was handed in, or its score became known

    class Meta:
        verbose_name_plural = "work"
        ordering: ClassVar[list[str]] = ["item", "user", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "user", "number"], name="work_number"),
            models.UniqueConstraint(
                fields=["item", "user"], condition=Q(counts=True), name="work_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(factor__gte=0) & Q(factor__lte=1), name="work_factor_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}"

    @property
    def earned(self) -> float | None:
        """The part of the item's points that this attempt is worth."""
        return None if self.score is None else self.score * self.factor
