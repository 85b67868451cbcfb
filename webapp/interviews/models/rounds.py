"""Interviews and their rounds, what happened in a round, what was written in it and how it was marked."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from webapp.catalog.models import ProblemVersion
from webapp.practice.models import Submission


class Interview(models.Model):
    """One loop, or a part of it, drawn for one person at one level."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviews")
    loop = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=8)
    seed = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.title}, level {self.level}"

    def get_absolute_url(self) -> str:
        """Its overview."""
        return reverse("interviews:interview", args=[self.pk])


class Round(models.Model):
    """One round. Its deadline stands here from the moment it starts; while it pauses, as if the pause took all it may.

    `content` is what was drawn, whole: later changes of a question leave it alone. It holds rubrics and hidden stages.
    """

    class Kind(models.TextChoices):
        """What is done in it."""

        SCREEN = "screen", "Recruiter screen"
        ASSESSMENT = "assessment", "Online assessment"
        MODELLING = "modelling", "ML and modelling"
        STATISTICS = "statistics", "Statistics"
        DESIGN = "design", "System design"
        CODING = "coding", "Coding, onsite"
        BEHAVIOURAL = "behavioural", "Behavioural"

    class State(models.TextChoices):
        """How far it has come; it only moves on, but for pauses."""

        PLANNED = "planned", "Not started"
        OPEN = "open", "Running"
        PAUSED = "paused", "Paused"
        DONE = "done", "Handed in"

    class By(models.TextChoices):
        """Who handed it in."""

        CANDIDATE = "candidate", "The candidate"
        CLOCK = "clock", "The clock"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    slug = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    content = models.JSONField()
    booked_at = models.DateTimeField(null=True)  # when the person means to sit it
    pause_times = models.PositiveSmallIntegerField(default=0)
    pause_minutes = models.PositiveSmallIntegerField(default=0)  # at most, each
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    started_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    next_at = models.DateTimeField(
        null=True
    )  # when the clock has something to do: a warning, a pause's end, zero
    warned = models.PositiveSmallIntegerField(default=0)  # how many warnings were given
    pauses = models.PositiveSmallIntegerField(default=0)  # how many were taken
    pause_until = models.DateTimeField(null=True)  # by then it goes on by itself
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=12, choices=By, blank=True)
    last_event = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)  # of the last event
    log_bytes = models.PositiveIntegerField(default=0)
    marked_at = models.DateTimeField(null=True)  # when the person was done marking
    erased_at = models.DateTimeField(null=True)  # when the recording was deleted
    shared_at = models.DateTimeField(null=True)  # from then on its texts are a shared room's documents
    judged_at = models.DateTimeField(null=True)  # when the interviewer was done marking
    call_url = models.URLField(max_length=500, blank=True)  # where the two talk, outside of the site

    class Meta:
        ordering: ClassVar[list[str]] = ["interview", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "number"], name="round_number"),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(state__in=("open", "paused")), name="round_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="planned") ^ Q(started_at__isnull=False, deadline__isnull=False),
                name="round_started_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(finished_at__isnull=True), name="round_done_is_finished"
            ),
            models.CheckConstraint(
                condition=Q(state="paused") ^ Q(pause_until__isnull=True), name="round_paused_has_end"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="round_due")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The room, or what stands before or after it."""
        return reverse("interviews:room", args=[self.pk])

    @property
    def running(self) -> bool:
        """Whether its clock has been started and not ended."""
        return self.state in (self.State.OPEN, self.State.PAUSED)


class Event(models.Model):
    """One thing that happened in a round, at the server's time. Rows are added, never changed."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=12)  # candidate, clock, grader, interviewer
    kind = models.CharField(max_length=12)
    sheet = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="round_event_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Sheet(models.Model):
    """One text of a round: an answer, notes, the code of a problem. The log's changes add up to it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sheets")
    name = models.CharField(max_length=40)
    content = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.ForeignKey(ProblemVersion, models.PROTECT, null=True, related_name="+")
    late_content = models.TextField(blank=True)  # what came after the end: kept, and never counted
    late_at = models.DateTimeField(null=True)
    shared_seq = models.PositiveIntegerField(
        default=0
    )  # up to which change of its shared document it has come

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "name"], name="sheet_name")
        ]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """A run or a submission that was made in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="attempts")
    sheet = models.CharField(max_length=40)
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="round_attempt")
    final = models.BooleanField(default=False)  # what was there at the end
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "sheet"], condition=Q(final=True), name="attempt_final_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {'handed in' if self.final else 'tried'}"


class Mark(models.Model):
    """How far one criterion was met, by whom, and on what that rests."""

    class By(models.TextChoices):
        """Who marks."""

        SELF = "self", "You"
        INTERVIEWER = "interviewer", "Interviewer"
        PROPOSAL = "proposal", "Proposed by a language model"  # shown beside, and never a mark

    round = models.ForeignKey(Round, models.CASCADE, related_name="marks")
    question = models.CharField(max_length=140, blank=True)  # empty: the round as a whole
    criterion = models.CharField(max_length=60)
    by = models.CharField(max_length=12, choices=By)
    level = models.PositiveSmallIntegerField()  # counted from 0
    quote = models.CharField(max_length=500, blank=True)
    event = models.PositiveIntegerField(null=True)  # the moment in the log
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "question", "criterion"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "question", "criterion", "by"], name="mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"
