"""Programs on the site: loaded, read, run on a text of one's own."""

import json

import pytest

from graders.store import Store
from tests.graders.packages import write_package
from tests.graders.test_program import FILES
from tests.webapp.making import make_report, make_submission
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.practice.models import Submission

PAGE = "/problems/tests/double/"


@pytest.fixture
def program(db, tmp_path, settings):
    """A program that is loaded and stored."""
    write_package(tmp_path / "library", FILES)
    loaded = load_problems(tmp_path / "library", Store(settings.PACKAGE_STORE))
    assert loaded.broken == []
    return Problem.objects.get(slug="double")


def test_page_offers_the_sample_input_and_says_what_is_typed(alice, program, as_user):
    response = as_user(alice).get(PAGE)

    assert response.context["page"]["samples"] == ["2\n"]
    assert "What your program reads from standard input." in response.text
    assert "<code>2\n→\n4" in response.text


def test_any_text_may_be_an_own_input_but_for_nul(alice, program, as_user):
    client = as_user(alice)
    sent = json.dumps({"code": "print(1)", "input": "7 )(\n"})
    refused = json.dumps({"code": "print(1)", "input": "7\0"})

    assert client.post(f"{PAGE}run", sent, content_type="application/json").status_code == 202
    assert Submission.objects.get().own_input == "7 )(\n"
    assert client.post(f"{PAGE}run", refused, content_type="application/json").status_code == 400


def test_result_shows_what_was_written_once(alice, program, as_user):
    row = make_submission(alice, program, verdict="WA")
    row.report = make_report(row)
    row.save()
    text = as_user(alice).get(f"/submissions/{row.pk}/result").text

    assert text.count("stdout shown") == len([c for c in row.report["cases"] if not c["hidden"]])
