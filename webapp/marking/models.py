"""Scripts to be marked, who marked them how, what was said of single lines, and requests to look again."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from webapp.interviews.models import Round
from webapp.teaching.models import Item, Work


class Pile(models.Model):
    """Everything that was handed in for one item of an assignment, to be marked by one or two people each."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="pile")
    markers = models.PositiveSmallIntegerField(default=1)
    rubric = models.JSONField(default=dict, blank=True)  # for code, as it was when marking began
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(markers__in=(1, 2)), name="pile_one_or_two_markers")
        ]

    def __str__(self) -> str:
        return f"pile of {self.item_id}"


class Script(models.Model):
    """What one person handed in: code, or one round in words. Markers know it by its number, which says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pile = models.ForeignKey(Pile, models.CASCADE, related_name="scripts")
    work = models.ForeignKey(Work, models.CASCADE, related_name="scripts")
    round = models.ForeignKey(Round, models.CASCADE, null=True, related_name="scripts")  # none: code
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pile", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pile", "number"], name="script_number"),
            models.UniqueConstraint(fields=["work", "round"], name="script_of_round_once"),
            models.UniqueConstraint(
                fields=["work"], condition=Q(round__isnull=True), name="script_of_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"script {self.number}"


class Marking(models.Model):
    """One person's marks of one script: `levels` by criterion, counted from 0. Once finished it is not changed."""

    class Kind(models.TextChoices):
        """On what occasion."""

        MARK = "mark", "Marked"
        RESOLVE = "resolve", "Resolved between two markers"
        AGAIN = "again", "Looked at again"

    script = models.ForeignKey(Script, models.CASCADE, related_name="markings")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="markings")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MARK)
    levels = models.JSONField(default=dict)  # "question/criterion" -> level
    note = models.TextField(blank=True)  # for the candidate
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["script", "begun_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["script", "marker"], condition=Q(kind="mark"), name="marking_once_each"
            ),
            models.UniqueConstraint(
                fields=["script"], condition=Q(kind="resolve"), name="marking_resolved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {'done' if self.finished_at else 'open'}"


class Comment(models.Model):
    """What a marker says of one line. `sheet` names the text of a round; it is empty for code that was handed in."""

    script = models.ForeignKey(Script, models.CASCADE, related_name="comments")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40, blank=True)
    line = models.PositiveIntegerField()  # from 1
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["script", "sheet", "line", "at"]

    def __str__(self) -> str:
        return f"line {self.line}"


class Regrade(models.Model):
    """A candidate asks to look again and says why; a marker answers. Both stay as they were written."""

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", "Not answered yet"
        KEPT = "kept", "The marks stay"
        CHANGED = "changed", "The marks were changed"

    script = models.ForeignKey(Script, models.CASCADE, related_name="regrades")
    reason = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)  # the marks that were asked about
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["script"], condition=Q(state="open"), name="regrade_request_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"asked {self.asked_at:%Y-%m-%d}"
