"""Whatever is hidden in a package reaches a candidate by no way: planted in every hidden file, looked for in everything that a
crawl of the site receives, and in what graders report about hidden cases, search, export, error pages and event streams.
"""

import json
import re
import shutil
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from graders.store import Store
from tests.webapp.making import events_of_a_grade, make_report, make_submission
from webapp.accounts.domain import tokens
from webapp.accounts.models import User
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem
from webapp.interviews.domain.owning import export as interviews_export
from webapp.practice.domain.streaming import _messages, look
from webapp.practice.models import SubmissionEvent
from webapp.teaching.domain.cohorts import create, enrol
from webapp.teaching.domain.sitting import begin, see
from webapp.teaching.domain.working import hand_in
from webapp.teaching.models import Assignment, Cohort, Extension, Item, Role

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "packages" / "golden"
WORD = "canary-5d1e"
SHOWN = {"problem.toml", "statement.md", "starter.py"}
"""Files of a package that a candidate reads. hints.md, editorial.md and everything else are hidden until they are opened."""
MOST = 400
LINKS = re.compile(r'(?:href|src|action|data-load|hx-get|hx-post)="(/[^"#]*)')
SKIPPED = ("/static/", "/accounts/logout", "/admin", "/lti/")


def plant(folder: Path) -> list[str]:
    """A canary of its own in each hidden file, as a comment or a line of text; the names of these files."""
    planted = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        if name in SHOWN or file.suffix not in (".py", ".md", ".toml"):
            continue
        if "followups" in file.parts and file.name in ("problem.toml", "starter.py"):
            continue
        mark = f"{WORD}-{name}"
        with file.open("a") as text:
            text.write(f"\n{mark}\n" if file.suffix == ".md" else f"\n# {mark}\n")
        planted.append(name)
    return planted


@pytest.fixture
def problem(tmp_path: Path, settings: Any) -> Problem:
    """A real package with an examiner's and a reference's files, loaded from its folder."""
    shelf = tmp_path / "problems" / "golden"
    shelf.mkdir(parents=True)
    shutil.copy(GOLDEN / "set.toml", shelf)
    shutil.copytree(GOLDEN / "tiny-stack", shelf / "tiny-stack")
    (shelf / "tiny-stack" / "hints.md").write_text("## First\n\nThink.\n\n## Second\n\nThink again.\n")
    (shelf / "tiny-stack" / "editorial.md").write_text("# Idea\n\nA list.\n")
    planted = plant(shelf / "tiny-stack")
    assert {"cases.py", "hints.md", "editorial.md"} <= set(planted)
    assert any(name.startswith("submissions/wrong_answer/") for name in planted)
    loaded = load_problems(tmp_path / "problems", Store(settings.PACKAGE_STORE))
    assert loaded.broken == []
    return Problem.objects.select_related("set", "current").get(slug="tiny-stack")


@pytest.fixture
def cohort(alice: User, bob: User, dana: User) -> Cohort:
    made = create(dana, "Ranking", "Spring", "UTC")
    for user in (alice, bob):
        enrol(made, user, Role.CANDIDATE, timezone.now())
    return made


def assign(cohort: Cohort, problem: Problem, **more: Any) -> Assignment:
    now = timezone.now()
    facts = {
        "title": "Week", "opens_at": now - timezone.timedelta(days=1), "due_at": now + timezone.timedelta(days=1),
        "published_at": now,
    }  # fmt: skip
    made = Assignment.objects.create(cohort=cohort, **(facts | more))
    Item.objects.create(assignment=made, number=1, kind="problem", title="Stack", version=problem.current)
    return made


def graded(user: User, problem: Problem, **more: Any) -> Any:
    """A submission with a whole report whose hidden rows hold canaries, and its events as a grader sends them."""
    row = make_submission(user, problem, verdict="WA", **more)
    text = json.dumps(make_report(row)).replace("canary-7f3a", f"{WORD}-report")
    row.report = json.loads(text)
    row.report["engine"]["seed"] = 424242424242
    row.save()
    for event in events_of_a_grade(row):
        data = json.loads(json.dumps({k: v for k, v in event["data"].items() if k != "report"}))
        SubmissionEvent.objects.create(
            submission=row,
            attempt=1,
            number=event["number"],
            kind=event["kind"],
            data=data | {"note": f"{WORD}-event"},
        )
    return row


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Everything that links lead to, by address. Nothing is posted."""
    waiting, seen = deque(starts), dict[str, str]()
    while waiting and len(seen) < MOST:
        place = waiting.popleft()
        if place in seen or place.startswith(SKIPPED) or place.endswith("/events"):
            continue
        answer = client.get(place)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[place] = body.decode(errors="replace") + str(answer.headers)
        if answer.status_code in (301, 302, 303):
            waiting.append(answer.url)
        waiting.extend(found.replace("&amp;", "&") for found in LINKS.findall(seen[place]))
    assert len(seen) < MOST
    return seen


def everything(client: Client, user: User, problem: Problem, assignment: Assignment) -> dict[str, str]:
    """The crawl, and the ways that no link leads to."""
    home = problem.get_absolute_url()
    token = {"Authorization": f"Bearer {tokens.issue(user, 'script', 1)[1]}"}
    api = f"/api/v1/problems/{problem.set.slug}/{problem.slug}"
    item = reverse("teaching:item", args=[assignment.pk, 1])
    seen = crawl(
        client, "/", "/assignments/", item, "/readiness/", "/interviews/", "/live/", "/settings/", home + "hints",
        home + "editorial", home + "submissions", home + "draft", home + "notebook", f"/?q={WORD}", "/?q=stack",
        "/readiness/export.json", "/readiness/export.csv", "/interviews/export.json", "/no-such-page", "/problems/x/y/",
        reverse("teaching:grades", args=[assignment.cohort_id]), reverse("teaching:setup", args=[assignment.pk]),
        reverse("teaching:attempts", args=[assignment.pk, 1, user.pk]), "/teaching/",
    )  # fmt: skip
    for place in (
        api,
        f"{api}/notebook",
        "/api/v1/problems",
        f"/api/v1/problems?q={WORD}",
        "/api/v1/submissions",
        "/api/v1/openapi.json",
    ):
        seen[f"api {place}"] = client.get(place, headers=token).content.decode(errors="replace")
    for row in user.submissions.all():
        seen[f"api {row.pk}"] = client.get(f"/api/v1/submissions/{row.pk}", headers=token).content.decode()
        seen[f"stream {row.pk}"] = "".join(_messages(look(row.pk, (0, 0)), None))
    for place in (
        item + "run",
        item + "submit",
        home + "run",
        home + "submit",
        home + "give-up",
        home + "carry-on",
    ):
        for body in ({"code": ""}, {"code": "x" * 70_000}, [], {"code": None, "input": "((("}):
            answer = client.post(place, json.dumps(body), content_type="application/json")
            if "give-up" not in place:
                seen[f"post {place} {str(body)[:20]}"] = answer.content.decode(errors="replace")
    seen["export"] = json.dumps(interviews_export(user, timezone.now()))
    return seen


def found_in(seen: dict[str, str]) -> list[str]:
    # What somebody looks for is told back to them on the page of the search.
    return [place for place, text in seen.items() if f"{WORD}-" in text]


def test_no_hidden_file_reaches_a_candidate_in_homework(problem, cohort, alice, bob, as_user):
    assignment = assign(cohort, problem)
    Extension.objects.create(
        assignment=assignment, user=bob, due_at=assignment.due_at, reason=f"{WORD}-reason"
    )
    Assignment.objects.create(
        cohort=cohort, title=f"{WORD}-unpublished", opens_at=timezone.now(), due_at=assignment.due_at
    )
    make_submission(bob, problem, verdict="AC", code=f"# {WORD}-of-bob")
    graded(alice, problem)
    client = as_user(alice)
    # Hints and the editorial are hers to open outside of an exam: they are not opened here.
    seen = {k: v for k, v in everything(client, alice, problem, assignment).items() if "give-up" not in k}
    assert found_in({k: v for k, v in seen.items() if not k.endswith("hints")}) == []
    assert len(seen) > 40


@pytest.mark.parametrize("feedback", ["kind", "verdict", "after-due"])
def test_no_hidden_file_reaches_a_candidate_while_feedback_is_narrowed(
    problem, cohort, alice, as_user, feedback
):
    assignment = assign(cohort, problem, feedback=feedback)
    see(alice, assignment, timezone.now())
    hand_in(alice, assignment.items.get(), "class Stack:\n    pass\n", timezone.now())
    if feedback != "after-due":
        graded(alice, problem, told=feedback)
    assert found_in(everything(as_user(alice), alice, problem, assignment)) == []


def test_no_hint_and_no_editorial_reaches_a_candidate_in_an_exam(problem, cohort, alice, as_user):
    """Not even one who had opened them before."""
    client = as_user(alice)
    home = problem.get_absolute_url()
    client.post(home + "hints")
    client.post(home + "give-up")
    assert WORD in client.get(home + "editorial").content.decode()
    assignment = assign(cohort, problem, feedback="verdict", exam_minutes=60)
    before = reverse("teaching:item", args=[assignment.pk, 1])
    assert client.get(before).status_code == 302
    begin(alice, assignment, timezone.now())
    graded(alice, problem, told="verdict")
    assert found_in(everything(client, alice, problem, assignment)) == []
    assert client.get(home + "editorial").status_code == 403


def test_items_of_an_exam_are_not_shown_before_it_is_begun(problem, cohort, alice, as_user):
    assignment = assign(cohort, problem, feedback="verdict", exam_minutes=60)
    page = as_user(alice).get(assignment.get_absolute_url())
    assert (page.context["tasks"], problem.slug in page.content.decode()) == ([], False)
