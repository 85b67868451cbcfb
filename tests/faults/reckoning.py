"""What became of every submission: counted in the database's own witness, and in what its watcher was told."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from uuid import UUID

import psycopg

from tests.faults.people import Watched
from tests.faults.stage import PATIENCE_S, Stage, wait_for


@dataclass(frozen=True)
class Reckoning:
    """Submissions by id: those without a verdict, with more than one, and those whose watcher was told what was not so."""

    submissions: int
    lost: list[str]
    doubled: list[str]
    dishonest: dict[str, list[str]]
    verdicts: Counter[str]
    longest_s: float

    @property
    def flawless(self) -> bool:
        """Whether each has ended with one verdict, and was told honestly."""
        return not (self.lost or self.doubled or self.dishonest)


def reckon(stage: Stage, watched: Sequence[Watched], patience_s: float = PATIENCE_S) -> Reckoning:
    """Wait until each watcher has heard a verdict, or for so long; then count."""
    with suppress(AssertionError):  # who has none is counted below
        wait_for(lambda: all(one.over.is_set() for one in watched), "every verdict", patience_s)
        wait_for(lambda: _all_have_one(stage), "the verdicts that nobody watches", patience_s)
    given, stored = verdicts_given(stage)
    ended = [one for one in watched if one.over.is_set()]
    return Reckoning(
        submissions=len(watched),
        lost=sorted({*(one.id for one in watched if not one.over.is_set()), *(stored - set(given))}),
        doubled=[id for id, count in given.items() if count > 1],
        dishonest={one.id: wrong for one in ended if (wrong := one.dishonest())},
        verdicts=Counter(verdict for one in ended for verdict in one.verdicts),
        longest_s=max((one.waited_s for one in ended), default=0.0),
    )


def verdicts_given(stage: Stage) -> tuple[Counter[str], set[str]]:
    """How many verdicts the database has seen written, by submission; and every submission that is stored.

    The second may be more than anybody knows of: an answer can get lost on its way to the browser.
    """
    queries = ("SELECT submission FROM witness WHERE state = 'done'", "SELECT id FROM practice_submission")
    if stage.database_url:
        with psycopg.connect(stage.database_url) as link:
            found = [link.execute(query).fetchall() for query in queries]
    else:
        with closing(sqlite3.connect(f"file:{stage.site.data / 'db.sqlite3'}?mode=ro", uri=True)) as file:
            found = [file.execute(query).fetchall() for query in queries]
    given, stored = ([str(UUID(str(row[0]))) for row in rows] for rows in found)
    return Counter(given), set(stored)


def _all_have_one(stage: Stage) -> bool:
    given, stored = verdicts_given(stage)
    return stored <= set(given)
