"""Checks of one quiz item."""

from __future__ import annotations

import re
from itertools import combinations

from graders.diagnostics import Diagnostics
from graders.questions.answers import AnswerError, normal_form
from graders.questions.arithmetic import evaluate
from graders.questions.items import Choice, Item, Numeric, Ordering, Several, Short
from graders.questions.loader import Placed
from graders.questions.scoring import key_of, mark

LONG, SHORT = 1.5, 0.5
"""A key this much longer than every distractor, or shorter than every one, stands out."""
_ABSOLUTE = re.compile(r"\b(always|never|all of the above|none of the above|impossible|guarantees?)\b", re.I)


def check_item(placed: Placed, diagnostics: Diagnostics) -> None:
    """Its key scores 1, its number computes, its options differ, and no option stands out."""
    item = placed.item

    def error(words: str) -> None:
        diagnostics.error(f"{item.id}: {words}", placed.file, placed.line)

    for words in _repeats(item):
        error(words)
    if isinstance(item, Numeric):
        _formula(item, placed, diagnostics)
    try:
        if mark(item, key_of(item)).score != 1.0:
            error("its own key does not score 1")
    except AnswerError as refused:
        error(f"its own key is refused: it {refused}")
    if isinstance(item, Choice | Several):
        _stands_out(item, placed, diagnostics)


def _repeats(item: Item) -> list[str]:
    """Options, steps, explanations or wrong answers that say the same as another one."""
    parts: list[tuple[str, list[str]]] = []
    if isinstance(item, Choice | Several):
        parts = [("options", [option.text for option in item.options])]
        parts += [("explanations", [option.why for option in item.options if option.why])]
    elif isinstance(item, Ordering):
        parts = [("steps", list(item.steps)), ("explanations", [slip.why for slip in item.slips])]
    elif isinstance(item, Short):
        parts = [("mistakes", [wrong.text for wrong in item.mistakes])]
    elif isinstance(item, Numeric):
        parts = [("mistakes", [f"{wrong.value:.12g}" for wrong in item.mistakes])]
    found = []
    for what, texts in parts:
        form = item.form if isinstance(item, Short) and what == "mistakes" else "words"
        for (one, first), (other, second) in combinations(enumerate(texts, start=1), 2):
            if normal_form(first, form) == normal_form(second, form):
                found.append(f"{what} {one} and {other} are the same")
    return found


def _formula(item: Numeric, placed: Placed, diagnostics: Diagnostics) -> None:
    try:
        computed = evaluate(item.formula)
    except ValueError as error:
        diagnostics.error(f"{item.id}: formula: {error}", placed.file, placed.line)
        return
    slack = item.tolerance / 2
    if not abs(computed - item.value) <= slack + 1e-9 * abs(item.value):
        words = f"{item.id}: value is {item.value:g}, but the formula gives {computed:.6g}"
        diagnostics.error(words, placed.file, placed.line)


def _stands_out(item: Choice | Several, placed: Placed, diagnostics: Diagnostics) -> None:
    keys = [option for option in item.options if option.correct]
    wrong = [option for option in item.options if not option.correct]
    right = [len(option.text) for option in keys]
    others = [len(option.text) for option in wrong]
    if isinstance(item, Choice) and right[0] > LONG * max(others) and right[0] - max(others) > 12:
        diagnostics.error(
            f"{item.id}: the key is much longer than every distractor", placed.file, placed.line
        )
    if isinstance(item, Choice) and right[0] < SHORT * min(others) and min(others) - right[0] > 12:
        diagnostics.error(
            f"{item.id}: the key is much shorter than every distractor", placed.file, placed.line
        )
    if all(_ABSOLUTE.search(option.text) for option in wrong) and not any(
        _ABSOLUTE.search(option.text) for option in keys
    ):
        words = f"{item.id}: every distractor, and no key, speaks in absolutes (always, never, …)"
        diagnostics.error(words, placed.file, placed.line)
