"""Bombs in what is handed in: nothing is unpacked, nothing is stored, and the answer says why."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.webapp.making import CODE, make_problem
from webapp.accounts.domain import tokens
from webapp.accounts.models import User
from webapp.practice.models import Draft, Submission

pytestmark = pytest.mark.django_db
PAGE = "/problems/streaming-top-k/most-watched-videos/"
API = "/api/v1/problems/streaming-top-k/most-watched-videos/submit"
BODIES = {
    "brackets in brackets": b'{"code": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number of too many digits": b'{"code": ' + b"1" * 100_000 + b"}",
    "half a character": b'{"code": "\\ud800"}',
    "not UTF-8": b'{"code": "\xff\xfe"}',
    "a number that is none": b'{"code": NaN}',
    "gzip without a word": gzip.compress(json.dumps({"code": "#" * (32 << 20)}).encode()),
}


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    """Quick passwords, and no broker of a site that runs on this machine."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.REDIS_URL = "redis://127.0.0.1:1/0"


@pytest.fixture
def alice() -> User:
    """Who hands in."""
    return User.objects.create_user("alice", "alice@example.org", "x")


@pytest.fixture
def browser(alice: User) -> Client:
    """Alice's, on a site with one problem."""
    make_problem()
    client = Client()
    client.force_login(alice)
    return client


def nothing_is_stored() -> bool:
    """Neither a submission nor a draft."""
    return not Submission.objects.exists() and not Draft.objects.exists()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_body_that_is_a_bomb_is_refused_by_the_page(browser: Client, body: bytes) -> None:
    response = browser.post(f"{PAGE}submit", body, content_type="application/json")
    assert 400 <= response.status_code < 500
    assert nothing_is_stored()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_body_that_is_a_bomb_is_refused_by_the_interface(alice: User, body: bytes) -> None:
    make_problem()
    headers = {"Authorization": f"Bearer {tokens.issue(alice, 'script', None)[1]}"}
    response = Client().post(API, body, content_type="application/json", headers=headers)
    assert 400 <= response.status_code < 500
    assert nothing_is_stored()


def test_body_that_says_it_is_packed_is_not_unpacked(browser: Client) -> None:
    body = gzip.compress(json.dumps({"code": CODE}).encode())
    headers = {"Content-Encoding": "gzip"}
    response = browser.post(f"{PAGE}submit", body, content_type="application/json", headers=headers)
    assert response.status_code == 400
    assert nothing_is_stored()


def test_archive_in_place_of_code_is_not_looked_at(browser: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../solution.py", b"#" * (64 << 20))
    browser.post(f"{PAGE}submit", {"code": SimpleUploadedFile("code.zip", packed.getvalue())})
    assert not Submission.objects.exists()


def test_form_of_fields_without_number_is_refused(browser: Client) -> None:
    response = browser.post(f"{PAGE}submit", {f"x{number}": "1" for number in range(1000)})
    assert response.status_code == 400
    assert nothing_is_stored()
