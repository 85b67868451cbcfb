"""A day's entry of the plan for another that is worth as much."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain.owning import goal_of
from webapp.readiness.domain.scheduling import Task, plan_of
from webapp.readiness.models import Swap


def swap(user: User, day: date, out: str, now: datetime) -> tuple[Task, str]:
    """Do what the plan names instead of `out` on that day; the entry that was there, and the title of the new one.

    Refused, with nothing changed, when the plan has no such entry any more or nothing of the same worth fits the day.
    """
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        days = {planned.day: planned for planned in plan_of(user, goal_of(user), now)}
        tasks = {task.id: task for task in days[day].tasks} if day in days else {}
        task = tasks.get(out) if out else None
        if task is None:
            raise Refused(
                "plan.changed",
                "The plan has changed and no longer has that entry. Here it is as it is now.",
                409,
            )
        if not task.instead:
            raise Refused(
                "plan.no_swap",
                f"Nothing else that is worth as much fits that day, so “{task.title}” stays.",
                409,
            )
        Swap.objects.filter(user=user, day__lt=timezone.localdate(now)).delete()
        Swap.objects.create(user=user, day=day, out=out, into=task.instead)
    return task, task.instead_title


def as_planned(user: User, day: date) -> None:
    """Take the swaps of that day back; without any, nothing changes."""
    Swap.objects.filter(user=user, day=day).delete()
