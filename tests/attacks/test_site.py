"""What attacks on the site come to: pages, the interface for programs, event streams, the operator's page, a terminal."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rich.console import Console

from graders.app import app as grader_app
from graders.cli.table import print_report
from graders.messages import EventBatch
from tests.attacks.catalogue import Attack, attacks
from tests.attacks.stage import Stage
from tests.attacks.test_attacks import UNFIT
from tests.webapp.making import CODE, make_problem, make_submission
from webapp.accounts.models import User
from webapp.celery import app as site_app
from webapp.practice.domain.recording import record
from webapp.practice.models import Submission

SITE = [attack for attack in attacks() if attack.kind == "site"]
CASES = [
    pytest.param(attack, name, id=f"{attack.name}-{name}") for attack in SITE for name in attack.verdicts
]
SGR = re.compile(r"\x1b\[[\d;]*m")
"""What a table on a terminal is coloured with."""
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    """Quick passwords, and no broker of a site that runs on this machine."""
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


class Elements(HTMLParser):
    """The scripts of a page and everything on it that could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        self.handlers += [
            f"{tag} {name}"
            for name, value in attrs
            if name.startswith("on") or "javascript:" in (value or "")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


def handed_in(alice: User, attack: Attack, name: str, stage: Stage) -> tuple[Submission, dict[str, Any]]:
    """Alice's submission of an attack, with the report that it gets."""
    report = stage.grade(stage.package(name), attack.source)[0].json_dict()
    problem = make_problem()
    row = make_submission(alice, problem, code=attack.source)
    report |= {"submission": str(row.pk), "attempt": 1}
    event = {"submission": str(row.pk), "attempt": 1, "number": 1, "kind": "done", "data": {"report": report}}
    record(EventBatch.model_validate({"events": [json.loads(json.dumps(event))]}))
    row.refresh_from_db()
    return row, report


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "name"), CASES)
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
        response = client.get(path)
        assert response.status_code == 200, path
        elements = Elements(response.text)
        assert [script for script in elements.scripts if "alert(1)" in script and "<" in script] == [], path
        assert elements.handlers == [], path
        assert "script-src 'self'" in response.headers["Content-Security-Policy"].replace("'none'", ""), path


@pytest.mark.django_db
@pytest.mark.parametrize(("attack", "name"), CASES)
def test_what_an_attack_says_is_quoted_for_programs_and_streams(
    attack: Attack, name: str, stage: Stage, alice: User, client: Client
) -> None:
    row, report = handed_in(alice, attack, name, stage)

    answer = client.get(f"/api/v1/submissions/{row.pk}")

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["verdict"] == report["verdict"]


@pytest.mark.parametrize(("attack", "name"), CASES)
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
    assert (row.verdict, row.score, row.attempt, row.report, row.user.username) == ("", 0.0, 1, None, "alice")
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
