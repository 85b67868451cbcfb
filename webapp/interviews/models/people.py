"""Stories that people tell, what of it was recorded, and people who look for each other."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from webapp.interviews.models.rounds import Round


class Recording(models.Model):
    """An answer as it was spoken, which its candidate chose to keep here. The sound is a file; the row goes with it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="recordings")
    sheet = models.CharField(max_length=40)
    begun_at = models.DateTimeField()  # the server's time, by how long ago the browser began
    length_ms = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    bytes = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["round", "begun_at", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet}, {self.length_ms // 1000} s"


class Story(models.Model):
    """Something that a person did and can tell: one of the four or five that behavioural prompts are answered with."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stories")
    title = models.CharField(max_length=120)
    themes = models.JSONField(default=list)
    situation = models.TextField(blank=True)
    task = models.TextField(blank=True)
    action = models.TextField(blank=True)
    result = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "stories"
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Seeker(models.Model):
    """Somebody who waits for a peer: at a level, for a kind of round, while their page is open."""

    class State(models.TextChoices):
        """Where it has come to."""

        WAITING = "waiting", "Waiting"
        MATCHED = "matched", "Matched"
        WITHDRAWN = "withdrawn", "Withdrawn"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, choices=Round.Kind)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()  # when the page last said that it is open
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="waiting"), name="seeker_waits_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["level", "kind", "since"], condition=Q(state="waiting"), name="seeker_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, level {self.level}"


class Pairing(models.Model):
    """Two who were matched: each is the candidate in one round and interviews in the other. `first` sits first."""

    class State(models.TextChoices):
        """How far it has come."""

        MEETING = "meeting", "Waiting for both to come"
        ON = "on", "Both are here"
        MISSED = "missed", "One did not come"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, choices=Round.Kind)
    made_at = models.DateTimeField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first_since = models.DateTimeField()  # since when they had been waiting
    second_since = models.DateTimeField()
    first_here = models.DateTimeField(null=True)
    second_here = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.MEETING)
    begun_at = models.DateTimeField(null=True)  # when both were there
    first_round = models.OneToOneField(Round, models.SET_NULL, null=True, related_name="pairing_first")
    second_round = models.OneToOneField(Round, models.SET_NULL, null=True, related_name="pairing_second")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["level", "kind", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.kind}, level {self.level}"

    def get_absolute_url(self) -> str:
        """Where the two meet."""
        return reverse("interviews:pairing", args=[self.pk])


class Hosted(models.Model):
    """A link by which an instructor has somebody sit a round with them. What is drawn is drawn when it is used."""

    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    loop = models.CharField(max_length=60)
    slug = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=8)
    hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the token
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    round = models.OneToOneField(Round, models.SET_NULL, null=True, related_name="hosted")

    class Meta:
        verbose_name_plural = "hosted"
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}, level {self.level}"
