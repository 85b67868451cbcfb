"""Choose among too many mutants: the same ones each time, spread over operators, functions and files."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from graders.verify.mutants.generate import Mutant


def sample(mutants: Sequence[Mutant], budget: int) -> list[Mutant]:
    """At most `budget` of them, in the order of the text.

    Each kind of mistake in each function comes to its turn before any comes to its second. Chance is drawn from a
    mutant's own id, so that a change elsewhere in the package leaves most of the choice as it was.
    """
    kinds = defaultdict[tuple[str, str, str], list[Mutant]](list)
    for mutant in mutants:
        kinds[mutant.file, mutant.function, mutant.operator].append(mutant)
    turns = [
        (turn, _chance(mutant), mutant)
        for alike in kinds.values()
        for turn, mutant in enumerate(sorted(alike, key=_chance))
    ]
    chosen = {id(mutant) for _, _, mutant in sorted(turns, key=lambda turn: turn[:2])[:budget]}
    return [mutant for mutant in mutants if id(mutant) in chosen]


def _chance(mutant: Mutant) -> str:
    return hashlib.sha256(f"{mutant.file} {mutant.id}".encode()).hexdigest()
