"""Drafts of packages file by file, everything that was ever in them, what a proof found, and what was published."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from webapp.catalog.models import BundleVersion, ProblemVersion
from webapp.practice.models import Graded, GradedEvent


class Workspace(models.Model):
    """The draft of one problem, question bank or loop, in files; the set of the latter two is their folder."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    set_slug = models.SlugField(max_length=60)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160, blank=True)  # as its files said when they were last read
    set_title = models.CharField(max_length=120, blank=True)  # of a set that publishing makes
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="workspaces")
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Collaborator", related_name="shared_workspaces"
    )
    base_digest = models.CharField(max_length=80, blank=True)  # of the published version that it began from
    source = models.CharField(max_length=300, blank=True)  # where it was imported from
    not_carried = models.JSONField(default=list, blank=True)  # what an import had to leave behind
    revision = models.PositiveIntegerField(default=0)  # raised by every change of any file
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)  # put away by its owner; nothing of it is deleted

    class Meta:
        ordering: ClassVar[list[str]] = ["-updated_at"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["set_slug", "slug"])]

    def __str__(self) -> str:
        return f"{self.set_slug}/{self.slug}"

    def get_absolute_url(self) -> str:
        """Its editor."""
        return reverse("authoring:workspace", args=[self.pk])


class Collaborator(models.Model):
    """Somebody who writes in a workspace beside its owner."""

    workspace = models.ForeignKey(Workspace, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "user"], name="authoring_collaborator_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.workspace_id}"


class File(models.Model):
    """What a file of a workspace holds now. One that was deleted stays as a row, so that its history goes on."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="files")
    path = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    bytes = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)  # the number of the history's row that this is
    base_hash = models.CharField(max_length=64, blank=True)  # SHA-256 of the text in the version it came from
    deleted = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "path"], name="authoring_file_path")
        ]

    def __str__(self) -> str:
        return self.path


class FileRevision(models.Model):
    """One text that a file held or that somebody sent for it. Rows are only ever added."""

    class Kind(models.TextChoices):
        """How it came to be."""

        SAVED = "saved", "Saved"
        MERGED = "merged", "Merged with another author's change"
        SENT = "sent", "As it was sent, before a merge"
        REFUSED = "refused", "Not taken: it met another author's change"
        RESTORED = "restored", "Restored"
        DELETED = "deleted", "Deleted"

    file = models.ForeignKey(File, models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()  # counts from 1 within the file
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SAVED)
    text = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "number"], name="authoring_revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} #{self.number}"


class Presence(models.Model):
    """Who has a workspace open, and which file of it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "user"], name="authoring_presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.path}"


class AuditEntry(models.Model):
    """Who did what to which problem, bank or loop, and when. Never changed; it outlives workspaces and accounts."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)  # of who did it, as it was then
    problem = models.CharField(max_length=121, db_index=True)  # "set/problem"
    workspace = models.ForeignKey(Workspace, models.SET_NULL, null=True, related_name="audit")
    action = models.CharField(max_length=40)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.name}: {self.action} {self.problem}"


class Proof(models.Model):
    """One run of the verifier over a workspace as it was; what was found are its events. Of data it ends as it begins."""

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed through our fault"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="proofs")
    fingerprint = models.CharField(max_length=64)  # of every file, marks of mutants included
    digest = models.CharField(max_length=80, blank=True)  # of the package; empty if it cannot be read
    archive = models.BinaryField(
        default=bytes, blank=True
    )  # the files as a zip, while a grader may need them
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=1)
    holds = models.BooleanField(null=True)
    summary = models.JSONField(default=dict, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"proof {self.pk} ({self.state})"

    @property
    def done(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in (self.State.QUEUED, self.State.RUNNING)


class ProofEvent(models.Model):
    """One thing that a proof told; number counts from 1 within the attempt."""

    proof = models.ForeignKey(Proof, models.CASCADE, related_name="events")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["attempt", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proof", "attempt", "number"], name="authoring_proof_event")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.attempt}.{self.number}"


class Sketch(models.Model):
    """What one author has in the editor while trying a draft as a candidate would, under optimistic revision numbers."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sketches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "user"], name="authoring_sketch_once")
        ]

    def __str__(self) -> str:
        return f"sketch {self.pk}, revision {self.revision}"


class Trial(Graded):
    """Code that an author ran or submitted on a draft. It is no submission: nothing that counts submissions sees it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="trials")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=80)  # of the draft as it was
    kind = models.CharField(max_length=16)  # of the problem
    device = models.JSONField(default=dict, blank=True)  # what it asks for; empty for most
    archive = models.BinaryField(
        default=bytes, blank=True
    )  # the files as a zip, while a grader may need them

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "user", "number"], name="authoring_trial_number"),
            models.CheckConstraint(
                condition=Q(state="done") ^ Q(finished_at__isnull=True), name="authoring_trial_done"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "mode", "created_at"]),
            models.Index(fields=["created_at"], condition=~Q(state="done"), name="authoring_trial_open"),
        ]


class TrialEvent(GradedEvent):
    """One thing a grader said about a trial."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="events")

    class Meta:
        ordering: ClassVar[list[str]] = ["attempt", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "attempt", "number"], name="authoring_trial_event")
        ]


class Review(models.Model):
    """What a second instructor says of a workspace as it was."""

    class Verdict(models.TextChoices):
        """Fit to be published, or not yet."""

        APPROVED = "approved", "Approved"
        CHANGES = "changes", "Changes wanted"

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="reviews")
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by_id}"


class Publication(models.Model):
    """A version that the studio published, of a problem or of a bundle, and from what."""

    version = models.ForeignKey(
        ProblemVersion, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    bundle_version = models.ForeignKey(
        BundleVersion, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    workspace = models.ForeignKey(Workspace, models.SET_NULL, null=True, related_name="publications")
    proof = models.ForeignKey(Proof, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(bundle_version__isnull=True),
                name="authoring_publication_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version or self.bundle_version} by {self.by_id}"
