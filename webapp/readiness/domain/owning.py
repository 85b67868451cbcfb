"""What is kept about a person belongs to them: everything as data, and everything taken away."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.readiness.domain.estimating import array, standing_of
from webapp.readiness.models import Check, Evidence, Goal, Memory, Review, Swap

FORMAT = 1
COLUMNS = (
    "number", "at", "kind", "title", "level_from", "level_to", "topics", "difficulty", "category", "categories",
    "facts", "source", "item_digest", "problem_digest", "failed", *(f"moved_{topic}" for topic in TOPICS),
)  # fmt: skip
"""Of one piece of evidence, in the CSV and in the JSON alike."""


ANSWERS = (
    "check", "number", "item", "digest", "problem", "state", "answer", "score", "opened_at", "answered_at",
)  # fmt: skip
"""Of one question of a check, in the CSV."""
REVIEWS = ("item", "problem", "at", "grade", "by_hand", "answer", "score", "due_at")
"""Of one review."""


def goal_of(user: User) -> Goal:
    """What the person prepares for; unsaved defaults for those who never said."""
    return Goal.objects.filter(user=user).first() or Goal(user=user)


def evidence_rows(user: User) -> Iterator[dict[str, Any]]:
    """Every piece of evidence with what it moved (logits), in the order of the log."""
    pieces = Evidence.objects.filter(user=user).select_related("step", "item", "problem")
    pieces = pieces.defer("item__content", "item__html", "problem__statement_html", "problem__editorial_html")
    for piece in pieces.order_by("number"):
        moved = array(piece.step.moved) if hasattr(piece, "step") else [None] * len(TOPICS)
        values = (
            piece.number, piece.at.isoformat(), piece.kind, piece.title, piece.level_from, piece.level_to,
            piece.topics, piece.difficulty, piece.category, piece.categories, piece.facts, piece.source,
            piece.item.digest if piece.item else None, piece.problem.digest if piece.problem else None,
            piece.step.failed if hasattr(piece, "step") else None,
            *(None if value is None else float(value) for value in moved),
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


def export(user: User, now: datetime) -> dict[str, Any]:
    """All that this app keeps about the person, and what it makes of it."""
    goal, standing = goal_of(user), standing_of(user, now)
    estimate = standing.estimate
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "goal": {
            "level": goal.level,
            "interview_on": goal.interview_on.isoformat() if goal.interview_on else None,
            "hours_per_week": goal.hours_per_week,
        },
        "estimate": {
            "topics": list(TOPICS),
            "mean": estimate.mean.tolist(),
            "covariance": estimate.covariance.tolist(),
            "pieces": standing.number,
        },
        "evidence": list(evidence_rows(user)),
        "checks": [_check(check) for check in _checks(user)],
        "reviews": list(review_rows(user)),
        "swaps": [
            {"day": swap.day.isoformat(), "out": swap.out, "into": swap.into} for swap in user.swaps.all()
        ],
    }


def answer_rows(user: User) -> Iterator[dict[str, Any]]:
    """Every question of every check, as the JSON has them under their checks."""
    for check in _checks(user):
        for asked in _check(check)["asked"]:
            yield {"check": str(check.pk), **asked}


def review_rows(user: User) -> Iterator[dict[str, Any]]:
    """Every review, of questions and problems."""
    reviews = Review.objects.filter(memory__user=user).select_related("memory__item", "memory__problem__set")
    yield from map(_review, reviews)


def _checks(user: User) -> Iterable[Check]:
    return user.checks.prefetch_related("asked__version__item", "asked__problem__set")


def _review(review: Review) -> dict[str, Any]:
    memory = review.memory
    return {
        "item": memory.item.name if memory.item else None,
        "problem": str(memory.problem) if memory.problem else None,
        "at": review.at.isoformat(),
        "grade": review.get_grade_display().lower(),
        "by_hand": review.by_hand,
        "answer": review.answer,
        "score": review.score,
        "due_at": memory.due_at.isoformat(),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "id": str(check.pk),
        "focus": check.focus,
        "started_at": check.started_at.isoformat(),
        "finished_at": check.finished_at.isoformat() if check.finished_at else None,
        "asked": [
            {
                "number": asked.number,
                "item": asked.version.item.name if asked.version else None,
                "digest": asked.version.digest if asked.version else None,
                "problem": str(asked.problem) if asked.problem else None,
                "state": asked.state,
                "answer": asked.answer,
                "score": asked.score,
                "opened_at": asked.opened_at.isoformat(),
                "answered_at": asked.answered_at.isoformat() if asked.answered_at else None,
            }
            for asked in check.asked.all()
        ],
    }


def erase(user: User, now: datetime) -> None:
    """Take all of it away. Submissions stay with their problems; they do not become evidence again."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        Check.objects.filter(user=user).delete()
        Memory.objects.filter(user=user).delete()
        Evidence.objects.filter(user=user).delete()
        Swap.objects.filter(user=user).delete()
        Goal.objects.filter(user=user).delete()
        Goal.objects.create(user=user, erased_at=now)
