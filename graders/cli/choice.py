"""Which packages a run of `verify` is about: all of them, or those that changed and a sample of the others."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graders import settings
from graders.ledger.entries import Ledger
from graders.ledger.proofs import sample, unproved
from graders.package import Package
from graders.verify.run import Plan


@dataclass(frozen=True)
class Choice:
    """What was asked for: `sample` and `mutants_within` in seconds, `draw` the word that the sample is drawn by."""

    changed: bool = False
    sample: float | None = None
    draw: str | None = None
    mutants_within: float | None = None


@dataclass(frozen=True)
class Task:
    """Packages that are proved by one plan."""

    packages: list[Package]
    plan: Plan


def tasks(
    packages: Sequence[Package], plan: Plan, choice: Choice, known: Mapping[Path, Ledger]
) -> tuple[list[Task], str]:
    """What to prove, in turn, and what to say of the choice."""
    if not choice.changed:
        return [Task(list(packages), plan)], ""
    news = unproved(packages, known)
    chosen = [Task(news, plan)]
    words = f"{len(news)} of {len(packages)} packages are not in the ledger as they are"
    if choice.sample is not None:
        draw = choice.draw or _commit() or datetime.now(UTC).date().isoformat()
        drawn = sample([package for package in packages if package not in news], known, choice.sample, draw)
        chosen.append(Task(drawn, replace(plan, mutants=False)))
        words += f"; of the others {len(drawn)} are tried again, drawn by {draw}"
    return chosen, words


def _commit() -> str:
    """The commit that is checked out; "" where there is none, as in an image."""
    asked = ["git", "-C", str(settings.ROOT), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return ""
    return done.stdout.strip()[:12] if done.returncode == 0 else ""
