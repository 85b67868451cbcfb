"""What was learned comes back before it is forgotten: reviews by FSRS, graded by the answer or by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import HintReveal, Submission
from webapp.readiness import planning
from webapp.readiness.domain.observing import COUNTED
from webapp.readiness.domain.presenting import Showing, marked
from webapp.readiness.models import Asked, Goal, ItemVersion, Memory, Review


@dataclass(frozen=True)
class Met:
    """Something that a person met: an item's version or a problem, how it went, and on which occasion."""

    source: str
    grade: int
    at: datetime
    version: ItemVersion | None = None
    problem: Problem | None = None
    answer: Any = None
    score: float | None = None
    by_hand: bool = False


def remember(user: User, met: Met) -> Review | None:
    """Write the review down and move the memory; None where this occasion is known."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        if Goal.objects.filter(user=user, erased_at__gte=met.at).exists():
            return None
        item = met.version.item if met.version else None
        memory = Memory.objects.filter(user=user, item=item, problem=met.problem).first()
        if memory and memory.reviews.filter(source=met.source).exists():
            return None
        after = planning.reviewed(_known(memory), planning.Grade(met.grade), _not_before(memory, met.at))
        memory = memory or Memory(user=user, item=item, problem=met.problem)
        _keep(memory, after)
        return Review.objects.create(
            memory=memory,
            source=met.source,
            grade=met.grade,
            by_hand=met.by_hand,
            version=met.version,
            answer=met.answer,
            score=met.score,
            at=after.reviewed,
        )


def answered(asked: Asked, now: datetime, seconds: float) -> None:
    """An answer in a check is a first meeting, or a review."""
    version = asked.version
    if version is not None and asked.score is not None:
        grade = planning.graded(asked.score, seconds=seconds, expected_seconds=version.seconds)
        remember(
            asked.check_run.user,
            Met(f"check:{asked.check_run_id}:{asked.number}", grade, now, version=version),
        )


def solved(submission: Submission) -> None:
    """A problem that was solved comes back one day; what is not solved is still being learned."""
    if submission.mode == "grade" and submission.verdict == "AC" and submission.finished_at:
        met = Met(
            f"submission:{submission.pk}",
            _ease(submission),
            submission.finished_at,
            problem=submission.problem,
        )
        remember(submission.user, met)


def _ease(submission: Submission) -> Review.Grade:
    """How well the problem came back: hard with a hint or after more than one attempt that failed, since it was last solved."""
    mine = Submission.objects.filter(
        user=submission.user_id,
        problem=submission.problem_id,
        mode="grade",
        created_at__lt=submission.created_at,
    )
    last = mine.filter(verdict="AC").order_by("created_at").last()
    since = {"created_at__gt": last.created_at} if last else {}
    hints = HintReveal.objects.filter(user=submission.user_id, problem=submission.problem_id)
    helped = hints.filter(created_at__lt=submission.created_at, **since).exists()
    failed = mine.filter(verdict__in=COUNTED, **since).exclude(verdict="AC").count()
    return Review.Grade.HARD if helped or failed > 1 else Review.Grade.GOOD


def unsolved(submission: Submission) -> None:
    """A rejudge took the solution back: what it did to the memory goes, and the memory with its last review."""
    rows = Review.objects.filter(
        memory__user=submission.user_id,
        memory__problem=submission.problem_id,
        source=f"submission:{submission.pk}",
    )
    for review in rows.select_related("memory"):
        review.delete()
        if review.memory.reviews.exists():
            recompute(review.memory)
        else:
            review.memory.delete()


def due(user: User, now: datetime) -> list[Memory]:
    """What is to be reviewed today, the longest overdue first; what is no longer asked is left out."""
    end = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=999999)
    return [memory for memory in memories_of(user) if memory.due_at <= end]


def memories_of(user: User) -> list[Memory]:
    """All that can come back."""
    rows = Memory.objects.filter(user=user).select_related(
        "item__current", "problem__set", "problem__current"
    )
    return [
        memory
        for memory in rows
        if (memory.item or memory.problem) and not (memory.item or memory.problem).retired  # type: ignore[union-attr]
    ]


def load_of(user: User, now: datetime, days: int = 14) -> list[planning.Load]:
    """The reviews of the coming days, with the range that holds nine in ten."""
    known = [memory for row in memories_of(user) if (memory := _known(row))]
    return planning.forecast(known, timezone.localdate(now), days)


def answer(user: User, memory_id: int, given: Any, now: datetime) -> Review:
    """Review an item by answering it; graded by the answer, and not evidence: who remembers shows memory."""
    memory = own(user, memory_id, now)
    version = version_of(memory)
    score = marked(version, given)
    met = Met(occasion(memory), planning.graded(score), now, version=version, answer=given, score=score)
    return _new(remember(user, met))


def grade(user: User, memory_id: int, given: int, now: datetime) -> Review:
    """Review by hand: forgot, hard, good or easy."""
    memory = own(user, memory_id, now)
    version = version_of(memory) if memory.item_id else None
    return _new(
        remember(
            user, Met(occasion(memory), given, now, version=version, problem=memory.problem, by_hand=True)
        )
    )


def regrade(review: Review, given: int) -> None:
    """The person knows better than the answer does: change the grade, and compute the memory anew."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=review.memory.user_id)
        Review.objects.filter(pk=review.pk).update(grade=given, by_hand=True)
        recompute(review.memory)


def recompute(memory: Memory) -> None:
    """The memory from its reviews alone."""
    known: planning.Memory | None = None
    for review in memory.reviews.order_by("at", "pk"):
        known = planning.reviewed(known, planning.Grade(review.grade), review.at)
    if known is not None:
        _keep(memory, known)


def own(user: User, memory_id: int, now: datetime) -> Memory:
    """The person's own memory if it is due; refused otherwise."""
    memory = next((memory for memory in due(user, now) if memory.pk == memory_id), None)
    if memory is None:
        raise Refused(
            "review.not_due", "That review is not due now: it was done, or is somebody else's.", 409
        )
    return memory


def version_of(memory: Memory) -> ItemVersion:
    """What an item says today."""
    if memory.item is None or memory.item.current is None:
        raise Refused(
            "review.problem", "This is a problem: solve it again, or say how well you know it.", 409
        )
    return memory.item.current


def occasion(memory: Memory) -> str:
    """One due date is one occasion."""
    return f"due:{memory.due_at.isoformat()}"


def showing_of(memory: Memory) -> Showing:
    """How a due item is shown: the same at every reload."""
    return Showing(f"{memory.pk}:{occasion(memory)}")


def shown(review: Review) -> Showing:
    """How it was shown when it was answered."""
    return Showing(f"{review.memory_id}:{review.source}", answer=review.answer, score=review.score)


def recall_of(memory: Memory, now: datetime) -> float:
    """The chance that it is still known."""
    known = _known(memory)
    return planning.recall(known, now) if known else 0.0


def _known(memory: Memory | None) -> planning.Memory | None:
    if memory is None:
        return None
    return planning.Memory(memory.stability, memory.difficulty, memory.reviewed_at, memory.due_at)


def _not_before(memory: Memory | None, at: datetime) -> datetime:
    """Verdicts can arrive late; a review is never before the last."""
    return max(at, memory.reviewed_at) if memory else at


def _keep(memory: Memory, known: planning.Memory) -> None:
    memory.stability, memory.difficulty = known.stability, known.difficulty
    memory.reviewed_at, memory.due_at = known.reviewed, known.due
    memory.save()


def _new(review: Review | None) -> Review:
    if review is None:
        raise Refused("review.done", "This review was done before. The first answer stays.", 409)
    return review
