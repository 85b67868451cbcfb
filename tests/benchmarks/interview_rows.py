"""Interviews in the database of a site that is being measured: make them, watch them end, count what came of it."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (needs the settings)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from graders.loops import Rubric  # noqa: E402
from webapp.catalog.models import Problem  # noqa: E402
from webapp.interviews.domain import drawing, rounds, sheets  # noqa: E402
from webapp.interviews.domain.content import Content, Question, Task, as_data  # noqa: E402
from webapp.interviews.models import Attempt, Event, Interview, Round  # noqa: E402

LOOP = "bench"
LENGTH_MIN, TYPED_S = 60, 5 / 3


def make(count: float, lead: float, spread: float) -> None:
    """So many running rounds with code in their sheets, whose deadlines lie within `spread` seconds after `lead`."""
    Interview.objects.filter(loop=LOOP).delete()
    problem = Problem.objects.select_related("current").exclude(current=None)[0]
    assert problem.current is not None
    task = Task(id="code-1", version=problem.current.pk, name=str(problem), title="A task", minutes=60)
    now = timezone.now()
    for n in range(int(count)):
        user, _ = get_user_model().objects.get_or_create(
            username=f"bench-{n}", email=f"bench-{n}@example.org"
        )
        round_ = _round(user, "assessment", Content(**_frame(), tasks=(task,)))
        rounds.start(round_.pk, now)
        sheets.save(round_.pk, "code-1", f"# {n}\n{problem.current.starter}", 0, now)
    ends = timezone.now() + timedelta(seconds=lead)
    for n, round_ in enumerate(Round.objects.filter(interview__loop=LOOP)):
        deadline = ends + timedelta(seconds=spread * n / count)
        Round.objects.filter(pk=round_.pk).update(deadline=deadline, next_at=deadline, warned=3)


def watch(patience: float) -> None:
    """Until every round is handed in; prints how many seconds after its deadline each was seen to be."""
    mine, seen, end = Round.objects.filter(interview__loop=LOOP), {}, time.monotonic() + patience
    while mine.exclude(state="done").exists() and time.monotonic() < end:
        for pk, deadline in mine.filter(state="done").exclude(pk__in=seen).values_list("pk", "deadline"):
            assert deadline is not None
            seen[pk] = (timezone.now() - deadline).total_seconds()
        time.sleep(0.05)
    for pk, deadline in mine.filter(state="done").exclude(pk__in=seen).values_list("pk", "deadline"):
        assert deadline is not None
        seen[pk] = (timezone.now() - deadline).total_seconds()
    print(json.dumps([round(late, 3) for late in seen.values()]))


def count() -> None:
    """What came of the rounds."""
    ended = Counter(
        Event.objects.filter(round__interview__loop=LOOP, kind="handed-in").values_list("round_id", flat=True)
    )
    graded = Counter(Attempt.objects.filter(round__interview__loop=LOOP).values_list("round_id", flat=True))
    never = Round.objects.filter(interview__loop=LOOP).exclude(state="done").count()
    print(
        json.dumps(
            {
                "never": never,
                "twice": sum(number != 1 for number in ended.values()),
                "graded_twice": sum(number != 1 for number in graded.values()),
            }
        )
    )


def record() -> None:
    """An hour in which somebody writes and rewrites some 12 000 characters; its size, and a session that may see it."""
    user, _ = get_user_model().objects.get_or_create(username="bench-0", email="bench-0@example.org")
    question = Question(
        id="q1", name="bench/one", title="A question", ask="Why?", ask_html="<p>Why?</p>", minutes=60
    )
    round_ = _round(user, "statistics", Content(**_frame(), questions=(question,)))
    begun = timezone.now()  # the hour lies ahead, else the site's own clock would hand the round in meanwhile
    rounds.start(round_.pk, begun)
    saves = 0
    chance, text, revision, at = random.Random(1), "", 0, 0.0
    while (at := at + TYPED_S) < LENGTH_MIN * 60 - 2:
        place = chance.randrange(len(text) + 1) if chance.random() < 0.3 else len(text)
        cut = chance.randrange(30) if len(text) > 12_000 or chance.random() < 0.2 else 0
        text = text[:place] + "words of it "[: chance.randrange(4, 13)] + text[place + cut :]
        revision = sheets.save(round_.pk, "q1", text, revision, begun + timedelta(seconds=at)).revision
        saves += 1
    rounds.bring_up(round_.pk, begun + timedelta(minutes=LENGTH_MIN, seconds=1))
    row, session = Round.objects.get(pk=round_.pk), SessionStore()
    if row.state != Round.State.DONE or row.last_event < saves:
        raise SystemExit(
            f"{row.last_event} events of {saves} saves, {row.state}: that is no hour's recording"
        )
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    replay = f"/interviews/rounds/{row.pk}/replay/"
    print(
        json.dumps(
            {
                "bytes": row.log_bytes,
                "events": row.last_event,
                "replay": replay,
                "session": session.session_key,
            }
        )
    )


def _frame() -> dict[str, object]:
    rubric: Rubric | None = drawing.loops().rubric("assessment")
    return {"says": "A round.", "topics": {"coding": 1.0}, "at_line": 5 / 6, "harder": 0.0, "rubric": rubric}


def _round(user: object, kind: str, content: Content) -> Round:
    interview = Interview.objects.create(user=user, loop=LOOP, title="Bench", level="2-2", seed=1)
    return Round.objects.create(
        interview=interview,
        number=1,
        slug=kind,
        kind=kind,
        title="Bench",
        minutes=LENGTH_MIN,
        content=as_data(content),
    )


def run(command: str, *arguments: float) -> None:
    """One of the above, by name."""
    {"make": make, "watch": watch, "count": count, "record": record}[command](*arguments)  # type: ignore[operator]
