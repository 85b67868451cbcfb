"""Drafts and submissions: the rows that are the truth about what people wrote and what came of it."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from webapp.catalog.models import Problem, ProblemVersion


class Draft(models.Model):
    """What one person has in the editor of one problem, under optimistic revision numbers."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="drafts")
    # What it was begun on: whoever is in the middle of a version finishes on that one.
    version = models.ForeignKey(ProblemVersion, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "problem"], name="draft_user_problem")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}, revision {self.revision}"


class DraftRevision(models.Model):
    """An earlier text of a draft, or one that was refused because another device had saved first."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="history")
    revision = models.PositiveIntegerField()
    content = models.TextField(blank=True)
    refused = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["draft", "created_at"])]

    def __str__(self) -> str:
        return f"revision {self.revision}"


class Graded(models.Model):
    """Code on its way through the graders, and what comes of it; `state` moves forward only and one verdict is final."""

    class Mode(models.TextChoices):
        """What was asked for."""

        RUN = "run", "Run"
        GRADE = "grade", "Submission"

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", "Queued"
        STARTING = "starting", "Starting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mode = models.CharField(max_length=8, choices=Mode)
    number = models.PositiveIntegerField(null=True)  # counts what was handed in; runs have none
    code = models.TextField()
    own_input = models.TextField(blank=True)  # of a run; empty for the samples
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=1)
    queue = models.CharField(max_length=8, blank=True)  # that it was put into last
    verdict = models.CharField(max_length=12, blank=True)
    score = models.FloatField(null=True)
    points = models.FloatField(null=True)
    passed = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    time_s = models.FloatField(null=True)
    memory_bytes = models.BigIntegerField(null=True)
    report = models.JSONField(null=True)
    fault = models.TextField(blank=True)  # for people: why there is no report although it is done
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)  # when the broker took it; none while it could not
    reported_at = models.DateTimeField(null=True)  # when a grader was last heard about it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    @property
    def done(self) -> bool:
        """Whether the verdict is final."""
        return self.state == self.State.DONE


class Submission(Graded):
    """Code that a candidate ran or handed in."""

    class Told(models.TextChoices):
        """How much of the report its candidate is told; what examines says so when it is taken in."""

        ALL = "all", "Everything a candidate may see"
        KIND = "kind", "Which cases failed and how, without values"
        VERDICT = "verdict", "The verdict alone"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="submissions")
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="submissions")
    version = models.ForeignKey(ProblemVersion, models.PROTECT, related_name="submissions")
    seed = models.BigIntegerField(null=True)  # of the fresh cases, once a grader has chosen one
    told = models.CharField(max_length=8, choices=Told, default=Told.ALL)
    single_use = models.BooleanField(default=False)  # graded in a cell that serves nobody else

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "problem", "number"], name="submission_number"),
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(finished_at__isnull=True), name="submission_done_is_finished"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "problem", "-created_at"]),
            models.Index(fields=["user", "mode", "created_at"]),
            models.Index(fields=["mode", "created_at"], condition=~Q(state="done"), name="submission_open"),
        ]

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("practice:submission", args=[self.id])


class GradedEvent(models.Model):
    """One thing a grader said about code on its way, recorded once however often it arrives."""

    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.attempt}.{self.number} {self.kind}"


class SubmissionEvent(GradedEvent):
    """One thing a grader said about a submission."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")

    class Meta:
        ordering: ClassVar[list[str]] = ["attempt", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "attempt", "number"], name="event_once")
        ]


class Rejudge(models.Model):
    """Submissions graded again beside their results; nothing counts until an operator applies it."""

    class State(models.TextChoices):
        """What has been decided."""

        STAGED = "staged", "Staged"
        APPLIED = "applied", "Applied"
        DROPPED = "dropped", "Dropped"

    reason = models.CharField(max_length=300)  # candidates whose verdict changes read it
    state = models.CharField(max_length=8, choices=State, default=State.STAGED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"rejudge {self.pk}"


class Regrade(models.Model):
    """One submission of a rejudge. Its id is the job's, so that no grader's word about it can reach the submission."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    rejudge = models.ForeignKey(Rejudge, models.CASCADE, related_name="rows")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="regrades")
    version = models.ForeignKey(ProblemVersion, models.PROTECT, related_name="+")  # to grade under
    old_verdict = models.CharField(max_length=12)
    old_score = models.FloatField(null=True)
    verdict = models.CharField(max_length=12, blank=True)
    score = models.FloatField(null=True)
    report = models.JSONField(null=True)
    fault = models.TextField(blank=True)  # of ours, if it could not be graded
    attempt = models.PositiveSmallIntegerField(default=1)
    queued_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    replaced = models.JSONField(null=True)  # the old result, once this one has taken its place

    class Meta:
        ordering: ClassVar[list[str]] = ["submission__created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rejudge", "submission"], name="regrade_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rejudge"], condition=Q(finished_at__isnull=True), name="regrade_open")
        ]

    def __str__(self) -> str:
        return f"regrade {self.id}"


class HintReveal(models.Model):
    """A hint that one person has asked to see."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hint_reveals")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()  # 1 for the mildest
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "problem", "position"], name="hint_once")
        ]

    def __str__(self) -> str:
        return f"hint {self.position}"


class GivenUp(models.Model):
    """Somebody chose to read the editorial before solving."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="given_up")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "given up"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "problem"], name="given_up_once")
        ]

    def __str__(self) -> str:
        return f"given up {self.created_at:%Y-%m-%d}"


class Hold(models.Model):
    """A problem that somebody is being examined on: until the row is gone, hints and editorial stay shut.

    Where `ungraded`, nothing is graded either: a verdict that does not exist cannot be seen.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="holds")
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="+")
    by = models.UUIDField()  # what examines
    ungraded = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "problem", "by"], name="hold_once")
        ]

    def __str__(self) -> str:
        return f"held by {self.by}"
