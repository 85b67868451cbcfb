"""LTI 1.3 against a platform that speaks it: the way in, what is refused, and what goes back."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.webapp.teaching.making import make_assignment, make_work
from tests.webapp.teaching.platform import LTI, ROLE, Platform, new_key, serving
from webapp.accounts.models import User
from webapp.lti import models, tasks
from webapp.lti.domain import keys, passing
from webapp.lti.domain.services import ServiceDown
from webapp.teaching.domain.scoring import settle
from webapp.teaching.models import Cohort, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Platform]:
    with serving() as platform:
        yield platform


@pytest.fixture
def platform(server: Platform) -> Platform:
    """The platform, registered here, with nothing left from the test before."""
    cache.clear()
    server.scores.clear()
    server.failing, server.people, server.reads = 0, [[]], 0
    known = keys.key_set()  # read here: the server's threads do not see this test's transaction
    server.tool_keys = lambda: known
    row = models.Platform.objects.create(
        title="School", issuer=server.issuer, client_id=server.client_id, auth_url=f"{server.url}/auth",
        token_url=f"{server.url}/token", keys_url=f"{server.url}/keys",
    )  # fmt: skip
    row.deployments.create(name=server.deployment)
    return server


def begin(platform: Platform, client: Client, **more: str) -> dict[str, str]:
    """Step one; what the tool asks the platform."""
    sent = {"iss": platform.issuer, "login_hint": "1", "target_link_uri": "http://testserver/lti/launch"}
    answer = client.get("/lti/login", sent | more)
    assert answer.status_code == 302, answer.content
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def finish(client: Client, state: str, word: str) -> Any:
    """Steps two and three; the last answer."""
    answer = client.post("/lti/launch", {"state": state, "id_token": word})
    return client.get(answer.url) if answer.status_code == 303 else answer


def launch(platform: Platform, client: Client | None = None, **more: Any) -> tuple[Client, Any]:
    """A whole launch; the browser, and the answer to it."""
    client = client or Client()
    asked = begin(platform, client)
    return client, finish(client, asked["state"], platform.word(platform.claims(asked, **more)))


def refusal(answer: Any) -> str:
    return (
        answer.context["refused"].id
        if answer.context and "refused" in answer.context
        else f"{answer.status_code}"
    )


def test_login_asks_for_a_signed_word_with_state_and_nonce(platform):
    asked = begin(platform, Client(), lti_message_hint="m")
    assert {name: asked[name] for name in ("scope", "response_type", "response_mode", "prompt", "lti_message_hint")} == {
        "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none", "lti_message_hint": "m",
    }  # fmt: skip
    assert (asked["redirect_uri"], asked["client_id"]) == ("http://testserver/lti/launch", platform.client_id)
    assert len(asked["state"]) >= 32 <= len(asked["nonce"])


def test_instructor_makes_the_course_a_cohort_and_learners_join_it(platform):
    _, refused = launch(platform, subject="early")
    _, answer = launch(platform, subject="prof", role="#Instructor")
    client, later = launch(platform, subject="ada")
    cohort = Cohort.objects.get()
    roles = dict(Membership.objects.values_list("user__lti_identities__subject", "role"))
    assert (refusal(refused), answer.url, later.url) == (
        "lti.course",
        cohort.get_absolute_url(),
        "/assignments/",
    )
    assert roles == {"prof": "instructor", "ada": "candidate"}
    assert client.get("/assignments/").status_code == 200


def test_assistant_is_told_from_instructor(platform):
    launch(platform, subject="prof", role="#Instructor")
    roles = [f"{ROLE}#Instructor", f"{ROLE}/Instructor#TeachingAssistant"]
    launch(platform, subject="ta", **{f"{LTI}roles": roles})
    assert Membership.objects.get(user__lti_identities__subject="ta").role == "assistant"


def test_account_is_found_by_issuer_and_subject_and_never_by_address(platform, alice):
    launch(platform, subject="prof", role="#Instructor")
    launch(platform, subject="alice", email=alice.email, email_verified=True)
    launch(platform, subject="alice", email="another@school.example")
    found = models.Identity.objects.get(subject="alice").user
    assert found != alice
    assert found.email.endswith("@lti.invalid")
    assert not found.has_usable_password()


def test_who_is_logged_in_is_asked_and_linked_only_on_their_word(platform, alice, as_user):
    launch(platform, subject="prof", role="#Instructor")
    client, answer = launch(platform, as_user(alice), subject="ada")
    assert b"link alice" in answer.content
    assert not models.Identity.objects.filter(user=alice).exists()
    client.post("/lti/account", {"mine": "1"})
    assert models.Identity.objects.get(user=alice).subject == "ada"


def test_operator_is_never_entered_from_a_platform(platform, dana, as_user):
    launch(platform, subject="prof", role="#Instructor")
    launch(platform, as_user(dana), subject="ada")
    assert not models.Identity.objects.filter(user=dana).exists()
    models.Identity.objects.create(issuer=platform.issuer, subject="root", user=dana)
    _, answer = launch(platform, subject="root")
    assert refusal(answer) == "lti.staff"


def changed(**claims: Any) -> Any:
    return lambda platform, asked: platform.word(platform.claims(asked, **claims))


def without(name: str) -> Any:
    return lambda platform, asked: platform.word(
        {k: v for k, v in platform.claims(asked).items() if k != name}
    )


REFUSED = {
    "wrong audience": (changed(aud="somebody-else"), "lti.token"),
    "two audiences without a party": (lambda p, a: p.word(p.claims(a, aud=[p.client_id, "other"])), "lti.party"),
    "another party": (changed(azp="other"), "lti.party"),
    "wrong issuer": (changed(iss="http://elsewhere.example"), "lti.token"),
    "expired": (changed(exp=int(time.time()) - 3600), "lti.token"),
    "from the future": (changed(iat=int(time.time()) + 36000), "lti.token"),
    "too old": (changed(iat=int(time.time()) - 90_000), "lti.old"),
    "no expiry": (without("exp"), "lti.token"),
    "no nonce": (without("nonce"), "lti.token"),
    "another nonce": (changed(nonce="x"), "lti.nonce"),
    "no subject": (without("sub"), "lti.anonymous"),
    "unknown deployment": (changed(**{f"{LTI}deployment_id": "other"}), "lti.deployment"),
    "no version": (without(f"{LTI}version"), "lti.message"),
    "another message": (changed(**{f"{LTI}message_type": "X"}), "lti.message"),
    "wrong signature": (
        lambda p, a: jwt.encode(p.claims(a), new_key(), algorithm="RS256", headers={"kid": p.kid}), "lti.token",
    ),
    "unknown key": (lambda p, a: p.word(p.claims(a), kid="other"), "lti.key"),
    "no algorithm": (lambda p, a: jwt.encode(p.claims(a), None, algorithm="none", headers={"kid": p.kid}), "lti.token"),
    "shared secret": (
        lambda p, a: _hs256(p.claims(a), p.public_pem(), p.kid), "lti.token",
    ),
    "not a token": (lambda p, a: "nonsense", "lti.token"),
    "empty": (lambda p, a: "", "lti.token"),
}  # fmt: skip


def _hs256(claims: dict[str, Any], secret: bytes, kid: str) -> str:
    """Signed with the public key as a secret; made by hand, for PyJWT itself refuses to."""
    import base64
    import hashlib
    import hmac
    import json

    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": kid}).encode())
    body = head + b"." + part(json.dumps(claims).encode())
    return (body + b"." + part(hmac.new(secret, body, hashlib.sha256).digest())).decode()


@pytest.mark.parametrize("name", REFUSED)
def test_word_that_cannot_be_trusted_is_refused(platform, name):
    make, id = REFUSED[name]
    client = Client()
    asked = begin(platform, client)
    answer = finish(client, asked["state"], make(platform, asked))
    assert (refusal(answer), User.objects.count(), "_auth_user_id" in client.session) == (id, 0, False)


def test_word_is_taken_once(platform):
    client = Client()
    asked = begin(platform, client)
    word = platform.word(platform.claims(asked, role="#Instructor"))
    first = client.post("/lti/launch", {"state": asked["state"], "id_token": word})
    again = client.post("/lti/launch", {"state": asked["state"], "id_token": word})
    client.get(first.url)
    assert (refusal(again), refusal(client.get(first.url))) == ("lti.replayed", "lti.used")


def test_nonce_of_another_launch_is_refused(platform):
    client = Client()
    one, two = begin(platform, client), begin(platform, client)
    word = platform.word(platform.claims(one))
    assert refusal(finish(client, two["state"], word)) == "lti.nonce"


def test_state_of_another_browser_is_refused(platform):
    asked = begin(platform, Client())
    victim = Client()
    answer = finish(victim, asked["state"], platform.word(platform.claims(asked)))
    assert (refusal(answer), "_auth_user_id" in victim.session) == ("lti.browser", False)


def test_state_that_was_never_given_or_is_old_is_refused(platform):
    client = Client()
    asked = begin(platform, client)
    assert refusal(finish(client, "made-up", platform.word(platform.claims(asked)))) == "lti.state"
    models.Launch.objects.update(created_at=timezone.now() - timezone.timedelta(minutes=11))
    assert refusal(finish(client, asked["state"], platform.word(platform.claims(asked)))) == "lti.state"


def test_unknown_platform_is_refused(platform):
    answer = Client().get("/lti/login", {"iss": "http://elsewhere.example", "login_hint": "1"})
    assert refusal(answer) == "lti.platform"


def test_key_that_is_not_known_has_the_set_read_once_a_minute(platform):
    client = Client()
    for _ in range(3):
        asked = begin(platform, client)
        finish(client, asked["state"], platform.word(platform.claims(asked), kid="other"))
    assert platform.reads == 1


@pytest.fixture
def place(platform):
    """An assignment of the course, linked from it, with a learner who was there."""
    launch(platform, subject="prof", role="#Instructor")
    made = make_assignment(Cohort.objects.get(), due_at=timezone.now() + timezone.timedelta(days=365))
    made.items.create(number=1, kind="quiz", title="Quiz", points=20, draws={"topics": [], "count": 1})
    launch(platform, subject="ada", **{f"{LTI}custom": {"assignment": str(made.pk)}})
    return made


def graded(place, score):
    """Ada's work with that score, and what is to be passed back."""
    user = models.Identity.objects.get(subject="ada").user
    settle(make_work(place.items.get(), user, None), score, timezone.now())
    return models.Passback.objects.get()


def test_grade_goes_back_once_and_again_when_it_changes(platform, place):
    row = graded(place, 0.8)
    tasks.pass_back(row.pk)
    tasks.pass_back(row.pk)
    graded(place, 0.9)
    tasks.pass_back(row.pk)
    told = [
        (one["userId"], one["scoreGiven"], one["scoreMaximum"], one["gradingProgress"])
        for one in platform.scores
    ]
    assert told == [("ada", 16.0, 20.0, "FullyGraded"), ("ada", 18.0, 20.0, "FullyGraded")]
    assert platform.scores[0]["timestamp"] < platform.scores[1]["timestamp"]


def test_grade_that_the_platform_did_not_take_is_sent_again(platform, place):
    row = graded(place, 0.8)
    platform.failing = 1
    with pytest.raises(ServiceDown):
        passing.send(row.pk, timezone.now())
    row.refresh_from_db()
    assert (row.tries, row.sent, row.error) == (1, None, "the platform answers 503")
    later = timezone.now() + timezone.timedelta(minutes=6)
    assert passing.left_over(later) == [row.pk]
    assert passing.send(row.pk, later)
    assert (len(platform.scores), passing.left_over(later)) == (1, [])


def test_grade_that_its_candidate_is_not_told_is_not_passed_back(platform, place):
    type(place).objects.filter(pk=place.pk).update(feedback="verdict")
    user = models.Identity.objects.get(subject="ada").user
    settle(make_work(place.items.get(), user, None), 0.8, timezone.now())
    assert not models.Passback.objects.exists()


def test_members_are_read_over_all_pages_and_leave_when_they_are_gone(platform, place, as_user):
    def member(name: str, status: str = "Active") -> dict[str, Any]:
        return {
            "user_id": name,
            "status": status,
            "name": name.title(),
            "roles": [f"{ROLE}#Learner"],
            "email": f"{name}@x.example",
        }

    platform.people = [[member("ada"), member("gone", "Inactive")], [member("ben")]]
    course = models.Course.objects.get()
    client = as_user(course.cohort.owner)
    client.post(f"/lti/courses/{course.pk}/members")
    there = set(
        Membership.objects.filter(left_at=None).values_list("user__lti_identities__subject", flat=True)
    )
    platform.people = [[member("ben")]]
    client.post(f"/lti/courses/{course.pk}/members")
    left = set(
        Membership.objects.filter(left_at__isnull=False).values_list(
            "user__lti_identities__subject", flat=True
        )
    )
    assert (there, left) == ({"prof", "ada", "ben"}, {"ada"})


def test_list_of_members_at_another_site_is_not_followed(platform, place):
    from webapp.lti.domain.services import ServiceRefused, members

    row = models.Platform.objects.get()
    platform.people = [[], []]
    with pytest.raises(ServiceRefused, match="another site"):
        list(members(row, f"http://localhost:{urlsplit(platform.url).port}/members?page=1",
                     "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"))  # fmt: skip


def test_deep_linking_answers_with_a_signed_choice(platform, place):
    settings = {
        "deep_link_return_url": f"{platform.url}/back", "accept_types": ["ltiResourceLink"], "data": "opaque",
    }  # fmt: skip
    more = {
        f"{LTI}message_type": "LtiDeepLinkingRequest",
        "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings": settings,
    }
    client, answer = launch(platform, subject="prof", role="#Instructor", **more)
    assert answer.url == "/lti/choose"
    page = client.post("/lti/choose", {"assignment": str(place.pk)})
    assert f"form-action 'self' {platform.url}" in page.headers["Content-Security-Policy"]
    header = jwt.get_unverified_header(page.context["token"])
    row = next(row for row in client.get("/lti/keys").json()["keys"] if row["kid"] == header["kid"])
    told = jwt.decode(
        page.context["token"],
        jwt.PyJWK(row).key,
        algorithms=["RS256"],
        audience=platform.issuer,
        issuer=platform.client_id,
    )
    items = told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert told["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "opaque"
    assert [(one["custom"]["assignment"], one["lineItem"]["scoreMaximum"]) for one in items] == [
        (str(place.pk), 20.0)
    ]


def test_learner_chooses_no_assignment(platform, place):
    _, answer = launch(platform, subject="ada", **{f"{LTI}message_type": "LtiDeepLinkingRequest"})
    assert refusal(answer) == "lti.role"


def test_assignment_of_another_cohort_is_not_led_to(platform, place, dana):
    from tests.webapp.teaching.making import make_cohort

    other = make_assignment(make_cohort(dana))
    _, answer = launch(platform, subject="ben", **{
        f"{LTI}custom": {"assignment": str(other.pk)}, f"{LTI}resource_link": {"id": "place-2"}})  # fmt: skip
    assert answer.url == "/assignments/"


def test_key_set_holds_no_private_part(platform, client):
    rows = client.get("/lti/keys").json()["keys"]
    assert [sorted(row) for row in rows] == [["alg", "e", "key_ops", "kid", "kty", "n", "use"]]
