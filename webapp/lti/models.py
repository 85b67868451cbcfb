"""Platforms that operators registered, launches, who is who, and which grades are on their way."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from webapp.teaching.models import Assignment, Cohort


class Key(models.Model):
    """A key of ours that platforms know us by; the newest signs, and all that are not retired are published."""

    kid = models.CharField(max_length=64, unique=True)
    private = models.TextField(editable=False)  # PEM, RSA
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.kid


class Platform(models.Model):
    """One registration at one platform. Several may share an issuer and differ in the client id."""

    title = models.CharField(max_length=120)
    issuer = models.CharField(max_length=255)
    client_id = models.CharField(max_length=255)
    auth_url = models.URLField("login address", max_length=500)
    token_url = models.URLField("token address", max_length=500)
    keys_url = models.URLField("key set address", max_length=500)
    audience = models.CharField(
        max_length=500, blank=True, help_text="Of our requests for tokens; empty: the token address."
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "client_id"], name="lti_platform_once")
        ]

    def __str__(self) -> str:
        return self.title


class Deployment(models.Model):
    """Where a platform has put us; what names another deployment is refused."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="deployments")
    name = models.CharField("deployment id", max_length=255)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["platform", "name"], name="lti_deployment_once")
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """Whose account a platform's person is. By issuer and subject alone: an e-mail address from a platform proves nothing."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lti_identities")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "identities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="lti_identity_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class Course(models.Model):
    """A course of a platform, and the cohort that stands for it here."""

    deployment = models.ForeignKey(Deployment, models.CASCADE, related_name="courses")
    context = models.CharField(max_length=255)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="lti_courses")
    members_url = models.URLField(max_length=1000, blank=True)  # names and roles
    read_at = models.DateTimeField(null=True)  # when these were last read

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["deployment", "context"], name="lti_course_once")
        ]

    def __str__(self) -> str:
        return self.context


class Link(models.Model):
    """A place in a course that leads to an assignment, and the column of the platform's gradebook that belongs to it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="links")
    resource = models.CharField(max_length=255)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="lti_links")
    column_url = models.URLField(max_length=1000, blank=True)  # a line item of AGS

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "resource"], name="lti_link_once")
        ]

    def __str__(self) -> str:
        return self.resource


class Launch(models.Model):
    """One way from a platform to here: begun, vouched for by the platform once, and used once, all in one browser."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    state = models.CharField(max_length=64, unique=True)  # SHA-256 of what travels
    browser = models.CharField(max_length=64)  # SHA-256 of the cookie
    nonce = models.CharField(max_length=64, unique=True)
    ticket = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (unique); SHA-256
    claims = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    vouched_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return str(self.pk)


class Passback(models.Model):
    """The grade of one person that a platform is to have; `sent` is what it has."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="passbacks")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="passbacks")
    wanted = models.JSONField()  # {given, most}
    sent = models.JSONField(null=True)
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["link", "identity"], name="lti_passback_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tried_at"], condition=~Q(error=""), name="lti_passback_failed")
        ]

    def __str__(self) -> str:
        return f"{self.wanted}"
