"""What happens on the site, as observations for the log: quiz answers, claims, verdicts."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from webapp.accounts.models import User
from webapp.practice.models import DraftRevision, GivenUp, HintReveal, Submission
from webapp.readiness.domain.log import Observation, record
from webapp.readiness.domain.measuring import timed
from webapp.readiness.models import Asked, Evidence, ItemVersion

COUNTED = ("AC", "PA", "WA", "TLE", "MLE", "OLE", "RE")
"""Verdicts that say something of the candidate's code: it compiled, and it was ours to grade."""
SITTING = timedelta(hours=4)
"""What took longer was not one sitting, and its time says nothing."""


def quiz_answer(asked: Asked, score: float, now: datetime, seconds: float) -> Observation:
    """An answer in a check."""
    if asked.version is None:
        raise ValueError("a problem is answered by a verdict")
    source = f"check:{asked.check_run_id}:{asked.number}"
    return quiz_observation(asked.version, source, score, now, seconds, asked.answer is not None)


def quiz_observation(
    version: ItemVersion, source: str, score: float, now: datetime, seconds: float, known: bool
) -> Observation:
    """An answer to an item; `known` is false for "I do not know"."""
    partial = version.type in ("several", "ordering")
    category = 2 if score == 1.0 else int(score > 0) if partial else 0
    return Observation(
        kind=Evidence.Kind.QUIZ,
        source=source,
        title=version.item.name,
        levels=(version.level, version.level),
        topics=version.topics,
        difficulty=version.difficulty,
        category=category if partial else int(score == 1.0),
        categories=3 if partial else 2,
        item=version,
        at=now,
        facts={
            "type": version.type,
            "score": round(score, 4),
            "seconds": round(seconds, 1),
            "known": known,
        },
    )


def claim(user: User, version: ItemVersion, yes: bool, now: datetime) -> Evidence | None:
    """Log what somebody says of themselves: once per day and line, for it can change."""
    return record(
        user,
        Observation(
            kind=Evidence.Kind.CLAIM,
            source=f"claim:{version.item_id}:{now:%Y-%m-%d}",
            title=version.item.name,
            levels=(version.level, version.level),
            topics=version.topics,
            difficulty=version.difficulty,
            category=int(yes),
            item=version,
            at=now,
        ),
    )


def verdict(submission: Submission) -> Evidence | None:
    """Log a verdict on a submission; None where it says nothing."""
    seen = observed(submission)
    return record(submission.user, seen) if seen else None


def observed(submission: Submission) -> Observation | None:
    """What the verdict on a submission says now; None where that is nothing.

    What is handed in after the problem was solved, or after its editorial was opened, says nothing of the person.
    """
    if submission.mode != Submission.Mode.GRADE or submission.verdict not in COUNTED:
        return None
    if submission.finished_at is None or _spoilt(submission):
        return None
    version, facts, accepted = submission.version, _facts(submission), submission.verdict == "AC"
    in_time = timed(facts) and facts["minutes"] <= facts["norm_minutes"]
    return Observation(
        kind=Evidence.Kind.CODE,
        source=occasion(submission),
        title=version.title,
        levels=(version.level_from, version.level_to),
        topics=version.topics,
        difficulty=version.difficulty,
        category=int(accepted) + int(accepted and in_time),
        categories=3 if timed(facts) else 2,
        problem=version,
        at=submission.finished_at,
        facts=facts,
    )


def occasion(submission: Submission) -> str:
    """The name under which a submission is in the log."""
    return f"submission:{submission.pk}"


def missed(since: datetime) -> list[Submission]:
    """Graded submissions since then that may say something and are not in the log; oldest first."""
    rows = Submission.objects.filter(
        mode="grade", state="done", verdict__in=COUNTED, finished_at__gte=since
    ).order_by("finished_at")
    logged = set(Evidence.objects.filter(kind="code", at__gte=since).values_list("source", flat=True))
    rows = rows.select_related("user", "version", "problem").defer("code", "report")
    return [row for row in rows if occasion(row) not in logged]


def _spoilt(submission: Submission) -> bool:
    before = Submission.objects.filter(
        user=submission.user_id, problem=submission.problem_id, mode="grade", verdict="AC"
    )
    opened = GivenUp.objects.filter(user=submission.user_id, problem=submission.problem_id)
    created = submission.created_at
    return before.filter(created_at__lt=created).exists() or opened.filter(created_at__lt=created).exists()


def _facts(submission: Submission) -> dict[str, Any]:
    mine = {"user": submission.user_id, "problem": submission.problem_id}
    earlier = Submission.objects.filter(**mine, mode="grade", created_at__lt=submission.created_at)
    hints = HintReveal.objects.filter(**mine, created_at__lt=submission.created_at).count()
    facts: dict[str, Any] = {
        "verdict": submission.verdict,
        "attempt": earlier.filter(verdict__in=COUNTED).count() + 1,
        "hints": hints,
        **{name: getattr(submission, name) for name in ("passed", "total") if _told(submission)},
        "norm_minutes": submission.version.minutes,
    }
    if submission.regrades.filter(applied_at__isnull=False).exists():
        facts["rejudged"] = True
    minutes = _minutes(submission)
    return facts | ({"minutes": minutes} if minutes is not None else {})


def _told(submission: Submission) -> bool:
    """Whether the person, who can read their evidence, is told how many cases passed."""
    return submission.told != Submission.Told.VERDICT


def _minutes(submission: Submission) -> float | None:
    """From the first trace of work on the problem to this submission, if that was one sitting."""
    mine = {"user": submission.user_id, "problem": submission.problem_id}
    runs = Submission.objects.filter(**mine).aggregate(first=Min("created_at"))["first"]
    drafts = DraftRevision.objects.filter(
        draft__user=submission.user_id, draft__problem=submission.problem_id
    ).aggregate(first=Min("created_at"))["first"]
    begun = min(filter(None, (runs, drafts)))
    took = submission.created_at - begun
    if not timedelta(0) < took < SITTING:
        return None
    return round(took / timedelta(minutes=1), 1)
