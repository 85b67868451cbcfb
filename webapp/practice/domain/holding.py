"""Problems that somebody is being examined on: no hints, no editorial, and where it is asked for no grading."""

from collections.abc import Iterable
from uuid import UUID

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Hold, Submission


def hold(user: User, problems: Iterable[int], by: UUID, ungraded: bool) -> None:
    """Hold these problems (ids) for the person until `release`; again changes nothing."""
    Hold.objects.bulk_create(
        [Hold(user=user, problem_id=problem, by=by, ungraded=ungraded) for problem in sorted(set(problems))],
        ignore_conflicts=True,
    )


def release(by: UUID) -> None:
    """Let go of what is held by that."""
    Hold.objects.filter(by=by).delete()


def held(user_id: int, problem_id: int) -> bool:
    """Whether the person is being examined on the problem."""
    return Hold.objects.filter(user=user_id, problem=problem_id).exists()


def check_not_held(user: User, problem: Problem) -> None:
    """Refused while the person is being examined on the problem: for what would help."""
    if held(user.pk, problem.pk):
        raise Refused(
            "problem.held",
            "You are being examined on this problem. What would help opens again when that is over.",
            409,
        )


def check_may_be_graded(user: User, problem_id: int, mode: str) -> None:
    """Refused while verdicts on the problem are kept back: hand it in where it is asked."""
    if (
        mode == Submission.Mode.GRADE
        and Hold.objects.filter(user=user, problem=problem_id, ungraded=True).exists()
    ):
        raise Refused(
            "problem.held",
            "You are being examined on this problem: hand it in there. In a round, what stands in its editor is handed in"
            " at the end; in an assignment, submit from the assignment's page.",
            409,
        )
