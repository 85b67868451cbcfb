"""Question banks as rows, the log of evidence, and what is computed from it."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from webapp.catalog.models import Bundle, Problem, ProblemVersion


class Item(models.Model):
    """A quiz item, or a line of the self-check; what it says is in its current version."""

    class Kind(models.TextChoices):
        """How it is answered."""

        QUIZ = "quiz", "Quiz item"
        CLAIM = "claim", "Line of the self-check"

    name = models.CharField(max_length=140, unique=True)  # topic/id, for good
    kind = models.CharField(max_length=8, choices=Kind)
    topic = models.CharField(max_length=32)
    order = models.PositiveIntegerField(default=0)
    # The bank that it belongs to; none for a line of the self-check.
    bank = models.ForeignKey(Bundle, models.PROTECT, null=True, related_name="items")
    current = models.ForeignKey("ItemVersion", models.PROTECT, null=True, related_name="+")
    retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ItemVersion(models.Model):
    """What an item said under one digest; never changed, only re-rendered. `content` holds the key."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    digest = models.CharField(max_length=80)
    type = models.CharField(max_length=12)
    level = models.CharField(max_length=8)
    difficulty = models.FloatField()  # the author's, in logits
    seconds = models.PositiveIntegerField()
    topics = models.JSONField()  # topic -> weight, summing to 1
    content = models.JSONField()
    html = models.JSONField(default=dict)  # Markdown -> HTML, for each of its texts
    renderer = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["item", "digest"], name="item_version_digest")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} ({self.digest[7:15]})"


class Calibration(models.Model):
    """What the answers say of a question's or a problem's difficulty and discrimination; the newest one counts."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, null=True, related_name="calibrations")
    problem = models.ForeignKey(ProblemVersion, models.CASCADE, null=True, related_name="calibrations")
    difficulty = models.FloatField()
    difficulty_sd = models.FloatField()
    discrimination = models.FloatField()
    answers = models.PositiveIntegerField()
    infit = models.FloatField(null=True)
    outfit = models.FloatField(null=True)
    misfit = models.BooleanField(default=False)
    drift = models.FloatField(null=True)  # logits by which recent answers find it harder than earlier ones
    drifted = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(problem__isnull=True),
                name="calibration_item_or_problem",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["version", "-made_at"]),
            models.Index(fields=["problem", "-made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.difficulty:+.2f} from {self.answers} answers"

    @property
    def name(self) -> str:
        """Of the question or the problem."""
        if self.version is not None:
            return self.version.item.name
        return str(self.problem.problem) if self.problem else ""


class Population(models.Model):
    """What the people of this site are like on average, and how topics go together; the newest one counts.

    Topics in the order of TOPICS: mean (T,), covariance (T, T).
    """

    mean = models.JSONField()
    covariance = models.JSONField()
    people = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"from {self.people} people"


class Goal(models.Model):
    """What one person prepares for, and how."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="goal", primary_key=True
    )
    level = models.CharField(max_length=8, default="2-2")
    interview_on = models.DateField(null=True, blank=True)
    hours_per_week = models.FloatField(default=6.0)
    explain_at_once = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, editable=False)  # nothing older becomes evidence again
    feed_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 (unique)

    def __str__(self) -> str:
        return f"level {self.level}"


class Evidence(models.Model):
    """One thing that was observed about one person. Rows are added, and only the person takes them away."""

    class Kind(models.TextChoices):
        """Where it comes from; each weighs differently."""

        QUIZ = "quiz", "Quiz answer"
        CLAIM = "claim", "Own claim"
        CODE = "code", "Submission"
        RUBRIC = "rubric", "Rubric mark"
        ROUND = "round", "Interview round"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()  # the person's n-th, from 1: the order in which it counts
    kind = models.CharField(max_length=8, choices=Kind)
    source = models.CharField(max_length=80)  # what it was, so that nothing counts twice
    item = models.ForeignKey(ItemVersion, models.PROTECT, null=True, related_name="evidence")
    problem = models.ForeignKey(ProblemVersion, models.PROTECT, null=True, related_name="evidence")
    title = models.CharField(max_length=200)
    level_from = models.CharField(max_length=8)
    level_to = models.CharField(max_length=8)
    topics = models.JSONField()  # topic -> weight, summing to 1
    difficulty = models.FloatField()  # the author's, in logits from the middle of these levels
    category = models.PositiveSmallIntegerField()  # 0 to categories - 1
    categories = models.PositiveSmallIntegerField(default=2)
    facts = models.JSONField(default=dict)  # what its weight depends on, by kind
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["user", "number"]
        verbose_name_plural = "evidence"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "number"], name="evidence_number"),
            models.UniqueConstraint(fields=["user", "source"], name="evidence_source"),
            models.CheckConstraint(
                condition=Q(category__lt=models.F("categories")), name="evidence_category_in_range"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.category + 1}/{self.categories}"


class Step(models.Model):
    """The estimate after one piece of evidence: a cache, rebuilt from the log alone.

    Arrays are float64 in the machine's order: mean and moved (T,), covariance the lower triangle (T(T+1)/2,).
    """

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="step", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    mean = models.BinaryField()
    covariance = models.BinaryField()
    moved = models.BinaryField()  # by this piece alone, in logits
    failed = models.BooleanField(default=False)  # it could not be computed, and the state before was kept

    class Meta:
        ordering: ClassVar[list[str]] = ["user", "number"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "number"])]

    def __str__(self) -> str:
        return f"step {self.number}"


class Check(models.Model):
    """An adaptive quiz of one person, open until it is finished."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="checks")
    focus = models.JSONField(default=list)  # topics; empty for all
    explain_at_once = models.BooleanField(default=False)
    with_code = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(finished_at__isnull=True), name="check_open_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Asked(models.Model):
    """One question put to a person in a check: a quiz item's version, or a problem to be solved."""

    class State(models.TextChoices):
        """What became of it; only an answered one is evidence."""

        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        EXPIRED = "expired", "Not answered in time"
        SKIPPED = "skipped", "Left out"

    check_run = models.ForeignKey(Check, models.CASCADE, related_name="asked")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(ItemVersion, models.PROTECT, null=True, related_name="asked")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()  # when its clock was last started
    spent_s = models.FloatField(default=0.0)  # before that
    answer = models.JSONField(
        null=True
    )  # letters, letters in order, or what was typed; null for "I do not know"
    score = models.FloatField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["check_run", "number"]
        verbose_name_plural = "asked"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["check_run", "number"], name="asked_number"),
            models.UniqueConstraint(fields=["check_run"], condition=Q(state="open"), name="asked_one_open"),
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(problem__isnull=True), name="asked_item_or_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.number}"


class Memory(models.Model):
    """What FSRS makes of one person's reviews of an item or a problem: a cache of the reviews below."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memories")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    stability = models.FloatField()  # days
    difficulty = models.FloatField()  # 1 to 10
    reviewed_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "memories"
        ordering: ClassVar[list[str]] = ["due_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "item"], name="memory_item"),
            models.UniqueConstraint(fields=["user", "problem"], name="memory_problem"),
            models.CheckConstraint(
                condition=Q(item__isnull=True) ^ Q(problem__isnull=True), name="memory_item_or_problem"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "due_at"])]

    def __str__(self) -> str:
        return f"due {self.due_at:%Y-%m-%d}"


class Review(models.Model):
    """One time that something was met again, or for the first time, and how well it came back."""

    class Grade(models.IntegerChoices):
        """As FSRS counts."""

        FORGOT = 1, "Forgot"
        HARD = 2, "Hard"
        GOOD = 3, "Good"
        EASY = 4, "Easy"

    memory = models.ForeignKey(Memory, models.CASCADE, related_name="reviews")
    source = models.CharField(max_length=80)  # the occasion, so that it counts once
    grade = models.PositiveSmallIntegerField(choices=Grade)
    by_hand = models.BooleanField(default=False)
    version = models.ForeignKey(ItemVersion, models.PROTECT, null=True, related_name="+")
    answer = models.JSONField(null=True)
    score = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["memory", "at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["memory", "source"], name="review_source")
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} at {self.at:%Y-%m-%d}"


class Swap(models.Model):
    """On one day of the plan a person wants one thing in another's place; names are those of the plan's offerings."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="swaps")
    day = models.DateField()
    out = models.CharField(max_length=180)
    into = models.CharField(max_length=180)

    class Meta:
        ordering: ClassVar[list[str]] = ["user", "day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "day", "out"], name="swap_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.into} for {self.out}"
