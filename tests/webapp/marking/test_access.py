"""Who gets which page of marking: each role, each page, before and after the release."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.insight.making import person
from tests.webapp.marking.conftest import all_levels, script_of
from webapp.marking.domain import marks, piles, regrades
from webapp.marking.models import Marking, Pile

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "alice", "bob", "charlie", "asha", "erin", "stranger", "dana")
NOT_MARKERS = {"anonymous": 302, "alice": 404, "bob": 404, "charlie": 404, "stranger": 404}
OWN = {
    "anonymous": 302,
    "alice": 404,
    "bob": 404,
    "charlie": 404,
    "asha": 404,
    "erin": 404,
    "stranger": 404,
    "dana": 404,
}
GETS = {
    "index": ("", {"anonymous": 302, "alice": 403, "bob": 403, "charlie": 403}),
    "pile": ("item", NOT_MARKERS),
    "script": ("script", NOT_MARKERS),
    "results": ("", {"anonymous": 302}),
}
POSTS = {
    "open": ("item", NOT_MARKERS | {"asha": 403}),
    "deal": ("item", NOT_MARKERS),
    "release": ("item", NOT_MARKERS | {"asha": 403}),
    "mark": ("script", NOT_MARKERS | dict.fromkeys(("asha", "stranger", "dana"), 404)),
    "comment": ("script", NOT_MARKERS),
    "uncomment": ("comment", NOT_MARKERS),
    "resolve": ("script", NOT_MARKERS),
    "answer": ("regrade", NOT_MARKERS),
    "ask": ("script", OWN),
}


@pytest.fixture
def cast(course, alice, bob, charlie, dana):
    """Alice's script, which Erin has begun, with a comment."""
    pile = piles.open_pile(course.code, course.erin, 1, timezone.now())
    script = script_of(pile, alice)
    marking = Marking.objects.create(script=script, marker=course.erin)
    said = marks.comment(script, course.erin, "", "1", "A word.", timezone.now())
    people = {
        "anonymous": None, "alice": alice, "bob": bob, "charlie": charlie, "asha": course.asha, "erin": course.erin,
        "stranger": person("stranger", instructor=True), "dana": dana,
    }  # fmt: skip
    ids = {
        "": [],
        "item": [course.code.pk],
        "script": [script.pk],
        "comment": [script.pk, said.pk],
        "regrade": [1],
    }
    return people, ids, marking


def statuses(cast, name, kind, method, client, as_user):
    people, ids, _ = cast
    address = reverse(f"marking:{name}", args=ids[kind])
    return {
        role: getattr(as_user(people[role]) if people[role] else client, method)(address).status_code
        for role in ROLES
    }


def test_pages_before_the_release(cast, client, as_user):
    for name, (kind, refused) in GETS.items():
        assert statuses(cast, name, kind, "get", client, as_user) == dict.fromkeys(ROLES, 200) | refused, name
    assert statuses(cast, "result", "script", "get", client, as_user) == OWN


def test_actions_before_the_release(cast, client, as_user):
    for name, (kind, refused) in POSTS.items():
        expected = dict.fromkeys(ROLES, 302) | refused
        if name == "answer":  # there is no request yet
            expected = dict.fromkeys(ROLES, 404) | {"anonymous": 302}
        assert statuses(cast, name, kind, "post", client, as_user) == expected, name


def test_after_the_release_ones_own_marks_are_ones_own(cast, course, alice, bob, client, as_user):
    _, ids, marking = cast
    marks.save(marking, all_levels(marking.script, 1), "", finish=True, now=timezone.now())
    other = Marking.objects.create(script=script_of(marking.script.pile, bob), marker=course.erin)
    marks.save(other, all_levels(other.script, 1), "", finish=True, now=timezone.now())
    piles.release(marking.script.pile, course.erin, timezone.now())
    assert statuses(cast, "result", "script", "get", client, as_user) == OWN | {"alice": 200}
    released = Pile.objects.get()
    ids["regrade"] = [regrades.ask(script_of(released, alice), "Look again.", timezone.now()).pk]
    name, (kind, refused) = "answer", POSTS["answer"]
    assert statuses(cast, name, kind, "post", client, as_user) == dict.fromkeys(ROLES, 302) | refused
    assert statuses(cast, "ask", "script", "post", client, as_user) == OWN | {"alice": 302}


def test_no_page_is_left_out():
    from webapp.marking.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == {*GETS, *POSTS, "result"}
