"""How often a person may run and submit, counted on the submissions themselves."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Graded, Submission

_PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Rate:
    """At most `count` in any `window`."""

    count: int
    window: timedelta

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """From "10/m" (s, m, h or d); ValueError for anything else."""
        count, _, period = text.partition("/")
        if period not in _PERIODS or not count.isdigit() or int(count) < 1:
            raise ValueError(f"{text!r} is no rate such as 10/m")
        return cls(int(count), timedelta(seconds=_PERIODS[period]))


def rate_of(mode: str) -> Rate:
    """How often a person may do it."""
    return Rate.parse(settings.RATE_RUN if mode == "run" else settings.RATE_SUBMIT)


def check_rate(user: User, mode: str, now: datetime) -> None:
    """Refused with `wait_s` when the user has used up the window; the caller holds the user's row."""
    check_rows(Submission.objects.filter(user=user), mode, now)


def check_rows(rows: QuerySet[Graded], mode: str, now: datetime) -> None:
    """The same for one person's rows of any sort."""
    rate = rate_of(mode)
    recent = rows.filter(mode=mode, created_at__gt=now - rate.window)
    newest_first = recent.order_by("-created_at").values_list("created_at", flat=True)
    last_allowed = newest_first[rate.count - 1 : rate.count].first()
    if last_allowed is None:
        return
    wait_s = max(1, math.ceil((last_allowed + rate.window - now).total_seconds()))
    what = "runs" if mode == "run" else "submissions"
    raise Refused(
        "rate.exceeded",
        f"That were {rate.count} {what} in a short time. Try again in {wait_s} s.",
        429,
        wait_s=wait_s,
    )
