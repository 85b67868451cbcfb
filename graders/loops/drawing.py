"""What a round gets from its pools: the same seed always draws the same, and what fits the level comes first."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from graders.loops.loader import Loops
from graders.loops.model import LoopRound, Part, Prompt
from graders.package.manifest import LEVELS
from graders.questions.written import Written

T = TypeVar("T")


@dataclass(frozen=True)
class Stocked:
    """A problem that can be drawn; `name` is set/slug."""

    name: str
    level: tuple[str, str]
    minutes: int
    kind: str

    @property
    def set(self) -> str:
        """The set it belongs to."""
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Shelf:
    """What there is to draw from: problems, chains of them as interviewers ask them, written questions."""

    problems: tuple[Stocked, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    written: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Draw:
    """What one part of a round got; exactly one of the three is filled. `short` says how many are missing."""

    part: Part
    prompts: tuple[Prompt, ...] = ()
    written: tuple[Written, ...] = ()
    problems: tuple[Stocked, ...] = ()
    short: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """What was drawn, by name."""
        return (
            *(prompt.id for prompt in self.prompts),
            *(question.name for question in self.written),
            *(problem.name for problem in self.problems),
        )


def draw(
    round_: LoopRound, level: str, seed: int, shelf: Shelf, loops: Loops, seen: Collection[str] = ()
) -> tuple[Draw, ...]:
    """One draw per part of that level. What fits the level is preferred, then what is not among `seen`; nothing is drawn twice."""
    generator = random.Random(f"{seed}/{round_.id}")
    taken: set[str] = set()
    draws = []
    for part in round_.parts_at(level):
        drawn = _draw(part, level, generator, shelf, loops, frozenset(seen), taken)
        taken.update(drawn.names)
        draws.append(drawn)
    return tuple(draws)


def distance(level: str, span: tuple[str, str]) -> int:
    """How many levels something for `span` is off; 0 within."""
    at, low, high = LEVELS.index(level), LEVELS.index(span[0]), LEVELS.index(span[1])
    return max(low - at, at - high, 0)


LONG = 1.5
"""A problem that is meant to take so many times what a part has for it comes after those that take less."""


def _draw(
    part: Part,
    level: str,
    generator: random.Random,
    shelf: Shelf,
    loops: Loops,
    seen: Collection[str],
    taken: Collection[str],
) -> Draw:
    def pick(
        rows: Iterable[T], name: Callable[[T], str], span: Callable[[T], tuple[str, str]]
    ) -> tuple[T, ...]:
        left = sorted((row for row in rows if name(row) not in taken), key=name)
        generator.shuffle(left)
        left.sort(key=lambda row: (distance(level, span(row)), name(row) in seen, _long(part, row)))
        return tuple(left[: part.count])

    if part.draw == "prompts":
        pool = loops.pool(part.pool or "")
        prompts = pick(pool.prompts if pool else (), lambda row: row.id, lambda row: row.level)
        return Draw(part, prompts=prompts, short=part.count - len(prompts))
    if part.draw == "written":
        rows = (row for row in shelf.written if row.topic in part.topics)
        written = pick(rows, lambda row: row.name, lambda row: row.level)
        return Draw(part, written=written, short=part.count - len(written))
    if part.draw == "problems":
        problems = pick(_stock(part, shelf), lambda row: row.name, lambda row: row.level)
        return Draw(part, problems=problems, short=part.count - len(problems))
    chain = _window(part, level, generator, shelf, seen)
    return Draw(part, problems=chain, short=part.count - len(chain))


def _stock(part: Part, shelf: Shelf) -> list[Stocked]:
    """The problems that a part draws from: no design, which a simulator judges at length, and no stage of a chain, which
    an onsite round asks.
    """
    stages = {name for chain in shelf.chains for name in chain}
    return [
        row
        for row in shelf.problems
        if row.set in part.sets and row.kind != "design" and row.name not in stages
    ]


def _long(part: Part, row: object) -> bool:
    return isinstance(row, Stocked) and row.minutes > LONG * part.minutes / part.count


def _window(
    part: Part, level: str, generator: random.Random, shelf: Shelf, seen: Collection[str]
) -> tuple[Stocked, ...]:
    """The first `count` stages of the chain whose levels fit best; the longest chain where none has as many.

    A chain is asked from its beginning: a later stage takes the code of the one before for granted.
    """
    stock = {problem.name: problem for problem in shelf.problems}
    chains = [
        [stock[name] for name in chain if name in stock]
        for chain in shelf.chains
        if chain[0].partition("/")[0] in part.sets
    ]
    windows: list[list[Stocked]] = [
        chain[: part.count] for chain in chains if len(chain) >= part.count
    ] or sorted(chains, key=len, reverse=True)[:1]
    generator.shuffle(windows)
    windows.sort(
        key=lambda window: (
            sum(distance(level, problem.level) for problem in window),
            sum(problem.name in seen for problem in window),
        )
    )
    return tuple(windows[0]) if windows else ()
