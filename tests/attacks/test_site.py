"""What attacks on the site come to: pages, the interface for programs, event streams, the operator's page, a terminal."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client
from rich.console import Console

from graders.app import app as grader_app
from graders.cli.table import print_report
from graders.messages import EventBatch
from tests.attacks.catalogue import Attack, attacks
from tests.attacks.elements import Elements
from tests.attacks.stage import Stage
from tests.attacks.test_attacks import UNFIT
from tests.sandboxes.conftest import BACKENDS
from tests.webapp.making import CODE, make_problem, make_submission
from webapp.accounts.domain import tokens
from webapp.accounts.models import User
from webapp.catalog.models import ProblemSet
from webapp.celery import app as site_app
from webapp.practice.domain import wakeups
from webapp.practice.domain.recording import record
from webapp.practice.models import Submission

SITE = [attack for attack in attacks() if attack.kind == "site"]
CASES = [
    pytest.param(attack, name, id=f"{attack.name}-{name}") for attack in SITE for name in attack.verdicts
]
ON_ONE_BACKEND = pytest.mark.parametrize("backend", BACKENDS[:1], indirect=True)
"""What is said comes through either wall alike; tests/attacks/test_attacks.py tries both."""
SGR = re.compile(r"\x1b\[[\d;]*m")
"""What a table on a terminal is coloured with."""
WORDS = {
    "elements": "</textarea></title><img src=x onerror=alert(1)>",
    "an attribute": "\" autofocus onfocus=alert(1) x='",
    "a script": "</script><script>alert(1)</script>",
    "a template": "{{ 7 * 7 }}{% include 'x' %}",
}
"""Markup in names: of people, of tokens, of sets, of problems and all that belongs to them."""
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quick passwords, and no broker of a site that runs on this machine, which no stream waits for."""
    monkeypatch.setattr(wakeups, "SUBSCRIBE_S", 0.05)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.REDIS_URL = NOWHERE


@pytest.fixture
def alice(db: None) -> User:
    """Who hands in, and is an operator too."""
    return User.objects.create_superuser(username="alice", email="alice@example.org", password="x")


@pytest.fixture
def client(alice: User) -> Client:
    """Alice's browser."""
    client = Client()
    client.force_login(alice)
    return client


def assert_words_are_only_text(client: Client, path: str) -> None:
    """Nothing on the page runs but what the site has put there, and its policy would stop the rest."""
    response = client.get(path)
    assert response.status_code == 200, path
    elements = Elements(response.text)
    assert [script for script in elements.scripts if "alert(1)" in script and "<" in script] == [], path
    assert elements.handlers == [], path
    assert "script-src 'self'" in response.headers["Content-Security-Policy"].replace("'none'", ""), path


def handed_in(alice: User, attack: Attack, name: str, stage: Stage) -> tuple[Submission, dict[str, Any]]:
    """Alice's submission of an attack, with what is told of it on the way and the report that it gets."""
    graded, on_the_way = stage.grade(stage.package(name), attack.source)
    problem = make_problem()
    row = make_submission(alice, problem, code=attack.source)
    mine = {"submission": str(row.pk), "attempt": 1}
    report = graded.json_dict() | mine
    events = [event.model_dump(mode="json") | mine for event in on_the_way]
    number = max((event["number"] for event in events), default=0) + 1
    events.append({**mine, "number": number, "kind": "done", "data": {"report": report}})
    record(EventBatch.model_validate(json.loads(json.dumps({"events": events}))))
    row.refresh_from_db()
    return row, report


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "name"), CASES)
@ON_ONE_BACKEND
def test_what_an_attack_says_is_only_text_on_every_page(
    attack: Attack, name: str, stage: Stage, alice: User, client: Client
) -> None:
    row, report = handed_in(alice, attack, name, stage)
    other = make_submission(alice, row.problem, code=attack.source, verdict="WA", report=report)
    page = f"/problems/{row.problem.set.slug}/{row.problem.slug}/"
    paths = [
        f"/submissions/{row.pk}/",
        f"/submissions/{row.pk}/result",
        f"/submissions/compare/{row.pk}/{other.pk}/",
    ]
    paths += [page, f"{page}submissions", f"/admin/practice/submission/{row.pk}/change/"]

    assert (row.state, row.verdict) == ("done", report["verdict"])
    for path in paths:
        assert_words_are_only_text(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "name"), CASES)
@ON_ONE_BACKEND
def test_what_an_attack_says_is_quoted_for_programs(
    attack: Attack, name: str, stage: Stage, alice: User
) -> None:
    row, report = handed_in(alice, attack, name, stage)
    token = tokens.issue(alice, "script", None)[1]

    answer = Client().get(f"/api/v1/submissions/{row.pk}", headers={"Authorization": f"Bearer {token}"})

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["verdict"] == report["verdict"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attack", "name"), CASES)
@ON_ONE_BACKEND
async def test_what_an_attack_says_begins_no_message_of_a_stream(
    attack: Attack, name: str, stage: Stage, alice: User
) -> None:
    row, report = await sync_to_async(handed_in)(alice, attack, name, stage)
    browser = AsyncClient()
    await sync_to_async(browser.force_login)(alice)

    response = await browser.get(f"/submissions/{row.pk}/events")
    lines = "".join([part.decode() async for part in response.streaming_content]).split("\n")

    fields = [line.partition(": ") for line in lines if line and not line.startswith("retry: ")]
    data = [json.loads(value) for field, _, value in fields if field == "data"]
    verdicts = [case["verdict"] for case in report["cases"]] + [report["verdict"]]
    assert {field for field, _, _ in fields} <= {"event", "data", "id"}
    assert [value for field, _, value in fields if field == "event"] == ["case"] * len(report["cases"]) + [
        "done"
    ]
    assert [one["verdict"] for one in data] == verdicts


@pytest.mark.django_db
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS.keys())
def test_what_people_and_authors_call_things_is_only_text_on_every_page(text: str) -> None:
    mallory = User.objects.create_superuser(username=text, email="mallory@example.org", password="x")
    _, plain = tokens.issue(mallory, text[:60], None)
    problem = make_problem(
        title=text,
        summary=text,
        starter=text,
        samples=[text],
        topics={text: 1.0},
        hints=[{"title": text, "html": ""}],
        entry={"type": "function", "name": text, "signature": [text]},
    )
    ProblemSet.objects.update(title=text, summary=text)
    one, two = (make_submission(mallory, problem, code=text, verdict="AC") for _ in range(2))
    page = f"/problems/{problem.set.slug}/{problem.slug}/"
    client = Client()
    client.force_login(mallory)

    for path in ("/", f"/?q={quote(text)}", page, f"{page}submissions", f"{page}editorial", "/settings/"):
        assert_words_are_only_text(client, path)
    for path in (f"/submissions/{one.pk}/", f"/submissions/compare/{one.pk}/{two.pk}/"):
        assert_words_are_only_text(client, path)
    for model, key in (("catalog/problem", problem.pk), ("accounts/user", mallory.pk)):
        assert_words_are_only_text(client, f"/admin/{model}/")
        assert_words_are_only_text(client, f"/admin/{model}/{key}/change/")
    answer = Client().get("/api/v1/problems", headers={"Authorization": f"Bearer {plain}"})
    assert answer.json()["items"][0]["title"] == text
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(("attack", "name"), CASES)
@ON_ONE_BACKEND
def test_what_an_attack_says_commands_no_terminal(attack: Attack, name: str, stage: Stage) -> None:
    report, _ = stage.grade(stage.package(name), attack.source)
    terminal = io.StringIO()
    print_report(Console(file=terminal, force_terminal=True, width=200), "Vault", report)
    assert UNFIT.findall(SGR.sub("", terminal.getvalue())) == []


@pytest.mark.django_db
def test_verdict_cannot_be_handed_in(client: Client) -> None:
    problem = make_problem()
    forged = {
        "code": CODE,
        "verdict": "AC",
        "score": "100",
        "state": "done",
        "seed": "1",
        "attempt": "3",
        "user": "2",
    }
    client.post(
        f"/problems/{problem.set.slug}/{problem.slug}/submit", forged | {"report": "{}", "passed": "9"}
    )
    row = Submission.objects.get()
    assert (row.verdict, row.score, row.attempt, row.report, row.user.username) == (
        "",
        None,
        1,
        None,
        "alice",
    )
    assert row.state != "done"


@pytest.mark.django_db
def test_messages_about_other_submissions_change_nothing(alice: User) -> None:
    row = make_submission(alice, make_problem())
    report = {"verdict": "AC", "score": 100}
    events = [
        {"submission": str(uuid4()), "attempt": 1, "number": 1, "kind": "done", "data": {"report": report}},
        {"submission": str(row.pk), "attempt": 99, "number": 1, "kind": "starting", "data": {}},
    ]
    record(EventBatch.model_validate({"events": events}))
    row.refresh_from_db()
    assert (row.state, row.verdict, Submission.objects.count()) == ("queued", "", 1)


@pytest.mark.parametrize("app", [grader_app, site_app], ids=["grader", "site"])
def test_no_worker_takes_pickles(app: Any) -> None:
    assert app.conf.accept_content == ["json"]
    assert (app.conf.result_accept_content or ["json"]) == ["json"]
    assert app.conf.task_serializer == "json"
