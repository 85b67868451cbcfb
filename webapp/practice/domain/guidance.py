"""Hints one at a time, and the editorial once it can no longer spoil anything."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.domain.holding import check_not_held, held
from webapp.practice.models import GivenUp, HintReveal, Submission


@dataclass(frozen=True)
class Standing:
    """Why the editorial is open, if it is."""

    solved: bool = False
    gave_up: bool = False
    held: bool = False  # by an examination, which ends

    @property
    def editorial_open(self) -> bool:
        """Whether it may be read."""
        return (self.solved or self.gave_up) and not self.held

    def as_context(self) -> dict[str, bool]:
        """For templates."""
        return {
            "solved": self.solved,
            "gave_up": self.gave_up,
            "editorial_open": self.editorial_open,
            "held": self.held,
        }


def standing_of(user: User, problem: Problem) -> Standing:
    """Whether the user has solved the problem, and whether they gave up."""
    return Standing(
        Submission.objects.filter(user=user, problem=problem, mode="grade", verdict="AC").exists(),
        GivenUp.objects.filter(user=user, problem=problem).exists(),
        held(user.pk, problem.pk),
    )


def give_up(user: User, problem: Problem) -> Standing:
    """Open the editorial before solving; for good. Refused during an examination on the problem."""
    check_not_held(user, problem)
    GivenUp.objects.get_or_create(user=user, problem=problem)
    return standing_of(user, problem)


def revealed_hints(
    user: User, problem: Problem, version: ProblemVersion, standing: Standing
) -> list[dict[str, str]]:
    """The hints which the user has asked for, mildest first; none during an examination on the problem."""
    if standing.held:
        return []
    return version.hints[: HintReveal.objects.filter(user=user, problem=problem).count()]


def reveal_next_hint(user: User, problem: Problem, version: ProblemVersion) -> list[dict[str, str]]:
    """One hint more, while there are any; two clicks at once reveal one. Refused during an examination."""
    check_not_held(user, problem)
    position = HintReveal.objects.filter(user=user, problem=problem).count() + 1
    if position <= len(version.hints):
        try:
            with transaction.atomic():
                HintReveal.objects.create(user=user, problem=problem, position=position)
        except IntegrityError:
            pass  # the other click was first
    return version.hints[:position]
