"""Who may mark what, and who sees their marks. Whoever may not is told that there is nothing."""

from uuid import UUID

from django.db.models import QuerySet

from webapp.accounts.models import User
from webapp.marking.models import Regrade, Script
from webapp.teaching.domain.access import cohorts_taught_by, leads, sees_work
from webapp.teaching.models import Cohort, Item


def items_marked_by(user: User, cohort: Cohort | None = None) -> QuerySet[Item]:
    """What can be marked in the cohorts that the user teaches in, or in one: published problems and mock rounds."""
    taught = cohorts_taught_by(user)
    return (
        Item.objects.filter(
            assignment__cohort__in=(taught.filter(pk=cohort.pk) if cohort else taught).values("pk"),
            assignment__published_at__isnull=False,
            kind__in=(Item.Kind.PROBLEM, Item.Kind.ROUNDS),
        )
        .select_related("assignment__cohort", "pile")
        .order_by("-assignment__due_at", "assignment", "number")
    )


def item_for(user: User, pk: int) -> Item | None:
    """One of these."""
    return items_marked_by(user).filter(pk=pk).first()


def requests_for(user: User) -> QuerySet[Regrade]:
    """Open requests to look again at what others handed in, where the user teaches."""
    taught = cohorts_taught_by(user).values("pk")
    return Regrade.objects.filter(
        state=Regrade.State.OPEN, script__pile__item__assignment__cohort__in=taught
    ).exclude(script__work__user=user)


def may_lead(user: User, item: Item) -> bool:
    """Whether the user opens and releases piles there: instructors."""
    return leads(user, item.assignment.cohort)


def script_for_marker(user: User, pk: UUID) -> Script | None:
    """A script that the user may mark; nobody marks their own."""
    rows = Script.objects.select_related(
        "pile__item__assignment__cohort", "pile__item__version", "work__submission", "work__user", "round"
    )
    script = rows.filter(pk=pk).exclude(work__user=user).first()
    if script is None or not sees_work(user, script.pile.item.assignment.cohort):
        return None
    return script


def own_scripts(user: User) -> QuerySet[Script]:
    """What the candidate handed in and may see the marks of: once they are released."""
    return Script.objects.filter(work__user=user, pile__released_at__isnull=False).select_related(
        "pile__item__assignment__cohort", "work__submission", "work__user", "round"
    )


def regrade_for_marker(user: User, pk: int) -> Regrade | None:
    """A request that the user may answer."""
    regrade = Regrade.objects.filter(pk=pk).first()
    if regrade is None:
        return None
    script = script_for_marker(user, regrade.script_id)
    if script is None:
        return None
    regrade.script = script
    return regrade
