"""A quiz item as a person may see it: before the answer without anything that tells the key, afterwards with all."""

from dataclasses import dataclass
from typing import Any

from graders.questions import (
    AnswerError,
    Choice,
    Item,
    Numeric,
    Ordering,
    Several,
    Short,
    key_of,
    mark,
    shown_order,
)
from graders.questions.items import ITEM
from webapp.practice.domain.refusals import Refused
from webapp.readiness.models import Asked, ItemVersion


@dataclass(frozen=True)
class Option:
    """An option or step. `place` is where it is shown, from 1; letters would give the order of steps away."""

    place: int
    html: str


@dataclass(frozen=True)
class Question:
    """What is asked, and nothing else."""

    number: int
    type: str
    topic: str
    level: str
    seconds: int
    prompt: str
    options: tuple[Option, ...] = ()
    unit: str = ""
    code: bool = False


@dataclass(frozen=True)
class Told:
    """One option, step or answer of a question that was answered: what was right, what was chosen, and what to say."""

    html: str
    right: bool
    chosen: bool
    why: str = ""


@dataclass(frozen=True)
class Review:
    """An answered question with its key and explanations; HTML. `typed` is the person's own text."""

    number: int
    topic: str
    level: str
    prompt: str
    explanation: str
    score: float | None
    unknown: bool
    rows: tuple[Told, ...] = ()
    typed: str = ""
    key: str = ""
    remarks: tuple[str, ...] = ()
    ordered: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing was missing."""
        return self.score == 1.0


@dataclass(frozen=True)
class Showing:
    """One showing of an item to a person: `seed` fixes the order of its options; `answer` and `score` come later."""

    seed: str
    number: int = 0
    answer: Any = None
    score: float | None = None

    @classmethod
    def of(cls, asked: Asked) -> "Showing":
        """A question of a check."""
        return cls(f"{asked.check_run_id}:{asked.number}", asked.number, asked.answer, asked.score)


def source_of(version: ItemVersion) -> Item:
    """The item as its author wrote it."""
    return ITEM.validate_python(version.content)


def order_of(showing: Showing, item: Item) -> tuple[str, ...]:
    """The letters in the order in which this person sees them in this showing."""
    return shown_order(item, showing.seed)


def marked(version: ItemVersion, given: Any) -> float:
    """The score of an answer, None being "I do not know"; refused where it cannot be one."""
    if given is None:
        return 0.0
    try:
        return mark(source_of(version), given).score
    except AnswerError as error:
        raise Refused(
            "answer.unreadable", f"Your answer {error}. Nothing is counted; answer again."
        ) from None


def present(showing: Showing, version: ItemVersion) -> Question:
    """The question of an open showing."""
    item = source_of(version)
    options: tuple[Option, ...] = ()
    if isinstance(item, Choice | Several):
        texts = [item.option(letter).text for letter in order_of(showing, item)]
    else:
        texts = (
            [item.step(letter) for letter in order_of(showing, item)] if isinstance(item, Ordering) else []
        )
    options = tuple(Option(place, _inline(version.html[text])) for place, text in enumerate(texts, start=1))
    return Question(
        number=showing.number,
        type=item.type,
        topic=item.topic,
        level=item.level,
        seconds=item.seconds,
        prompt=version.html[item.prompt],
        options=options,
        unit=item.unit if isinstance(item, Numeric) else "",
        code=isinstance(item, Short) and item.form == "code",
    )


def review(showing: Showing, version: ItemVersion) -> Review:
    """What there is to learn from an answered showing."""
    item, html = source_of(version), version.html
    rows: tuple[Told, ...] = ()
    if isinstance(item, Choice | Several):
        chosen = set(showing.answer or ())
        rows = tuple(
            Told(_inline(html[o.text]), o.correct, letter in chosen, html[o.why] if o.why else "")
            for letter in order_of(showing, item)
            for o in [item.option(letter)]
        )
    elif isinstance(item, Ordering):
        given = showing.answer or ()
        rows = tuple(
            Told(_inline(html[item.step(letter)]), bool(given) and given[place] == letter, chosen=bool(given))
            for place, letter in enumerate(item.keys)
        )
    typed = showing.answer if isinstance(item, Numeric | Short) and showing.answer else ""
    marked = mark(item, showing.answer) if showing.answer is not None else None
    # Beside options the words stand with their option; here are those that belong to none.
    remarks = () if marked is None or isinstance(item, Choice | Several) else marked.remarks
    return Review(
        number=showing.number,
        topic=item.topic,
        level=item.level,
        prompt=html[item.prompt],
        explanation=html[item.explanation],
        score=showing.score,
        unknown=showing.answer is None,
        rows=rows,
        typed=typed,
        key=str(key_of(item)) if isinstance(item, Numeric | Short) else "",
        remarks=tuple(html[remark.text] for remark in remarks),
        ordered=isinstance(item, Ordering),
    )


def _inline(html: str) -> str:
    """Without the one paragraph that Markdown puts around a line, for it stands inside a label."""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if html.startswith("<p>") and "<p>" not in inner else html
