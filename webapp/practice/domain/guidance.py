"""Hints one at a time, and the editorial once it can no longer spoil anything."""

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.models import GivenUp, HintReveal, Submission


def revealed_hints(user: User, problem: Problem, version: ProblemVersion) -> list[dict[str, str]]:
    """The hints which the user has asked for, mildest first."""
    return version.hints[: HintReveal.objects.filter(user=user, problem=problem).count()]


def reveal_next_hint(user: User, problem: Problem, version: ProblemVersion) -> list[dict[str, str]]:
    """One hint more, while there are any; two clicks at once reveal one."""
    position = HintReveal.objects.filter(user=user, problem=problem).count() + 1
    if position <= len(version.hints):
        try:
            with transaction.atomic():
                HintReveal.objects.create(user=user, problem=problem, position=position)
        except IntegrityError:
            pass  # the other click was first
    return version.hints[:position]


def solved(user: User, problem: Problem) -> bool:
    """Whether a submission of the user's was accepted."""
    return Submission.objects.filter(user=user, problem=problem, mode="grade", verdict="AC").exists()


def editorial_open(user: User, problem: Problem) -> bool:
    """Whether the user may read the editorial: solved, or given up."""
    return solved(user, problem) or GivenUp.objects.filter(user=user, problem=problem).exists()


def give_up(user: User, problem: Problem) -> None:
    """Open the editorial before solving; for good."""
    GivenUp.objects.get_or_create(user=user, problem=problem)
