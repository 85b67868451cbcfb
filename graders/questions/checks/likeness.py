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
    """Error for near-duplicates, warning for what is alike; each is told of the later of the two."""
    shingled = [(p, topic, shingles(_asked(p.item))) for p, topic in placed]
    for (one, _, first), (other, topic, second) in combinations(shingled, 2):
        share = likeness(first, second)
        if share < ALIKE:
            continue
        words = f"{other.item.id}: asks nearly what {one.item.name} asks ({100 * share:.0f} % of word pairs)"
        here = diagnostics.child(topic)
        (here.error if share >= SAME else here.warning)(words, other.file, other.line)


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
