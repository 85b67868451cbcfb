"""The practice page."""

import pytest
from django.test import Client

from tests.webapp.making import CANARY, ENTRY, make_problem, make_submission
from webapp.accounts.models import Preferences
from webapp.practice.domain.drafts import save_draft

PAGE = "/problems/streaming-top-k/most-watched-videos/"


def test_page_data_of_a_newcomer(problem):
    page = Client().get(PAGE).context["page"]

    assert page == {
        "problem": "streaming-top-k/most-watched-videos",
        "title": "Most watched videos",
        "version": problem.current.digest,
        "user": "",
        "signed_in": False,
        "kind": "function",
        "entry": ENTRY,
        "samples": ["TopK(2)\nupdate(10, 5)\ntopk()"],
        "starter": "class TopK:\n    ...\n",
        "preferences": {"theme": "system", "keymap": "default", "editor": "code"},
        "draft": None,
        "limits": {"wall_s": 2.0, "memory_mib": 256, "code_bytes": 65536},
        "urls": {
            "run": f"{PAGE}run",
            "submit": f"{PAGE}submit",
            "draft": f"{PAGE}draft",
            "hint": f"{PAGE}hints",
            "give_up": f"{PAGE}give-up",
            "editorial": f"{PAGE}editorial",
            "submissions": f"{PAGE}submissions",
            "login": "/accounts/login/?next=%2Fproblems%2Fstreaming-top-k%2Fmost-watched-videos%2F",
            "signup": "/accounts/signup/?next=%2Fproblems%2Fstreaming-top-k%2Fmost-watched-videos%2F",
        },
        "active": None,
    }


def test_page_of_somebody_who_was_here_before(alice, problem, as_user):
    Preferences.objects.create(user=alice, theme="dark", keymap="vim", editor="plain")
    saved = save_draft(alice, problem, "draft = 1", 0)
    last = make_submission(alice, problem, verdict="WA")
    running = make_submission(alice, problem, mode="run")
    context = as_user(alice).get(PAGE).context

    assert context["page"]["user"] == "alice"
    assert context["page"]["preferences"] == {"theme": "dark", "keymap": "vim", "editor": "plain"}
    assert context["page"]["draft"] == {
        "content": "draft = 1", "revision": 1, "saved_at": saved.saved_at.isoformat(),
    }  # fmt: skip
    assert context["page"]["active"]["id"] == str(running.pk)
    assert (context["submissions"], context["submissions_count"], context["last"]) == ([last], 1, last)


def test_draft_of_somebody_else_is_not_on_the_page(alice, bob, problem, as_user):
    save_draft(alice, problem, CANARY, 0)

    assert CANARY not in as_user(bob).get(PAGE).text
    assert CANARY not in Client().get(PAGE).text


def test_position_within_the_set(problem):
    second = make_problem("second", order=2)
    third = make_problem("third", order=3)
    position = Client().get(second.get_absolute_url()).context["position"]

    assert position == {"index": 2, "of": 3, "previous": problem, "next": third}


def test_new_version_is_shown_and_old_submissions_keep_theirs(alice, problem, as_user):
    from tests.webapp.making import make_version

    row = make_submission(alice, problem)
    old = problem.current
    problem.current = make_version(problem, title="Renamed")
    problem.save()

    assert as_user(alice).get(PAGE).context["version"].title == "Renamed"
    row.refresh_from_db()
    assert row.version == old


@pytest.mark.parametrize("path", ["/problems/no/such/", "/problems/streaming-top-k/such/"])
def test_problem_that_is_not_there(problem, path):
    assert Client().get(path).status_code == 404


def test_page_is_kept_by_no_cache(alice, problem, as_user):
    assert as_user(alice).get(PAGE).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("submissions", [1, 40])
def test_queries_do_not_grow_with_submissions(
    alice, problem, as_user, submissions, django_assert_num_queries
):
    for _ in range(submissions):
        make_submission(alice, problem, verdict="WA")
    client = as_user(alice)
    with django_assert_num_queries(15):
        client.get(PAGE)
