"""Who gets which page of insight: each role, each page."""

import pytest
from django.urls import reverse

from tests.webapp.insight.making import handed_in, person, taught
from webapp.insight.domain import comparing, surveying
from webapp.insight.models import Comparison, SharedPair, Survey

pytestmark = pytest.mark.django_db
CODE = "def f(a, b):\n    return [a[i] * b[j] + i - j for i in range(len(a)) for j in range(len(b)) if a[i] > b[j]]\n"
PROBLEM = ["streaming-top-k", "most-watched-videos"]
ROLES = ("anonymous", "alice", "bob", "charlie", "assistant", "instructor", "other", "dana")
SITE = {"anonymous": 302, "alice": 403, "bob": 403, "charlie": 403}
COHORT = {"anonymous": 302, "alice": 404, "bob": 404, "charlie": 404, "other": 404}
PAIR = SITE | {"other": 404}
PAGES = {
    "index": ([], SITE),
    "problems_csv": ([], SITE),
    "problem": (PROBLEM, SITE),
    "problem_json": (PROBLEM, SITE),
    "similar": (PROBLEM, SITE),
    "pair": (["pair"], PAIR),
    "questions": ([], SITE),
    "questions_csv": ([], SITE),
    "questions_json": ([], SITE),
    "cohort": (["cohort"], COHORT),
    "cohort_csv": (["cohort"], COHORT),
    "cohort_json": (["cohort"], COHORT),
}
POSTS = {"take": ([], SITE), "compare": (PROBLEM, SITE)}


@pytest.fixture
def cast(problem, alice, bob, charlie, dana):
    """Everybody, by role; and a cohort in which Alice and Bob handed in, compared."""
    people = {"alice": alice, "bob": bob, "charlie": charlie, "dana": dana, "anonymous": None}
    people["assistant"] = person("asha")
    people["instructor"] = person("erin", instructor=True)
    people["other"] = person("gina", instructor=True)
    cohort, item = taught(problem, people["instructor"], alice, bob, assistant=people["assistant"])
    handed_in(item, alice, CODE)
    handed_in(item, bob, CODE)
    row = Comparison.objects.create(problem=problem)
    comparing.run(row.pk)
    surveying.run(Survey.objects.create().pk)
    return people, {"cohort": cohort.pk, "pair": SharedPair.objects.get().pk}


def statuses(cast, name, args, method, client, as_user):
    people, ids = cast
    address = reverse(f"insight:{name}", args=[ids.get(arg, arg) for arg in args])
    found = {}
    for role in ROLES:
        who = as_user(people[role]) if people[role] else client
        found[role] = getattr(who, method)(address).status_code
    return found


def test_every_page_for_every_role(cast, client, as_user):
    for name, (args, refused) in PAGES.items():
        assert statuses(cast, name, args, "get", client, as_user) == dict.fromkeys(ROLES, 200) | refused, name


def test_every_action_for_every_role(cast, client, as_user):
    for name, (args, refused) in POSTS.items():
        assert statuses(cast, name, args, "post", client, as_user) == dict.fromkeys(ROLES, 302) | refused, (
            name
        )
        assert statuses(cast, name, args, "get", client, as_user) == dict.fromkeys(ROLES, 405) | refused, name


def test_whoever_has_left_sees_nothing_more(cast, as_user):
    people, ids = cast
    people["assistant"].memberships.update(left_at="2026-03-03T12:00Z")
    client = as_user(people["assistant"])
    assert client.get(reverse("insight:index")).status_code == 403
    assert client.get(reverse("insight:cohort", args=[ids["cohort"]])).status_code == 404


def test_no_page_is_left_out():
    from webapp.insight.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == {*PAGES, *POSTS, "question"}
