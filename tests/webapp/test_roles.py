"""Candidate, instructor, operator: who is what, and what a page for instructors answers."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import RequestFactory

from webapp.accounts.models import User
from webapp.accounts.roles import instructors_only, is_instructor, is_operator

pytestmark = pytest.mark.django_db

WHO = {
    "candidate": ({}, (False, False)),
    "instructor": ({"instructor": True}, (True, False)),
    "operator": ({"is_superuser": True, "is_staff": True}, (True, True)),
    "staff without rights": ({"is_staff": True}, (False, False)),
    "locked instructor": ({"instructor": True, "is_active": False}, (False, False)),
    "locked operator": ({"is_superuser": True, "is_active": False}, (False, False)),
}


@pytest.mark.parametrize("who", WHO)
def test_role_of_an_account(who: str) -> None:
    """Only active accounts have one beyond candidate; the permissions say the same."""
    fields, expected = WHO[who]
    dana = User.objects.create(username="dana", email="dana@example.org", **fields)
    assert (is_instructor(dana), is_operator(dana)) == expected
    if dana.is_active and not dana.is_superuser:
        assert (dana.has_perm("accounts.teach"), dana.has_perm("accounts.operate")) == expected


def test_role_of_nobody() -> None:
    """Who is not logged in has none."""
    assert (is_instructor(AnonymousUser()), is_operator(AnonymousUser())) == (False, False)


@instructors_only
def staff_room(request: object) -> HttpResponse:
    """A page."""
    return HttpResponse("in")


def test_page_for_instructors() -> None:
    """An instructor comes in, a candidate is refused, and nobody in particular is asked to log in."""
    request = RequestFactory().get("/staff-room/")
    request.user = User.objects.create(username="dana", email="dana@example.org", instructor=True)
    assert staff_room(request).content == b"in"
    request.user = User.objects.create(username="alice", email="alice@example.org")
    with pytest.raises(PermissionDenied):
        staff_room(request)
    request.user = AnonymousUser()
    assert staff_room(request)["Location"] == "/accounts/login/?next=/staff-room/"


@pytest.mark.parametrize(
    ("role", "flags"),
    [
        ("instructor", (True, False, False)),
        ("operator", (True, True, True)),
        ("candidate", (False, False, False)),
    ],
)
def test_role_granted_by_command(role: str, flags: tuple[bool, bool, bool]) -> None:
    """By name or address; a lesser role takes the greater away."""
    User.objects.create(username="dana", email="dana@example.org", is_superuser=role == "candidate")
    call_command("grant_role", "Dana@example.org", role, stdout=StringIO())
    dana = User.objects.get(username="dana")
    assert (dana.instructor, dana.is_staff, dana.is_superuser) == flags


def test_role_granted_to_nobody() -> None:
    """An account that is not there is named."""
    with pytest.raises(CommandError, match="there is no account erin"):
        call_command("grant_role", "erin", "instructor")
