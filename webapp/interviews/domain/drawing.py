"""From a loop on disk to rounds in the database: what is drawn stays as it was drawn."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from graders.diagnostics import Diagnostics
from graders.loops import Draw, Loop, LoopRound, Loops, Rubric, Shelf, Stocked, draw, load_loops, ordered
from graders.loops.model import ProbeSet, PromptPool
from graders.questions import Written, load_questions
from webapp.accounts.models import User
from webapp.catalog.domain.rendering import render_markdown
from webapp.catalog.models import Bundle, BundleVersion, Keeper, Problem
from webapp.interviews.domain.content import Content, Question, Task, as_data
from webapp.interviews.domain.people import rounds_of_interviewer
from webapp.interviews.models import Interview, Round
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission

OFFERED = ("set", "current")
Version = tuple[int, str]
"""The row of a bundle's version, and its digest."""


def loops(retired: bool = False) -> Loops:
    """The loops of problems/loops as they are now, read again when a file of theirs has changed, and the studio's in place
    of the folder's of the same name; `retired` ones too, for whoever was promised one.
    """
    folder = settings.PROBLEMS_DIR / "loops"
    found = _loops(folder, _stamp(folder))
    rows = _published(Bundle.Kind.LOOP, retired)
    if not rows:
        return found
    own = {slug: _loop_of(version) for slug, version in rows if version}
    kept = {slug for slug, _ in rows}
    listed = [loop for loop in found.loops if loop.id not in kept]
    listed += [loop for whole in own.values() for loop in whole.loops]
    others = {slug: whole for slug, whole in found.own.items() if slug not in kept}
    return replace(found, loops=ordered(listed), own=others | own)


def written_questions() -> tuple[Written, ...]:
    """The written questions of problems/questions as they are now, and those of the studio's banks in place of the
    folder's of the same name. A site may serve packages alone."""
    folder = settings.PROBLEMS_DIR / "questions"
    banks = _written_questions(folder, _stamp(folder)) if folder.is_dir() else {}
    for slug, version in _published(Bundle.Kind.BANK):
        banks = {**banks, slug: _written_of(version) if version else ()}
    return tuple(question for bank in banks.values() for question in bank)


def _published(kind: Bundle.Kind, retired: bool = False) -> list[tuple[str, Version | None]]:
    """What the studio keeps: names with their current versions, None for what is retired."""
    rows = Bundle.objects.filter(kind=kind, keeper=Keeper.STUDIO).order_by("slug")
    found = rows.values_list("slug", "current", "current__digest", "retired")
    return [(slug, None if gone and not retired else (pk, digest)) for slug, pk, digest, gone in found]


@lru_cache(maxsize=64)
def _loop_of(version: Version) -> Loops:
    """A loop with all of its parts, as a version of it says."""
    return loops_from(BundleVersion.objects.values_list("content", flat=True).get(pk=version[0]))


def loops_from(content: Mapping[str, Any], lines: Mapping[tuple[str, str], int] | None = None) -> Loops:
    """A loop of its own from plain data, as `content_of_loop` makes it."""
    return Loops(
        loops=(Loop.model_validate(content["loop"]),),
        rubrics=tuple(Rubric.model_validate(row) for row in content["rubrics"]),
        pools=tuple(PromptPool.model_validate(row) for row in content["pools"]),
        probes=tuple(ProbeSet.model_validate(row) for row in content["probes"]),
        lines=lines or {},
    )


@lru_cache(maxsize=64)
def _written_of(version: Version) -> tuple[Written, ...]:
    """The written questions of a bank's version, which is never changed."""
    content = BundleVersion.objects.values_list("content", flat=True).get(pk=version[0])
    return tuple(Written.model_validate(row) for row in content["written"])


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether something in the folder has changed: names, times and sizes."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*.toml")))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


@lru_cache(maxsize=1)
def _loops(folder: Path, stamp: object) -> Loops:
    return load_loops(folder, Diagnostics())


@lru_cache(maxsize=1)
def _written_questions(folder: Path, stamp: object) -> dict[str, tuple[Written, ...]]:
    library = load_questions(folder, Diagnostics())
    return {bank.name: bank.written for bank in library.banks}


def shelf() -> Shelf:
    """What this site has to draw from."""
    problems = {row.pk: row for row in _problems()}
    after = {row.follows_id: row for row in problems.values() if row.follows_id}
    chains = []
    for row in problems.values():
        if row.follows_id in problems:
            continue
        chain = [row]
        while (following := after.get(chain[-1].pk)) and following not in chain:
            chain.append(following)
        chains += [tuple(str(one) for one in chain)] if len(chain) > 1 else []
    stock = tuple(
        Stocked(
            str(row), (row.current.level_from, row.current.level_to), row.current.minutes, row.current.kind
        )
        for row in problems.values()
        if row.current
    )
    return Shelf(stock, tuple(chains), written_questions())


def book(
    user: User, loop_id: str, level: str, round_ids: tuple[str, ...], now: datetime, seed: int | None = None
) -> Interview:
    """Draw the chosen rounds of a loop (all, if none is chosen) for a person; Refused where a pool is too small."""
    parts = loops(retired=True).of(loop_id)
    loop = parts.find(loop_id)
    if loop is None or level not in loop.levels:
        raise Refused("loop.unknown", "There is no such loop at this level.", 404)
    chosen = [round_ for round_ in loop.rounds if not round_ids or round_.id in round_ids]
    if not chosen:
        raise Refused("loop.unknown", "This loop has no such round.", 404)
    seed = secrets.randbits(48) if seed is None else seed
    seen, stock = _seen(user), shelf()
    with transaction.atomic():
        interview = Interview.objects.create(
            user=user, loop=loop.id, title=_title(loop, chosen), level=level, seed=seed, created_at=now
        )
        for number, round_ in enumerate(chosen, start=1):
            draws = draw(round_, level, seed, stock, parts, seen)
            if missing := sum(drawn.short for drawn in draws):
                raise Refused(
                    "loop.short",
                    f"{round_.title} needs {missing} more than this site has loaded. Whoever runs the site loads them.",
                    409,
                )
            seen |= {name for drawn in draws for name in drawn.names}
            _add_round(interview, number, round_, draws, parts)
    return interview


def _title(loop: Loop, chosen: list[LoopRound]) -> str:
    return loop.title if len(chosen) == len(loop.rounds) else ", ".join(one.title for one in chosen)[:200]


def _add_round(
    interview: Interview, number: int, round_: LoopRound, draws: tuple[Draw, ...], parts: Loops
) -> None:
    rubric = parts.rubric(round_.rubric)
    if rubric is None:
        raise Refused(
            "loop.broken", "This loop is broken: its rubric is missing. Whoever runs the site mends it.", 409
        )
    questions, tasks = [], []
    for drawn in draws:
        each = max(1, drawn.part.minutes // max(1, len(drawn.names)))
        questions += [_written(row, each, parts) for row in drawn.written]
        questions += [
            Question(
                id="", name=row.id, title=row.title, ask=row.ask, ask_html=render_markdown(row.ask), minutes=each,
                themes=row.themes, probes=row.probes, level=row.level,
            )
            for row in drawn.prompts
        ]  # fmt: skip
        tasks += [(row.name, each) for row in drawn.problems]
    rows = {str(row): row for row in _problems()}
    content = Content(
        says=round_.says,
        topics={str(topic): weight for topic, weight in round_.topics.items()},
        at_line=round_.at_line,
        harder=round_.harder,
        rubric=rubric,
        questions=tuple(one.model_copy(update={"id": f"q{n}"}) for n, one in enumerate(questions, start=1)),
        tasks=tuple(_task(rows[name], n, each) for n, (name, each) in enumerate(tasks, start=1)),
        shown="stages" if round_.kind == "coding" else "all",
    )
    Round.objects.create(
        interview=interview, number=number, slug=round_.id, kind=round_.kind, title=round_.title,
        minutes=round_.minutes, content=as_data(content), pause_times=round_.pauses.times,
        pause_minutes=round_.pauses.minutes,
    )  # fmt: skip


def _written(row: Written, minutes: int, parts: Loops) -> Question:
    asked = parts.probes_of(row.name)
    return Question(
        id="", name=row.name, title=row.title, ask=row.prompt, ask_html=render_markdown(row.prompt), minutes=minutes,
        probes=asked.probes if asked else (), written=row, level=row.level,
    )  # fmt: skip


def _task(row: Problem, number: int, minutes: int) -> Task:
    assert row.current is not None
    return Task(
        id=f"code-{number}", version=row.current.pk, name=str(row), title=row.current.title, minutes=minutes,
        level=(row.current.level_from, row.current.level_to),
    )  # fmt: skip


def _problems() -> list[Problem]:
    rows = Problem.objects.filter(retired=False, current__isnull=False).select_related(*OFFERED)
    return list(
        rows.defer("current__statement_html", "current__editorial_html", "current__hints", "current__starter")
    )


def _seen(user: User) -> set[str]:
    """What the person met in earlier rounds, on either side of the table, or has solved."""
    earlier: set[str] = set()
    met = Q(interview__user=user) | Q(pk__in=rounds_of_interviewer(user))
    for content in Round.objects.filter(met).values_list("content", flat=True):
        rows = [*content.get("questions", ()), *content.get("tasks", ())]
        earlier |= {row["name"] for row in rows}
    solved = Submission.objects.filter(user=user, mode="grade", verdict="AC").select_related("problem__set")
    return earlier | {str(row.problem) for row in solved.only("problem__slug", "problem__set__slug")}
