"""What to ask next: the item that is expected to say most, from those that the person has not met lately."""

from collections import Counter
from datetime import datetime, timedelta

import numpy as np
from django.db.models import F

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.readiness.ability import choose
from webapp.readiness.ability.choosing import Balance, Exposure
from webapp.readiness.domain.estimating import standing_of
from webapp.readiness.domain.measuring import calibrations_of, quiz_item
from webapp.readiness.models import Asked, Check, Item, ItemVersion

REST = timedelta(days=60)
"""So long an item is not asked again: who remembers the explanation shows memory."""
RECENT = timedelta(days=30)
PEOPLE = 20
"""From so many recent people on, exposure is looked at."""
CODE_AFTER = 8
"""Questions after which a check with code puts its problem."""


def next_item(check: Check, number: int, now: datetime) -> ItemVersion | None:
    """The version to ask as question `number`; None when the person has met everything lately."""
    rows = list(
        ItemVersion.objects.filter(item__kind=Item.Kind.QUIZ, item__retired=False, item__current=F("pk"))
        .defer("content", "html")
        .select_related("item")
        .order_by("item__name")
    )
    met = _met(check, now)
    free = [row for row in rows if row.item_id not in met]
    if not free:
        return None
    known = calibrations_of([row.pk for row in rows])
    bank = [quiz_item(row, known.get(row.pk)) for row in rows]
    wanted = [TOPICS.index(topic) for topic in check.focus or TOPICS]
    shares = np.zeros(len(TOPICS))
    shares[wanted] = 1 / len(wanted)
    chosen = choose(
        standing_of(check.user, now).estimate,
        bank,
        asked=[index for index, row in enumerate(rows) if row.item_id in met],
        exposure=_exposure(rows, now),
        balance=Balance(np.array([TOPICS.index(row.item.topic) for row in rows]), shares),
        focus=wanted if check.focus else None,
        rng=np.random.default_rng([check.pk.int % (1 << 63), number]),
    )
    return rows[chosen]


def next_problem(check: Check, number: int) -> Problem | None:
    """The problem that a check with code puts once, of the focus if there is one and near the middle of what is known."""
    if not check.with_code or number <= CODE_AFTER or check.asked.filter(problem__isnull=False).exists():
        return None
    problems = Problem.objects.filter(retired=False, current__isnull=False).select_related("current", "set")
    tried = set(check.user.submissions.values_list("problem_id", flat=True))
    wanted = set(check.focus or TOPICS)
    fresh = [
        problem
        for problem in problems.defer("current__statement_html", "current__editorial_html", "current__hints")
        if problem.pk not in tried and problem.current and wanted & set(problem.current.topics)
    ]
    return min(fresh, key=lambda problem: _minutes(problem), default=None)


def _minutes(problem: Problem) -> tuple[int, int]:
    assert problem.current is not None
    return problem.current.minutes, problem.pk


def _met(check: Check, now: datetime) -> set[int]:
    """Items that this check has asked, or that the person met lately."""
    here = check.asked.filter(version__isnull=False).values_list("version__item_id", flat=True)
    lately = Asked.objects.filter(
        check_run__user=check.user_id, version__isnull=False, opened_at__gte=now - REST
    ).values_list("version__item_id", flat=True)
    return {*here, *lately}


def _exposure(rows: list[ItemVersion], now: datetime) -> Exposure:
    recent = Asked.objects.filter(version__isnull=False, opened_at__gte=now - RECENT)
    people = User.objects.filter(checks__started_at__gte=now - RECENT).distinct().count()
    if people < PEOPLE:
        return Exposure()
    met = Counter(
        item for item, _ in recent.values_list("version__item_id", "check_run__user_id").distinct()
    )
    return Exposure(np.array([met[row.item_id] / people for row in rows]))
