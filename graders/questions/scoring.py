"""How far an answer to a quiz item is right, and what to tell about it.

Every key scores 1 and everything else less. Choice, numeric and short items know only 0 and 1. For several options the
score is the share of right ones picked minus the share of wrong ones picked, at least 0, so neither picking all nor
picking none earns anything. For an ordering it is the share of pairs in the right order minus that of pairs in the
wrong one, at least 0, so a blind guess earns nothing on the whole and the reverse order nothing at all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, permutations

from graders.questions.answers import MOST_CHARACTERS, AnswerError, normal_form, parse_number
from graders.questions.items import Choice, Item, Numeric, Ordering, Several, Short

Answer = str | Sequence[str]
"""A letter; letters; the letters in order; or what was typed."""


@dataclass(frozen=True)
class Remark:
    """What to say of one part of an answer: the option or step it is about, if any, and the Markdown words."""

    text: str
    key: str | None = None


@dataclass(frozen=True)
class Mark:
    """The score in [0, 1], what there is to say, and how a typed number was read (in the item's unit)."""

    score: float
    remarks: tuple[Remark, ...] = ()
    read: float | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.score == 1.0


def mark(item: Item, answer: Answer) -> Mark:
    """Mark an answer; AnswerError if it cannot be an answer to this item."""
    match item:
        case Choice():
            return _choice(item, answer)
        case Several():
            return _several(item, answer)
        case Ordering():
            return _ordering(item, answer)
        case Numeric():
            return _numeric(item, answer)
        case Short():
            return _short(item, answer)


def key_of(item: Item) -> Answer:
    """The answer that scores 1: letters, or the first accepted way to type it."""
    match item:
        case Choice():
            return next(iter(item.correct))
        case Several():
            return tuple(sorted(item.correct))
        case Ordering():
            return item.keys
        case Numeric():
            return f"{item.value:.12g} {item.unit}".strip()
        case Short():
            return item.accepted[0]


def guess(item: Item) -> float:
    """The score to expect of somebody who answers blindly; 0 where the answer is typed."""
    match item:
        case Choice():
            return 1 / len(item.options)
        case Several():
            sets = [set(picked) for n in range(len(item.keys) + 1) for picked in combinations(item.keys, n)]
            return sum(_share(item, picked) for picked in sets) / len(sets)
        case Ordering():
            orders = list(permutations(item.keys))
            return sum(_concordance(order) for order in orders) / len(orders)
        case _:
            return 0.0


def _choice(item: Choice, answer: Answer) -> Mark:
    letter = _letters(item.keys, [answer] if isinstance(answer, str) else answer)
    if len(letter) != 1:
        raise AnswerError("is not exactly one of the options")
    option = item.option(letter[0])
    remarks = (Remark(option.why, letter[0]),) if option.why else ()
    return Mark(1.0 if option.correct else 0.0, remarks)


def _several(item: Several, answer: Answer) -> Mark:
    picked = set(_letters(item.keys, list(answer)))
    wrongly = [key for key in item.keys if (key in picked) != item.option(key).correct]
    remarks = tuple(Remark(why, key) for key in wrongly if (why := item.option(key).why))
    return Mark(_share(item, picked), remarks)


def _share(item: Several, picked: Collection[str]) -> float:
    hits, wrong = sum(key in item.correct for key in picked), sum(key not in item.correct for key in picked)
    return max(0.0, hits / len(item.correct) - wrong / (len(item.options) - len(item.correct)))


def _ordering(item: Ordering, answer: Answer) -> Mark:
    order = _letters(item.keys, list(answer))
    if len(order) != len(item.keys):
        raise AnswerError("does not hold every step once")
    place = {key: index for index, key in enumerate(order)}
    slips = [s for s in item.slips if place[item.keys[s.before - 1]] > place[item.keys[s.after - 1]]]
    return Mark(_concordance(order), tuple(Remark(slip.why, item.keys[slip.before - 1]) for slip in slips))


def _concordance(order: Sequence[str]) -> float:
    """Kendall's tau to alphabetical order, at least 0."""
    pairs = list(combinations(order, 2))
    return max(0.0, sum(1 if one < other else -1 for one, other in pairs) / len(pairs))


def _numeric(item: Numeric, answer: Answer) -> Mark:
    number = parse_number(_typed(answer), item.unit, item.units)
    if item.accepts(number):
        return Mark(1.0, read=number)
    near = [wrong for wrong in item.mistakes if abs(number - wrong.value) <= max(item.tolerance, 1e-12)]
    near = sorted(near, key=lambda wrong: abs(number - wrong.value))
    return Mark(0.0, tuple(Remark(wrong.why) for wrong in near[:1]), number)


def _short(item: Short, answer: Answer) -> Mark:
    written = normal_form(_typed(answer), item.form)
    if not written:
        raise AnswerError("is empty")
    if written in {normal_form(text, item.form) for text in item.accepted}:
        return Mark(1.0)
    wrong = (w for w in item.mistakes if normal_form(w.text, item.form) == written)
    return Mark(0.0, tuple(Remark(w.why) for w in wrong))


def _typed(answer: Answer) -> str:
    if not isinstance(answer, str):
        raise AnswerError("is not text")
    if len(answer) > MOST_CHARACTERS:
        raise AnswerError(f"is longer than {MOST_CHARACTERS} characters")
    return answer


def _letters(keys: Sequence[str], answer: Sequence[str]) -> list[str]:
    letters = list(chain(answer))
    if any(letter not in keys for letter in letters) or len(set(letters)) < len(letters):
        raise AnswerError(f"is not made of {', '.join(keys)}, each at most once")
    return letters
