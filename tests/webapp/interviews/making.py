"""Interviews and rounds for tests. Whatever a candidate must not see before the end holds the canary."""

from datetime import UTC, datetime, timedelta
from typing import Any

from graders.loops import Probe, Rubric, RubricItem
from graders.questions import Criterion, RubricLevel, Written
from tests.webapp.making import CANARY, make_problem
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.interviews.domain.content import Content, Question, Task, as_data
from webapp.interviews.models import Interview, Round

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def later(**delta: float) -> datetime:
    """So long after NOON."""
    return NOON + timedelta(**delta)


def levels(count: int = 3) -> tuple[RubricLevel, ...]:
    """Levels of a criterion."""
    return tuple(
        RubricLevel(points=n, says=f"Level {n} of it, {CANARY}.", anchor=f"Anchor {n} of it, {CANARY}.")
        for n in range(count)
    )


def written(id: str = "why-down", topic: str = "experimentation") -> Written:
    """A written question with a rubric of three criteria."""
    criteria = tuple(
        Criterion(id=name, title=f"Criterion {name} {CANARY}", weight=weight, levels=levels())
        for name, weight in (("cause", 50.0), ("check", 30.0), ("words", 20.0))
    )
    return Written(
        format=1, id=id, topic=topic, title="Why is it down?", level=("2-1", "3-1"), difficulty=0.3, minutes=15,
        prompt="Watch time is *up*, retention is down. Why?", criteria=criteria, answer=f"The worked answer, {CANARY}.",
    )  # type: ignore[arg-type]  # fmt: skip


def rubric(*computed: str) -> Rubric:
    """A rubric of the round: one criterion for people, and one for each that is computed."""
    names = ("aloud", *computed)
    return Rubric(
        id="talk",
        criteria=tuple(
            RubricItem(
                id=name, title=f"Round criterion {name}", weight=100 / len(names), reason="communication",
                computed=None if name == "aloud" else name, levels=levels(4 if name in ("verdicts", "stages") else 3),
            )  # type: ignore[arg-type]
            for name in names
        ),
    )  # fmt: skip


def question(id: str = "q1", **more: Any) -> Question:
    """A question of a round."""
    one = written()
    facts: dict[str, Any] = {
        "id": id, "name": one.name, "title": one.title, "ask": one.prompt, "ask_html": f"<p>{one.prompt}</p>",
        "minutes": 15, "written": one,
        "probes": (
            Probe(ask=f"Which slice would show it? {CANARY}", unless=("slice",)),
            Probe(ask=f"And what if not? {CANARY}"),
        ),
    }  # fmt: skip
    return Question(**(facts | more))


def make_round(
    user: User, kind: str = "statistics", minutes: int = 60, tasks: tuple[Problem, ...] = (), **more: Any
) -> Round:
    """A planned round of one interview: a written question, or the problems as tasks."""
    interview = Interview.objects.create(
        user=user, loop="full", title="The whole loop", level="2-2", seed=1, created_at=NOON
    )
    computed = {
        "assessment": ("verdicts", "own-tests"),
        "coding": ("stages", "own-tests"),
        "behavioural": ("star",),
    }
    content = Content(
        says="What the round is about.",
        topics={"coding": 1.0} if tasks else {"experimentation": 1.0},
        at_line=5 / 6,
        harder=0.0,
        rubric=rubric(*computed.get(kind, ())),
        questions=() if tasks else more.pop("questions", (question(),)),
        tasks=tuple(
            Task(id=f"code-{n}", version=one.current.pk, name=str(one), title=one.current.title, minutes=20)
            for n, one in enumerate(tasks, start=1)
            if one.current
        ),
        shown="stages" if kind == "coding" else "all",
    )
    facts = {"number": 1, "slug": kind, "kind": kind, "title": f"Round of {kind}", "minutes": minutes}
    return Round.objects.create(interview=interview, content=as_data(content), **(facts | more))


def make_chain(*slugs: str) -> tuple[Problem, ...]:
    """Problems of which each follows the one before; what hidden stages say holds the canary."""
    chain: list[Problem] = []
    for number, slug in enumerate(slugs, start=1):
        words = "" if number == 1 else f" {CANARY}"
        one = make_problem(
            slug,
            order=number,
            statement_html=f"<p>Stage {number}.{words}</p>",
            title=f"Stage {number}{words}",
        )
        if chain:
            one.follows = chain[-1]
            one.save()
        chain.append(one)
    return tuple(chain)
