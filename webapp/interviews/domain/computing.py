"""Marks that follow from what happened: verdicts, own tests, stages, how a story's time was shared."""

from dataclasses import dataclass

from webapp.interviews.domain.content import Content, Task
from webapp.interviews.domain.telling import Telling
from webapp.interviews.models import Attempt, Sheet

ENOUGH_TESTS = 2
GOOD, WHOLE = 2 / 3, 0.95
WEAK_STORY, GOOD_STORY = 1 / 3, 0.6


@dataclass(frozen=True)
class Computed:
    """A level (counted from 0; None while a verdict is awaited) and what it rests on."""

    level: int | None
    because: str


@dataclass(frozen=True)
class Solved:
    """How far one task came: the best that was handed in. `share` of the points; None while it is graded."""

    task: Task
    reached: bool
    share: float | None
    best: Attempt | None
    runs: int
    own_tests: int

    @property
    def accepted(self) -> bool:
        """Whether it was solved."""
        return self.best is not None and self.best.submission.verdict == "AC"


def solved(content: Content, sheets: dict[str, Sheet], attempts: list[Attempt]) -> list[Solved]:
    """The tasks of a finished round, in order."""
    rows = []
    for task in content.tasks:
        mine = [attempt for attempt in attempts if attempt.sheet == task.id]
        graded = [attempt for attempt in mine if attempt.submission.mode == "grade"]
        own = {attempt.submission.own_input for attempt in mine if attempt.submission.own_input}
        best = max(graded, key=lambda one: (_share(one) or 0.0, one.at), default=None)
        waits = any(not attempt.submission.done for attempt in graded)
        share = None if waits else _share(best) if best else 0.0
        rows.append(Solved(task, task.id in sheets, share, best, len(mine) - len(graded), len(own)))
    return rows


def _share(attempt: Attempt) -> float | None:
    row = attempt.submission
    if not row.done:
        return None
    if row.verdict == "AC":
        return 1.0
    return (row.score or 0.0) / row.points if row.points else 0.0


def verdicts(rows: list[Solved]) -> Computed:
    """By the share of all points."""
    shares = [row.share for row in rows]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return Computed(None, "A verdict is still awaited.")
    share = sum(known) / max(1, len(known))
    level = 3 if share >= WHOLE else 2 if share >= GOOD else 1 if share >= 1 / 3 else 0
    accepted = sum(row.accepted for row in rows)
    return Computed(level, f"{accepted} of {len(rows)} accepted, {share:.0%} of the points.")


def own_tests(rows: list[Solved]) -> Computed:
    """By different inputs of one's own, on each task that was reached."""
    reached = [row for row in rows if row.reached]
    counts = [row.own_tests for row in reached]
    level = 2 if counts and min(counts) >= ENOUGH_TESTS else 1 if any(counts) else 0
    words = ", ".join(f"{row.task.title}: {row.own_tests}" for row in reached)
    return Computed(level, f"Different inputs of your own: {words}." if words else "No input of your own.")


def stages(rows: list[Solved]) -> Computed:
    """By how many stages were accepted."""
    if any(row.share is None for row in rows):
        return Computed(None, "A verdict is still awaited.")
    accepted = sum(row.accepted for row in rows)
    level = 3 if accepted == len(rows) else 2 if accepted and accepted == len(rows) - 1 else min(accepted, 1)
    return Computed(level, f"{accepted} of {len(rows)} stages accepted.")


def star(told: list[Telling]) -> Computed:
    """By the share of time that went into action and result."""
    if not told:
        return Computed(0, "No part of a story was marked.")
    shares = [(one.shares["A"] + one.shares["R"]) / 100 for one in told]
    share = sum(shares) / len(shares)
    level = 2 if share > GOOD_STORY else 1 if share >= WEAK_STORY else 0
    return Computed(level, f"Action and result had {share:.0%} of the time.")
