"""Instructors, and a draft of Dana's."""

import pytest

from webapp.accounts.models import User
from webapp.authoring.domain.starting import from_template
from webapp.authoring.models import Workspace


@pytest.fixture
def dana(db: None) -> User:
    """An instructor, and no operator."""
    return User.objects.create_user("dana", "dana@example.org", "correct horse", instructor=True)


@pytest.fixture
def erin(db: None) -> User:
    """Another instructor."""
    return User.objects.create_user("erin", "erin@example.org", "correct horse", instructor=True)


@pytest.fixture
def olga(db: None) -> User:
    """Runs the site."""
    return User.objects.create_user(
        "olga", "olga@example.org", "correct horse", is_staff=True, is_superuser=True
    )


@pytest.fixture
def draft(dana: User) -> Workspace:
    """A draft of a function problem from its template, Dana's."""
    return from_template(dana, "tensors", "sum-of-rows", "function")
