"""Pairs as one person may see them, and two programs side by side with what they share marked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet

from webapp.accounts.models import User
from webapp.insight.domain.access import names_for, submissions_shown_to
from webapp.insight.models import Comparison, SharedPair
from webapp.insight.similarity import Tokens, hashes, runs, tokens
from webapp.practice.models import Submission

MOST = 200
"""Pairs on a page, the most similar."""


@dataclass(frozen=True)
class Side:
    """One of the two; `name` is None for somebody outside of the cohorts that the viewer teaches."""

    name: str | None
    at: datetime | None
    verdict: str
    covered: float


@dataclass(frozen=True)
class Row:
    """A pair in its list."""

    pair: SharedPair
    left: Side
    right: Side


@dataclass(frozen=True)
class Group:
    """A cluster: the names that may be shown, how many more people are in it, and the pairs that hold it together."""

    number: int
    names: list[str]
    others: int
    links: list[Row]


@dataclass(frozen=True)
class Listed:
    """What one person sees of a comparison; `elsewhere` counts the pairs that are not theirs to see."""

    rows: list[Row]
    groups: list[Group]
    mine: int
    elsewhere: int


@dataclass(frozen=True)
class Piece:
    """Part of a line: `run` is the number of the shared run that it belongs to, 0 for none."""

    text: str
    run: int = 0
    telling: bool = False


Line = list[Piece]


def pairs_shown_to(user: User) -> QuerySet[SharedPair]:
    """The pairs of which the user may see one side at least."""
    mine = submissions_shown_to(user)
    left, right = mine.filter(pk=OuterRef("left")), mine.filter(pk=OuterRef("right"))
    return SharedPair.objects.annotate(left_mine=Exists(left), right_mine=Exists(right)).filter(
        Q(left_mine=True) | Q(right_mine=True)
    )


def listed(comparison: Comparison, user: User) -> Listed:
    """The pairs and clusters of the user's own cohorts."""
    pairs = pairs_shown_to(user).filter(comparison=comparison)
    found = list(
        pairs.select_related("left", "right").defer(
            "left__code", "left__report", "right__code", "right__report"
        )[:MOST]
    )
    clustered = list(pairs.filter(cluster__isnull=False).select_related("left", "right").defer(
        "left__code", "left__report", "right__code", "right__report"
    ))  # fmt: skip
    people = {side.user_id for pair in (*found, *clustered) for side in (pair.left, pair.right)}
    names = names_for(user, people)
    mine = pairs.count()
    rows = [_row(pair, names) for pair in found]
    return Listed(rows, _groups(clustered, names), mine, comparison.pairs.count() - mine)


def row_of(pair: SharedPair, user: User) -> Row:
    """One pair as the user may see it; it is one of `pairs_shown_to` them."""
    return _row(pair, names_for(user, {pair.left.user_id, pair.right.user_id}))


def side_by_side(pair: SharedPair) -> tuple[list[Line], list[Line], int]:
    """Both programs, line by line, with the shared runs marked alike on both sides; and how many runs there are."""
    left, right = tokens(pair.left.code), tokens(pair.right.code)
    starters = pair.comparison.problem.versions.values_list("starter", flat=True).distinct()
    given = [hashes(tokens(text).codes) for text in starters]
    known = np.unique(np.concatenate(given)) if given else hashes(left.codes[:0])
    common = np.frombuffer(bytes(pair.comparison.common), dtype=np.uint64)
    found = runs(left, right, known, common)
    ours = [(_span(left, run.left, run.length), n, run.telling) for n, run in enumerate(found, start=1)]
    theirs = [(_span(right, run.right, run.length), n, run.telling) for n, run in enumerate(found, start=1)]
    return lines(pair.left.code, ours), lines(pair.right.code, sorted(theirs)), len(found)


def lines(text: str, marks: list[tuple[tuple[int, int], int, bool]]) -> list[Line]:
    """The text as lines of pieces; `marks` are (start, end), number and whether it tells, in order, none overlapping."""
    pieces: list[Piece] = []
    last = 0
    for (start, end), number, telling in marks:
        pieces += [Piece(text[last:start]), Piece(text[start:end], number, telling)]
        last = end
    pieces.append(Piece(text[last:]))
    rows: list[Line] = [[]]
    for piece in pieces:
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                rows.append([])
            if part:
                rows[-1].append(Piece(part.rstrip("\r"), piece.run, piece.telling))
    return rows


def _span(found: Tokens, start: int, length: int) -> tuple[int, int]:
    return int(found.starts[start]), int(found.ends[start + length - 1])


def _row(pair: SharedPair, names: dict[int, str]) -> Row:
    return Row(
        pair,
        _side(pair.left, pair.covered_left, pair.left_mine, names),  # type: ignore[attr-defined]
        _side(pair.right, pair.covered_right, pair.right_mine, names),  # type: ignore[attr-defined]
    )


def _side(submission: Submission, covered: float, mine: bool, names: dict[int, str]) -> Side:
    if not mine:
        return Side(None, None, "", covered)
    return Side(names.get(submission.user_id, "left"), submission.created_at, submission.verdict, covered)


def _groups(pairs: list[SharedPair], names: dict[int, str]) -> list[Group]:
    by_cluster: defaultdict[int, list[SharedPair]] = defaultdict(list)
    for pair in pairs:
        by_cluster[pair.cluster or 0].append(pair)
    found = []
    for number, group in sorted(by_cluster.items()):
        shown: set[int] = set()
        everybody: set[int] = set()
        for pair in group:
            for side, mine in ((pair.left, pair.left_mine), (pair.right, pair.right_mine)):  # type: ignore[attr-defined]
                everybody.add(side.user_id)
                if mine:
                    shown.add(side.user_id)
        if len(everybody) > 2:  # of two, the pair says it all
            links = [_row(pair, names) for pair in group if pair.links]
            called = sorted(names.get(person, "left") for person in shown)
            found.append(Group(number, called, len(everybody - shown), links))
    return found


def find(user: User, pk: int) -> SharedPair | None:
    """A pair that the user may see."""
    rows = pairs_shown_to(user).filter(pk=pk).select_related("left", "right", "comparison__problem__set")
    return rows.first()
