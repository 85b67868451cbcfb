"""In which order options and steps are shown: the same for one seed, and even over many."""

from __future__ import annotations

import random

from graders.questions.items import Choice, Item, Ordering, Several


def shown_order(item: Item, seed: str) -> tuple[str, ...]:
    """The letters in the order in which a person sees them; () for items whose answer is typed.

    `seed` stands for one showing, e.g. the session and its round, so that a reload shows the same order. Steps are
    never shown in the right order.
    """
    if isinstance(item, Choice | Several):
        return _shuffled(item.keys, f"{seed}:{item.name}") if item.shuffle else item.keys
    if isinstance(item, Ordering):
        for attempt in range(1000):
            order = _shuffled(item.keys, f"{seed}:{item.name}:{attempt}")
            if order != item.keys:
                return order
        return item.keys[::-1]
    return ()


def _shuffled(keys: tuple[str, ...], seed: str) -> tuple[str, ...]:
    letters = list(keys)
    random.Random(seed).shuffle(letters)
    return tuple(letters)
