"""Which version of a problem a person works on: the one their draft was begun on, until they have solved it or move on."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.models import Draft, Submission


def version_for(user: User | AnonymousUser, problem: Problem, current: ProblemVersion) -> ProblemVersion:
    """The version that this person's page, runs and submissions are about."""
    if not user.is_authenticated:
        return current
    earlier = Draft.objects.filter(user=user, problem=problem).values_list("version", flat=True).first()
    if earlier is None or earlier == current.pk:
        return current
    solved = Submission.objects.filter(
        user=user, version=earlier, mode=Submission.Mode.GRADE, verdict="AC"
    ).exists()
    return current if solved else ProblemVersion.objects.get(pk=earlier)


def move_on(user: User, problem: Problem) -> bool:
    """Go on with the current version; what is in the editor stays there. False when there was nothing to move."""
    drafts = Draft.objects.filter(user=user, problem=problem).exclude(version=problem.current_id)
    return bool(drafts.update(version=problem.current_id, updated_at=timezone.now()))
