"""The models of quiz items: what an author writes in problems/questions/<topic>/quiz/<level>.toml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from graders.package.manifest import Level, Model, Slug, Topic
from graders.questions.answers import Form, normal_form

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12000)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)]
"""An explanation: too short to say anything is refused."""
LETTERS = "abcdefgh"


class Option(Model):
    """One of the options of an item; a wrong one says which misconception leads to it."""

    text: Text
    correct: bool = False
    why: Why | None = None

    @model_validator(mode="after")
    def _a_distractor_is_explained(self) -> Self:
        if not self.correct and self.why is None:
            raise ValueError("why: a wrong option says which misconception leads to it")
        return self


class WrongNumber(Model):
    """A number that people reach by a known mistake."""

    value: float
    why: Why


class WrongWords(Model):
    """Words that people answer by a known mistake."""

    text: Text
    why: Why


class Question(Model):
    """What all items have. `topic` and `level` come from where the file lies."""

    id: Slug
    topic: Topic
    level: Level
    difficulty: float = Field(ge=-4, le=4)
    seconds: int = Field(default=90, ge=15, le=900)
    topics: dict[Topic, float] = {}
    prompt: Text
    explanation: Why

    @model_validator(mode="after")
    def _weights(self) -> Self:
        if self.topics and abs(sum(self.topics.values()) - 1) > 1e-9:
            raise ValueError(f"topics: weights sum to {sum(self.topics.values()):g}, not 1")
        if self.topics and max(self.topics, key=lambda name: self.topics[name]) != self.topic:
            raise ValueError(f"topics: the bank's own topic, {self.topic}, must weigh most")
        return self

    @property
    def name(self) -> str:
        """`topic/id`: what a stored answer refers to, as long as the item lives."""
        return f"{self.topic}/{self.id}"

    @property
    def digest(self) -> str:
        """A hash of the content: an answer is to this wording, and learned difficulty too."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"

    @property
    def weights(self) -> dict[Topic, float]:
        """Topic -> weight; what is not said otherwise is all about the bank's topic."""
        return dict(self.topics) or {self.topic: 1.0}


class _WithOptions(Question):
    options: tuple[Option, ...] = Field(min_length=3, max_length=len(LETTERS))
    shuffle: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """The letters of the options, in the author's order; answers are made of them."""
        return tuple(LETTERS[: len(self.options)])

    @property
    def correct(self) -> frozenset[str]:
        """The letters of the right options."""
        return frozenset(
            letter for letter, option in zip(LETTERS, self.options, strict=False) if option.correct
        )

    def option(self, letter: str) -> Option:
        """The option of that letter."""
        return self.options[LETTERS.index(letter)]


class Choice(_WithOptions):
    """Exactly one option is right."""

    type: Literal["choice"]

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.correct) != 1:
            raise ValueError(f"options: {len(self.correct)} options are correct; a choice has exactly one")
        return self


class Several(_WithOptions):
    """A stated set of options is right: two or more, and not all."""

    type: Literal["several"]

    @model_validator(mode="after")
    def _a_set_of_keys(self) -> Self:
        if not 2 <= len(self.correct) < len(self.options):
            raise ValueError("options: at least two are correct and at least one is not")
        return self


class Ordering(Question):
    """Steps that the author lists in the right order."""

    type: Literal["ordering"]
    steps: tuple[Text, ...] = Field(min_length=3, max_length=6)
    slips: tuple[Slip, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _slips_name_steps(self) -> Self:
        for slip in self.slips:
            if not 1 <= slip.before < slip.after <= len(self.steps):
                raise ValueError(
                    f"slips: {slip.before} comes before {slip.after} in no list of {len(self.steps)} steps"
                )
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The letters of the steps in the right order."""
        return tuple(LETTERS[: len(self.steps)])

    def step(self, letter: str) -> str:
        """The step of that letter."""
        return self.steps[LETTERS.index(letter)]


class Slip(Model):
    """Why the step numbered `before` (from 1) has to come before the one numbered `after`."""

    before: int
    after: int
    why: Why


class Numeric(Question):
    """A number, right within a tolerance; `formula` is how the author computed it."""

    type: Literal["numeric"]
    value: float
    formula: Text
    rtol: float = Field(default=0.01, ge=0, lt=0.5)
    atol: float = Field(default=0.0, ge=0)
    unit: str = Field(default="", max_length=20)
    units: dict[str, float] = {}
    mistakes: tuple[WrongNumber, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _mistakes_are_wrong(self) -> Self:
        for mistake in self.mistakes:
            if self.accepts(mistake.value):
                raise ValueError(f"mistakes: {mistake.value:g} lies within the tolerance of {self.value:g}")
        if any(factor <= 0 for factor in self.units.values()):
            raise ValueError("units: a unit's factor to the stated unit is above 0")
        return self

    @property
    def tolerance(self) -> float:
        """How far an answer may lie from `value`, in the stated unit."""
        return max(self.atol, self.rtol * abs(self.value))

    def accepts(self, number: float) -> bool:
        """Whether `number`, in the stated unit, is right; rounding of the last bit does not matter."""
        return abs(number - self.value) <= self.tolerance + 1e-12 * abs(self.value)


class Short(Question):
    """A few words or an expression, right when its normal form is that of a stated form."""

    type: Literal["short"]
    accepted: tuple[Text, ...] = Field(min_length=1)
    form: Form = "words"
    mistakes: tuple[WrongWords, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _forms_are_told_apart(self) -> Self:
        right = {normal_form(text, self.form) for text in self.accepted}
        if "" in right:
            raise ValueError("accepted: a form is empty once normalised")
        for mistake in self.mistakes:
            if normal_form(mistake.text, self.form) in right:
                raise ValueError(f"mistakes: {mistake.text!r} is an accepted form")
        return self


Ordering.model_rebuild()
Item = Annotated[Choice | Several | Ordering | Numeric | Short, Field(discriminator="type")]
ITEM: TypeAdapter[Choice | Several | Ordering | Numeric | Short] = TypeAdapter(Item)
TYPES = ("choice", "several", "ordering", "numeric", "short")


def texts_of(item: Item) -> Sequence[tuple[str, str]]:
    """Every Markdown text of an item as (field, text), for whoever renders or checks them all."""
    texts = [("prompt", item.prompt), ("explanation", item.explanation)]
    if isinstance(item, Choice | Several):
        texts += [
            (f"options {key}", option.text) for key, option in zip(item.keys, item.options, strict=True)
        ]
        texts += [(f"why {key}", o.why) for key, o in zip(item.keys, item.options, strict=True) if o.why]
    elif isinstance(item, Ordering):
        texts += [(f"steps {key}", step) for key, step in zip(item.keys, item.steps, strict=True)]
        texts += [("slips", slip.why) for slip in item.slips]
    else:
        texts += [("mistakes", mistake.why) for mistake in item.mistakes]
    return texts
