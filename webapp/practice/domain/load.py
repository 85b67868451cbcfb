"""Load for operators: submissions of a problem's own reference solution at a steady rate, and what became of them."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from graders.package import Package
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.delivery import publish
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission

USERNAME = "gradeload"
MOST = 100_000


@dataclass
class Outcome:
    """What became of the load. Seconds from handing in to the verdict, by rank."""

    sent: int
    finished: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # ascending

    @property
    def sound(self) -> bool:
        """Whether every submission ended as its code deserves."""
        return self.verdicts == Counter({"AC": self.sent})

    def percentile(self, share: float) -> float | None:
        """The nearest rank of that share; None while nothing is finished."""
        if not self.seconds:
            return None
        return self.seconds[min(len(self.seconds) - 1, int(share * len(self.seconds)))]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        ranks = {"p50_s": 0.5, "p95_s": 0.95, "p99_s": 0.99, "max_s": 1.0}
        return {
            "sent": self.sent,
            "finished": self.finished,
            "lost": self.sent - self.finished,
            "verdicts": dict(sorted(self.verdicts.items())),
            **{name: self.percentile(share) for name, share in ranks.items()},
        }


def due(rate: float, seconds: float) -> int:
    """How many submissions the load has; Refused if that is none, or too many."""
    count = round(rate * seconds)
    if not 1 <= count <= MOST:
        raise Refused(
            "load.size", f"{rate:g} a second for {seconds:g} s are {count} submissions; 1 to {MOST} are sent."
        )
    return count


def produce(problem: Problem, package: Package, rate: float, count: int) -> Iterator[UUID]:
    """Store and queue `count` submissions, each when it is due; what the broker refuses is left to the sweep."""
    reference = package.manifest.reference
    if reference is None or problem.current is None:
        raise Refused("load.reference", f"{problem} has no reference solution to hand in.")
    code = package.files[f"submissions/accepted/{reference}"].decode()
    user, _ = User.objects.get_or_create(username=USERNAME, defaults={"is_active": False})
    begun = time.monotonic()
    for place in range(count):
        time.sleep(max(0.0, begun + place / rate - time.monotonic()))
        # Without a number: these are nobody's attempts. Each has fresh cases of its own, as people's have.
        submission = Submission.objects.create(
            user=user,
            problem=problem,
            version=problem.current,
            mode="grade",
            code=code,
            created_at=timezone.now(),
        )
        publish(submission)
        yield submission.pk


def outcome(ids: list[UUID]) -> Outcome:
    """What has become of these so far."""
    found = Outcome(len(ids))
    for start in range(0, len(ids), 500):
        rows = Submission.objects.filter(pk__in=ids[start : start + 500], state="done")
        for verdict, created, finished in rows.values_list("verdict", "created_at", "finished_at"):
            found.finished += 1
            found.verdicts[verdict] += 1
            assert finished is not None  # it is done
            found.seconds.append((finished - created).total_seconds())
    found.seconds.sort()
    return found


def remove() -> int:
    """Delete the load's user with all that was handed in under it; how many submissions that were."""
    count = Submission.objects.filter(user__username=USERNAME).count()
    User.objects.filter(username=USERNAME).delete()
    return count
