"""A person, what they prefer, and the tokens that act for them."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """A person; logs in with the e-mail address, is shown by the user name."""

    email = models.EmailField("e-mail address", unique=True)
    # What somebody is in one cohort is said there; this opens the studio and lets one have cohorts.
    instructor = models.BooleanField("may write problems and teach", default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]


class Preferences(models.Model):
    """How one person wants the site to look and the editor to behave."""

    class Theme(models.TextChoices):
        """Colour scheme."""

        SYSTEM = "system", "As the system"
        LIGHT = "light", "Light"
        DARK = "dark", "Dark"

    class Keymap(models.TextChoices):
        """Key bindings of the editor."""

        DEFAULT = "default", "Standard"
        VIM = "vim", "Vim"

    class Editor(models.TextChoices):
        """Which editor the practice page opens."""

        CODE = "code", "Code editor"
        PLAIN = "plain", "Plain text area"

    user = models.OneToOneField(User, models.CASCADE, related_name="preferences", primary_key=True)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    keymap = models.CharField(max_length=8, choices=Keymap, default=Keymap.DEFAULT)
    editor = models.CharField(max_length=8, choices=Editor, default=Editor.CODE)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"{self.theme}, {self.keymap} keys, {self.editor} editor"


class ApiToken(models.Model):
    """A personal API token; only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=12, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"

    @property
    def expired(self) -> bool:
        """Whether its date has passed."""
        return self.expires_at is not None and self.expires_at <= timezone.now()
