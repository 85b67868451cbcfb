"""Problem sets, problems, and the immutable versions that submissions refer to."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone


class Keeper(models.TextChoices):
    """Where the versions of something come from, which is who may change it."""

    FOLDER = "folder", "The problems folder"
    STUDIO = "studio", "The studio"


class ProblemSet(models.Model):
    """Problems that belong together."""

    class Track(models.TextChoices):
        """What the set prepares for."""

        INTERVIEW = "interview", "Interview"
        INTERNSHIP = "internship", "Internship"

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    track = models.CharField(max_length=12, choices=Track, default=Track.INTERVIEW)
    order = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "slug"]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """One problem; what it says is in its current version."""

    Keeper = Keeper

    set = models.ForeignKey(ProblemSet, models.PROTECT, related_name="problems")
    slug = models.SlugField(max_length=80)
    order = models.IntegerField(default=0)
    current = models.ForeignKey("ProblemVersion", models.PROTECT, null=True, related_name="+")
    retired = models.BooleanField(default=False)
    keeper = models.CharField(max_length=6, choices=Keeper, default=Keeper.FOLDER)
    # As an interviewer's follow-up: the problem whose code is carried on to this one.
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering: ClassVar[list[str]] = ["set__order", "order", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["set", "slug"], name="problem_set_slug")
        ]

    def __str__(self) -> str:
        return f"{self.set.slug}/{self.slug}"

    def get_absolute_url(self) -> str:
        """Its practice page."""
        return reverse("practice:problem", args=[self.set.slug, self.slug])


class ProblemVersion(models.Model):
    """What a problem said and tested under one package digest; never changed, only re-rendered."""

    class Kind(models.TextChoices):
        """How it is answered and graded."""

        FUNCTION = "function", "Function"
        PROGRAM = "program", "Program"
        DESIGN = "design", "Design"

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="versions")
    digest = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    image = models.CharField(max_length=32)
    level_from = models.CharField(max_length=8)
    level_to = models.CharField(max_length=8)
    minutes = models.PositiveIntegerField()
    topics = models.JSONField(default=dict)
    difficulty = models.FloatField(default=0.0)
    entry = models.JSONField(default=dict)
    limits = models.JSONField(default=dict)
    device = models.JSONField(default=dict, blank=True)  # what it asks for; empty for most
    statement_html = models.TextField()
    starter = models.TextField(blank=True)
    hints = models.JSONField(default=list)
    editorial_html = models.TextField(blank=True)
    samples = models.JSONField(default=list)
    kill_rate = models.FloatField(null=True, blank=True)
    renderer = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    TEXTS: ClassVar = ("statement_html", "starter", "hints", "editorial_html", "samples")
    """What only its page shows: most of a row."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["problem", "digest"], name="version_problem_digest")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.digest[7:15]})"


class StoredPackage(models.Model):
    """A published package that lies in no folder, as a zip: from here the package store is filled where it lacks one."""

    digest = models.CharField(max_length=80, unique=True)
    archive = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.digest


class Bundle(models.Model):
    """A question bank, an interview loop or a rubric for code: data of the folders of these names, published as a whole."""

    class Kind(models.TextChoices):
        """What it holds; the value is the folder that it would lie in."""

        BANK = "questions", "Question bank"
        LOOP = "loops", "Interview loop"
        RUBRIC = "rubrics", "Rubric for code"

    Keeper = Keeper

    kind = models.CharField(max_length=9, choices=Kind)
    slug = models.SlugField(max_length=60)
    current = models.ForeignKey("BundleVersion", models.PROTECT, null=True, related_name="+")
    retired = models.BooleanField(default=False)
    keeper = models.CharField(max_length=6, choices=Keeper, default=Keeper.FOLDER)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "slug"], name="bundle_kind_slug")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class BundleVersion(models.Model):
    """What a bundle held under one digest of its files; never changed. `content` is what the site draws from without reading files."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="versions")
    digest = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    archive = models.BinaryField()
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bundle", "digest"], name="bundle_version_digest")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.digest[7:15]})"
