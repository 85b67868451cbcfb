"""What mock rounds of an assignment are worth: what follows from verdicts, and what an interviewer marked. Nobody marks
their own paper: the candidate's own marks are for the candidate.
"""

from datetime import datetime, timedelta

from webapp.interviews.domain.access import Role
from webapp.interviews.domain.marking import items
from webapp.interviews.domain.report import Facts
from webapp.interviews.models import Interview, Mark, Round
from webapp.teaching.domain.scoring import settle
from webapp.teaching.domain.sitting import place_of
from webapp.teaching.domain.working import stamp
from webapp.teaching.models import Assignment, Work

PATIENCE = timedelta(days=60)
"""Rounds that were not handed in within this time after they were drawn are not looked at any more."""


def score_of(interview: Interview) -> float | None:
    """The share of the weight of what is computed or marked by an interviewer; None until all is handed in and graded."""
    rounds = list(interview.rounds.all())
    if not rounds or any(round_.state != Round.State.DONE for round_ in rounds):
        return None
    earned = whole = 0.0
    for round_ in rounds:
        if round_.attempts.exclude(submission__state="done").exists():
            return None
        facts = Facts.of(round_, Role.STAFF)
        marks = {(m.question, m.criterion): m.level for m in round_.marks.filter(by=Mark.By.INTERVIEWER)}
        for item in items(facts.content):
            level = facts.computed(item.computed).level if item.computed else marks.get(item.key)
            if level is not None:
                levels = item.criterion.levels
                earned += item.weight * levels[level].points / levels[-1].points
                whole += item.weight
    return earned / whole if whole else None


def settle_rounds(now: datetime) -> int:
    """Note the scores of rounds that have one now, by the moment of handing in the last of them; how many changed."""
    waiting = Work.objects.filter(score=None, interview__isnull=False, at__gte=now - PATIENCE)
    waiting = waiting.exclude(feedback=Assignment.Feedback.AFTER_DUE)
    return sum(
        settle_one(work, now)
        for work in waiting.select_related("item__assignment__cohort", "user", "interview")
    )


def settle_one(work: Work, now: datetime) -> bool:
    """The same for one attempt; whoever marks rounds by hand calls it when marks are released."""
    assert work.interview is not None
    score = score_of(work.interview)
    if score is None or score == work.score:
        return False
    handed_in = work.interview.rounds.order_by("-finished_at").values_list("finished_at", flat=True).first()
    if work.score is None and handed_in is not None:
        window = place_of(work.user, work.item.assignment, handed_in).window
        Work.objects.filter(pk=work.pk).update(**stamp(window, handed_in))
    settle(work, score, now)
    return True
