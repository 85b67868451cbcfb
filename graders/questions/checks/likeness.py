"""Find questions that are asked twice, in the same words or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from graders.diagnostics import Diagnostics
from graders.questions.items import Choice, Item, Several
from graders.questions.loader import Placed

SAME, ALIKE = 0.6, 0.4
"""Shared share of word pairs from which two prompts count as the same, and as worth a look."""


def check_likeness(placed: Sequence[tuple[Placed, str]], diagnostics: Diagnostics) -> None:
    """Error for near-duplicates, warning for what is alike; each is told of the later of the two.

    `placed` are items with the names of their banks, "" for the bank that `diagnostics` is about.
    """
    shingled = [(p, bank, shingles(_asked(p.item))) for p, bank in placed]
    for (one, _, first), (other, bank, second) in combinations(shingled, 2):
        _tell(one.item, other, likeness(first, second), diagnostics.child(bank))


def check_beside(placed: Sequence[Placed], others: Sequence[Item], diagnostics: Diagnostics) -> None:
    """The same for the items of one bank, with each other and with the items of other banks."""
    check_likeness([(one, "") for one in placed], diagnostics)
    theirs = [(item, shingles(_asked(item))) for item in others]
    for one in placed:
        mine = shingles(_asked(one.item))
        for item, pairs in theirs:
            _tell(item, one, likeness(pairs, mine), diagnostics)


def _tell(item: Item, later: Placed, share: float, diagnostics: Diagnostics) -> None:
    if share < ALIKE:
        return
    words = f"{later.item.id}: asks nearly what {item.name} asks ({100 * share:.0f} % of word pairs)"
    (diagnostics.error if share >= SAME else diagnostics.warning)(words, later.file, later.line)


def shingles(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring words."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(pairwise(words))


def likeness(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """Shared share of all pairs, 0 to 1 (Jaccard)."""
    union = len(one | other)
    return len(one & other) / union if union else 1.0


def _asked(item: Item) -> str:
    """Prompt and options: two items may share a situation and ask for different things."""
    options: Iterable[str] = (
        (option.text for option in item.options) if isinstance(item, Choice | Several) else ()
    )
    return "\n".join([item.prompt, *options])
