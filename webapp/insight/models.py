"""What was computed over many people's work, and how far that has come: caches that can be made anew at any time."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.models import Submission
from webapp.readiness.models import ItemVersion

LOST_AFTER = timedelta(minutes=15)
"""What has run for so long was lost with its worker, and may be asked for again."""


class State(models.TextChoices):
    """How far a computation has come."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


OPEN = (State.QUEUED, State.RUNNING)


class Computation(models.Model):
    """Something that a worker computes when somebody asks; `fault` says in words why there is no result."""

    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, asked {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def lost(self) -> bool:
        """Whether it is open and nobody can still be at it."""
        since = self.started_at or self.asked_at
        return self.state in OPEN and timezone.now() - since > LOST_AFTER


class Comparison(Computation):
    """All submissions to a problem against each other; `common` are the fingerprints that were discounted (uint64)."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="comparisons")
    submissions = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    nearest = models.JSONField(default=list)  # people by the similarity of their nearest other, from 0 to 1
    pairs_found = models.PositiveIntegerField(default=0)
    common = models.BinaryField(default=bytes)

    class Meta(Computation.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(state__in=("queued", "running")), name="comparison_open_once"
            )
        ]


class SharedPair(models.Model):
    """Two submissions of two people that share code. Evidence to look at, and nothing more."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="pairs")
    left = models.ForeignKey(Submission, models.CASCADE, related_name="+")  # the earlier one
    right = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    similarity = models.FloatField()
    shared = models.PositiveIntegerField()  # fingerprints
    covered_left = models.FloatField()
    covered_right = models.FloatField()
    cluster = models.PositiveIntegerField(null=True)  # numbered from 1
    links = models.BooleanField(default=False)  # one of the pairs that hold the cluster together

    class Meta:
        ordering: ClassVar[list[str]] = ["comparison", "-similarity", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["comparison", "-similarity"])]

    def __str__(self) -> str:
        return f"{self.similarity:.2f}"


class Survey(Computation):
    """Figures of all problems and questions, from all answers at one time."""

    answers = models.PositiveIntegerField(default=0)
    uncalibrated = models.TextField(blank=True)  # why it has no difficulties
    slot = models.PositiveSmallIntegerField(
        default=1, editable=False
    )  # there is one: one survey is open at a time

    class Meta(Computation.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=("queued", "running")), name="survey_open_once"
            )
        ]


class Figures(models.Model):
    """What a survey found of one version of a problem or question: sums that name nobody (`domain/figures.py`)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="figures")
    version = models.ForeignKey(ProblemVersion, models.CASCADE, null=True, related_name="figures")
    item = models.ForeignKey(ItemVersion, models.CASCADE, null=True, related_name="figures")
    people = models.PositiveIntegerField()
    data = models.JSONField()

    class Meta:
        verbose_name_plural = "figures"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["survey", "version"], name="figures_of_version"),
            models.UniqueConstraint(fields=["survey", "item"], name="figures_of_item"),
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(item__isnull=True), name="figures_version_or_item"
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.people} people"
