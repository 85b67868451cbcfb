"""What a finished round says about its candidate, for the log of evidence: each thing once, by the name of its occasion.

Submissions are evidence by themselves, as everywhere. A written question gives its rubric's mark. A round gives a piece of its
own only where neither was asked: else the same hour would count twice.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from webapp.interviews.domain.content import Content, Question, content_of
from webapp.interviews.domain.marking import ROUND, items, score
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.rounds import lock
from webapp.interviews.models import Mark, Round
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain.log import Observation, record
from webapp.readiness.models import Evidence

PATIENCE = timedelta(days=3)
"""So long a round waits for its interviewer's marks."""
FIFTHS = 5
MARKS = 4
"""As an interviewer marks a round: clear no, no, yes, clear yes."""


def finish(round_id: UUID, now: datetime) -> list[Evidence]:
    """The candidate is done marking: what is marked becomes evidence, and stays as it is. Again adds nothing.

    Where an interviewer marks, it is their marks that count; the candidate's do only if none have come for days.
    """
    with transaction.atomic():
        round_ = lock(round_id)
        marks = _complete(round_, Mark.By.SELF)
        Round.objects.filter(pk=round_.pk, marked_at__isnull=True).update(marked_at=now)
        return _record(round_, marks, now) if counts_own(round_, now) else []


def finish_judging(round_id: UUID, now: datetime) -> list[Evidence]:
    """The interviewer is done marking: that becomes evidence, and the candidate is shown it. Again adds nothing."""
    with transaction.atomic():
        round_ = lock(round_id)
        marks = _complete(round_, Mark.By.INTERVIEWER)
        changed = Round.objects.filter(pk=round_.pk, judged_at__isnull=True).update(judged_at=now)
        return _record(round_, marks, now) if changed else []


def counts_own(round_: Round, now: datetime) -> bool:
    """Whether the candidate's own marks are what counts: no interviewer came, or none has marked in all this time."""
    if interviewer_of(round_) is None:
        return round_.judged_at is None
    return round_.judged_at is None and round_.finished_at is not None and now - round_.finished_at > PATIENCE


def _complete(round_: Round, by: Mark.By) -> list[Mark]:
    """The marks that somebody gave; Refused while there is something to mark."""
    if round_.state != Round.State.DONE:
        raise Refused("mark.early", "Marks are given when the round is over.", 409)
    marks = list(round_.marks.filter(by=by))
    given = {(mark.question, mark.criterion) for mark in marks}
    missing = [item for item in items(content_of(round_)) if not item.computed and item.key not in given]
    if missing:
        raise Refused("mark.missing", f"{len(missing)} criteria are not marked yet.", 409)
    return marks


def _record(round_: Round, marks: list[Mark], now: datetime) -> list[Evidence]:
    seen = observations(round_, content_of(round_), marks, now)
    return [evidence for one in seen if (evidence := record(round_.interview.user, one))]


def observations(round_: Round, content: Content, marks: list[Mark], now: datetime) -> list[Observation]:
    """What is to be logged."""
    by = marks[0].by if marks else Mark.By.SELF.value
    shares = [(question, score(question, marks)) for question in content.questions]
    found = [_rubric(round_, question, share, by, now) for question, share in shares if share is not None]
    if not found and not content.tasks:
        found.append(_round(round_, content, marks, by, now))
    if content.tasks:  # then the hour counts with what was handed in
        return found
    return [replace(one, facts=one.facts | {"minutes": round_.minutes}) for one in found]


def sources_of(round_: Round) -> list[str]:
    """The names of all occasions of the round, whether or not they are in the log."""
    content = content_of(round_)
    submissions = round_.attempts.values_list("submission_id", flat=True)
    rubrics = [f"rubric:{round_.pk}:{question.id}" for question in content.questions]
    return [f"round:{round_.pk}", *rubrics, *(f"submission:{pk}" for pk in submissions)]


def _rubric(round_: Round, question: Question, share: float, by: str, now: datetime) -> Observation:
    written = question.written
    assert written is not None
    return Observation(
        kind=Evidence.Kind.RUBRIC,
        source=f"rubric:{round_.pk}:{question.id}",
        title=question.name,
        levels=written.level,
        topics={str(topic): weight for topic, weight in written.weights.items()},
        difficulty=written.difficulty,
        category=min(int(share * FIFTHS), FIFTHS - 1),
        categories=FIFTHS,
        at=now,
        facts={"by": by, "share": round(share, 4), "round": str(round_.pk)},
    )


def _round(round_: Round, content: Content, marks: list[Mark], by: str, now: datetime) -> Observation:
    levels = {mark.criterion: mark.level for mark in marks if mark.question == ROUND}
    rows = [(row, levels[row.id]) for row in content.rubric.criteria if row.id in levels]
    whole = sum(row.weight for row, _ in rows)
    share = sum(row.weight * row.levels[n].points / row.levels[-1].points for row, n in rows) / whole
    return Observation(
        kind=Evidence.Kind.ROUND,
        source=f"round:{round_.pk}",
        title=round_.title,
        levels=(round_.interview.level, round_.interview.level),
        topics=content.topics,
        difficulty=content.harder,
        category=min(int(share * MARKS), MARKS - 1),
        categories=MARKS,
        at=now,
        facts={"by": by, "share": round(share, 4), "at_line": content.at_line},
    )
