"""Function problems as notebooks: downloaded from the page and the API, and handed in there."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from graders.store import Store
from tests.webapp.making import make_problem
from webapp.accounts.domain import tokens
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.practice.models import Draft, Submission

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "packages"
PAGE = "/problems/golden/add-up/"
BOOK = f"{PAGE}notebook"
API = "/api/v1/problems/golden/add-up/notebook"


@pytest.fixture
def add_up(db, settings, tmp_path) -> Problem:
    """A function problem whose package is stored."""
    root = tmp_path / "problems"
    shutil.copytree(GOLDEN / "golden" / "add-up", root / "golden" / "add-up")
    shutil.copy(GOLDEN / "golden" / "set.toml", root / "golden")
    load_problems(root, Store(settings.PACKAGE_STORE))
    return Problem.objects.get(slug="add-up")


def solved(data: bytes, source: str, **fields) -> SimpleUploadedFile:
    """The notebook with something in its solution cell, as a file to upload."""
    book = json.loads(data)
    next(cell for cell in book["cells"] if cell["id"] == "solution").update(source=source, **fields)
    return SimpleUploadedFile("my solution.ipynb", json.dumps(book).encode())


def test_anybody_can_download_the_notebook_from_the_page(add_up):
    client = Client()
    assert f'href="{BOOK}"' in client.get(PAGE).content.decode()
    response = client.get(BOOK)
    assert response.headers["Content-Disposition"] == 'attachment; filename="add-up.ipynb"'
    assert response.headers["Content-Type"] == "application/x-ipynb+json"
    book = response.json()
    assert book["metadata"]["readyroom"]["problem"] == "golden/add-up"
    assert [cell["id"] for cell in book["cells"]][:2] == ["statement", "solution"]


def test_a_notebook_that_is_handed_in_leads_to_its_submission(alice, add_up, as_user):
    client = as_user(alice)
    data = client.get(BOOK).content
    source = "def add_up(numbers, start=0):\n    return 6"
    response = client.post(BOOK, {"notebook": solved(data, source, outputs=["forged"])})

    row = Submission.objects.get()
    assert response.headers["Location"] == f"/submissions/{row.pk}/"
    assert (row.mode, row.user, row.version) == ("grade", alice, add_up.current)
    assert row.code == Draft.objects.get().content == source + "\n"


def test_a_notebook_that_cannot_be_taken_leads_back_with_the_cell_and_stores_nothing(alice, add_up, as_user):
    client = as_user(alice)
    data = client.get(BOOK).content
    for file, text in [
        (solved(data, "%time add_up([])"), "Cell 2: line 1 is a command of IPython (%time add_up([])), which is not Python; take it out."),
        (solved(data, "  "), "The editor is empty: there is nothing to run."),
        (solved(data, "#" * (64 << 10)), "Cell 2: with it the code is 65 KiB; at most 64 KiB are accepted."),
        (solved(data, "x = 1", outputs=["#" * (970 << 10)]), "Cell 2: it is the largest of a notebook that is larger than 960 KiB. Clear its outputs, which are not looked at, and save it again."),
        (SimpleUploadedFile("x.ipynb", b"PK"), "This is no notebook: it is not JSON in UTF-8."),
        (None, "Choose a notebook (.ipynb) to hand in."),
    ]:  # fmt: skip
        response = client.post(BOOK, {"notebook": file} if file else {}, follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert [str(message) for message in response.context["messages"]] == [text]
    assert not Submission.objects.exists()


def test_only_people_who_are_logged_in_hand_in(add_up):
    client = Client()
    data = client.get(BOOK).content
    response = client.post(BOOK, {"notebook": solved(data, "x = 1")})
    assert response.headers["Location"] == f"/accounts/login/?next={PAGE}"
    assert not Submission.objects.exists()


def test_handing_in_a_notebook_needs_the_csrf_token(alice, add_up):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    data = client.get(BOOK).content
    assert client.post(BOOK, {"notebook": solved(data, "x = 1")}).status_code == 403


def test_the_api_gives_and_takes_notebooks(alice, add_up):
    headers = {"Authorization": f"Bearer {tokens.issue(alice, 'script', None)[1]}"}
    client = Client(headers=headers)
    data = client.get(API).content
    taken = client.post(API, {"notebook": solved(data, "def add_up(): pass")})
    assert (taken.status_code, taken.json()["number"]) == (202, 1)
    assert Submission.objects.get().code == "def add_up(): pass\n"

    refused = client.post(API, {"notebook": solved(data, "!ls")})
    assert refused.status_code == 400
    assert (refused.json()["type"], refused.json()["cell"]) == ("notebook.bad", 2)
    assert client.post(API, {"notebook": solved(b'{"cells": [{"id": "solution"}]}', "")}).status_code == 400
    assert Client().get(API).status_code == 401


def test_designs_have_no_notebook(db):
    make_problem("ranker", kind="design")
    client = Client()
    page = "/problems/streaming-top-k/ranker/"
    assert "notebook" not in client.get(page).content.decode()
    response = client.get(f"{page}notebook")
    assert (response.status_code, response.json()["error"]["id"]) == (404, "notebook.kind")


def test_a_package_that_is_not_in_the_store_is_said_to_be_away(problem):
    response = Client().get("/problems/streaming-top-k/most-watched-videos/notebook")
    assert (response.status_code, response.json()["error"]["id"]) == (404, "notebook.away")
