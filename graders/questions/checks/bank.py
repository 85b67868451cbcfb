"""Checks of one topic's bank as a whole: what single items cannot show."""

from __future__ import annotations

from collections import Counter

from graders.diagnostics import Diagnostics
from graders.package.manifest import LEVELS
from graders.questions.items import Choice
from graders.questions.loader import Bank

ENOUGH, PER_LEVEL = 15, 2
"""How many items a bank needs, and of each level."""
SURPRISE = 0.02
"""A pattern of keys that chance brings about less often than this gives them away."""


def check_giveaways(bank: Bank, diagnostics: Diagnostics) -> None:
    """The longest, the shortest or one position must not be the key more often than chance explains."""
    choices = [item for item in bank.items if isinstance(item, Choice)]
    longest = [_is_extreme(item, 1) for item in choices]
    shortest = [_is_extreme(item, -1) for item in choices]
    chances = [1 / len(item.options) for item in choices]
    for hits, what in ((sum(longest), "longest"), (sum(shortest), "shortest")):
        if tail(chances, hits) < SURPRISE:
            diagnostics.error(f"the key is the {what} option in {hits} of {len(choices)} choices")


def check_balance(bank: Bank, diagnostics: Diagnostics) -> None:
    """As they stand in the files, keys lie at every position about equally often."""
    choices = [item for item in bank.items if isinstance(item, Choice)]
    at = Counter(next(iter(item.correct)) for item in choices)
    for letter in sorted(at):
        chances = [1 / len(item.options) if letter in item.keys else 0.0 for item in choices]
        if tail(chances, at[letter]) < SURPRISE:
            diagnostics.error(f"the key is option {letter} in {at[letter]} of {len(choices)} choices")


def check_coverage(bank: Bank, diagnostics: Diagnostics) -> None:
    """A bank that is not complete can be used, and says what it lacks."""
    if len(bank.items) < ENOUGH:
        diagnostics.warning(f"holds {len(bank.items)} quiz items; a bank needs {ENOUGH}")
    of = Counter(item.level for item in bank.items)
    for level in LEVELS:
        if of[level] < PER_LEVEL:  # type: ignore[index]
            diagnostics.warning(f"holds {of[level]} quiz items of level {level}; it needs {PER_LEVEL}")  # type: ignore[index]


def tail(chances: list[float], hits: int) -> float:
    """P(at least `hits` successes) of independent trials with these chances."""
    exactly = [1.0] + [0.0] * len(chances)
    for chance in chances:
        for count in range(len(chances), 0, -1):
            exactly[count] = exactly[count] * (1 - chance) + exactly[count - 1] * chance
        exactly[0] *= 1 - chance
    return sum(exactly[hits:])


def _is_extreme(item: Choice, sign: int) -> bool:
    lengths = [sign * len(option.text) for option in item.options]
    key = next(sign * len(option.text) for option in item.options if option.correct)
    return lengths.count(key) == 1 and key == max(lengths)
