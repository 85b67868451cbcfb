"""What an importer makes of somebody's problem, before it is a package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

_WORDS = re.compile(r"[^a-z0-9]+")


class NotImported(Exception):
    """Why something is no problem that can be taken over, in words for who wrote it."""


@dataclass(frozen=True)
class TypedCase:
    """A call and what must come back, as Python source: the arguments after `args=` and what `Case` takes besides."""

    arguments: str  # "args=([1, 2],), kwargs={'k': 3}"
    outcome: str  # "expected=4" or "raises='ValueError'"
    call: str  # "total([1, 2], k=3)"
    claim: str  # "4" or "raises ValueError"


@dataclass(frozen=True)
class Typed:
    """A problem whose tests are calls with literal values: the typed checker decides."""

    cases: tuple[TypedCase, ...]


@dataclass(frozen=True)
class Examined:
    """A problem whose tests are code: `examiner` runs those of `tests` that it is given, in the author's cell."""

    examiner: str
    tests: tuple[tuple[str, str], ...]  # the argument as Python source, and a note
    files: Mapping[str, bytes] = field(default_factory=dict)
    points: tuple[float, ...] = ()  # of each test, where they differ
    samples: tuple[
        tuple[str, str], ...
    ] = ()  # what candidates may see, where that is not the first of the tests


Form = Typed | Examined


@dataclass(frozen=True)
class Problem:
    """A problem with the forms that its tests can take, the stricter first."""

    name: str  # where it was found, for reports
    slug: str
    title: str
    statement: str
    starter: str
    reference: str
    entry: str
    signature: str
    forms: tuple[Form, ...]
    source: str
    hints: str = ""
    editorial: str = ""
    design: str = ""
    difficulty: float = 0.0
    minutes: int = 20
    wall_s: float = 2.0
    topics: Mapping[str, float] = field(default_factory=lambda: {"coding": 1.0})
    not_carried: tuple[str, ...] = ()  # what the source has and the package lacks

    def renamed(self, slug: str) -> Problem:
        """The same under another slug."""
        return replace(self, slug=slug)


@dataclass(frozen=True)
class Whole:
    """A package as it is: exported once, or of a format with the same parts. An incomplete one cannot be proved."""

    name: str
    set_slug: str
    slug: str
    files: Mapping[str, bytes]
    not_carried: tuple[str, ...] = ()
    incomplete: bool = False

    def renamed(self, slug: str) -> Whole:
        """The same under another slug, in a set of the reader's choice."""
        files = dict(self.files)
        files["problem.toml"] = files["problem.toml"].replace(
            f'id = "{self.slug}"'.encode(), f'id = "{slug}"'.encode()
        )
        return replace(self, slug=slug, files=files)


def slug_of(words: str) -> str:
    """A slug of at most 60 characters; "problem" if there is nothing to make one of."""
    return _WORDS.sub("-", words.lower()).strip("-")[:60].strip("-") or "problem"


def distinct(slug: str, taken: Iterable[str]) -> str:
    """The slug, with a number if it is taken."""
    used, number, name = set(taken), 2, slug
    while name in used:
        name = f"{slug[:56].rstrip('-')}-{number}"
        number += 1
    return name


def title_of(words: str) -> str:
    """A title from a name in snake_case, kebab-case or words."""
    plain = " ".join(re.sub(r"[_\-\s]+", " ", words).split())
    return (plain[:1].upper() + plain[1:])[:120] or "A problem"
