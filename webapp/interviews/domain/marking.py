"""Marks: what there is to mark in a finished round, by whom it was marked, and the words it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from graders.loops import RubricItem
from graders.questions import Criterion
from webapp.interviews.domain.content import Content, Question, content_of
from webapp.interviews.domain.rounds import lock
from webapp.interviews.domain.texts import history
from webapp.interviews.models import Event, Mark, Round
from webapp.practice.domain.refusals import Refused

ROUND = ""
"""The place of a question's id for what is marked of the round as a whole."""
REASON_OF = {
    "coding": "coding", "recsys-modelling": "memorised", "deep-learning": "memorised", "llm-multimodal": "memorised",
    "experimentation": "experiments", "behavioural": "ownership", "system-design": "ownership",
    "feature-store": "ownership", "model-serving": "ownership",
}  # fmt: skip
"""What a weak answer about a topic is a sign of."""


@dataclass(frozen=True)
class Item:
    """One criterion of a round. `weight` is its share of the round, `computed` says how it is marked without anybody."""

    question: str
    criterion: Criterion
    reason: str
    weight: float
    computed: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names it within its round."""
        return self.question, self.criterion.id


def items(content: Content) -> Iterator[Item]:
    """Everything that is marked: each written question by its rubric, and the round by its own."""
    rubrics = [question for question in content.questions if question.written]
    parts = len(rubrics) + 1
    for question in rubrics:
        assert question.written is not None
        reason = REASON_OF[question.written.topic]
        for criterion in question.written.criteria:
            yield Item(question.id, criterion, reason, criterion.weight / parts)
    for row in content.rubric.criteria:
        yield Item(ROUND, row, row.reason, row.weight / parts, _computed(row))


def _computed(row: RubricItem) -> str | None:
    return str(row.computed) if row.computed else None


def score(question: Question, marks: Iterable[Mark]) -> float | None:
    """The share of the question's weight that was earned, in [0, 1]; None until every criterion is marked."""
    if question.written is None:
        return None
    levels = {mark.criterion: mark.level for mark in marks if mark.question == question.id}
    if set(levels) != {criterion.id for criterion in question.written.criteria}:
        return None
    return question.written.score(levels)


def mark(round_id: UUID, question: str, criterion: str, level: int, quote: str, now: datetime) -> Mark:
    """The candidate's own mark, until they are done marking; Refused where there is no such level, or no such words."""
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state != Round.State.DONE:
            raise Refused("mark.early", "Marks are given when the round is over.", 409)
        if round_.marked_at is not None:
            raise Refused("mark.closed", "You were done marking this round; its marks have counted.", 409)
        _markable(round_, question, criterion, level)
        words = " ".join(quote.split())
        event = moment(round_, question, words) if words else None
        if words and event is None:
            raise Refused(
                "mark.quote", "These words are not in what you wrote. Copy them from your answer.", 400
            )
        found, _ = Mark.objects.update_or_create(
            round=round_, question=question, criterion=criterion, by=Mark.By.SELF,
            defaults={"level": level, "quote": words[:500], "event": event, "at": now},
        )  # fmt: skip
    return found


def judge(round_id: UUID, question: str, criterion: str, level: int, now: datetime) -> Mark:
    """The interviewer's mark, from the start of the round until they are done marking; it keeps the moment it was given at."""
    with transaction.atomic():
        round_ = lock(round_id)
        if round_.state == Round.State.PLANNED:
            raise Refused("mark.early", "Marks are given when the round has begun.", 409)
        if round_.judged_at is not None:
            raise Refused("mark.closed", "You were done marking this round; your marks have counted.", 409)
        item = _markable(round_, question, criterion, level)
        found, _ = Mark.objects.update_or_create(
            round=round_, question=item.question, criterion=item.criterion.id, by=Mark.By.INTERVIEWER,
            defaults={"level": level, "event": (round_.last_event or None) if round_.running else None, "at": now},
        )  # fmt: skip
    return found


def _markable(round_: Round, question: str, criterion: str, level: int) -> Item:
    """The criterion of that name, if people mark it and it has such a level; Refused otherwise."""
    item = next((one for one in items(content_of(round_)) if one.key == (question, criterion)), None)
    if item is None or item.computed or not 0 <= level < len(item.criterion.levels):
        raise Refused("mark.unknown", "There is nothing of that name to mark at that level.", 400)
    return item


def moment(round_: Round, question: str, words: str) -> int | None:
    """The event with which the words were first there; None where they never were. Of the round: in any sheet."""
    for event, text in history(round_, Event.objects.filter(round=round_, kind="text").order_by("number")):
        mine = question == ROUND or event.sheet == question or event.sheet.startswith(f"{question}-")
        if mine and words in " ".join(text.split()):
            return event.number
    return None
