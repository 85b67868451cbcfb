"""What to ask next: the item that is expected to say most, from those that the person has not met lately."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import F

from graders.package.manifest import TOPICS
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.readiness.ability import Bank, choose
from webapp.readiness.ability.choosing import Balance, Exposure, expected_gains
from webapp.readiness.domain.estimating import standing_of
from webapp.readiness.domain.measuring import (
    calibrations_of,
    calibrations_of_problems,
    problem_item,
    quiz_item,
)
from webapp.readiness.models import Asked, Check, Item, ItemVersion

REST = timedelta(days=60)
"""So long an item is not asked again: who remembers the explanation shows memory."""
RECENT = timedelta(days=30)
PEOPLE = 20
"""From so many recent people on, exposure is looked at."""
ENOUGH = 0.5
"""A check aims at this standard deviation (logits) for every topic that it is about."""
CODE_AFTER = 8
"""Questions after which a check with code puts its problem."""


@dataclass(frozen=True)
class Shelf:
    """Every version that may be asked, side by side with what the model knows of it."""

    versions: list[ItemVersion]
    bank: Bank
    met: list[int]  # indices of those that this person has met lately


def shelf_for(check: Check, now: datetime) -> Shelf | None:
    """The bank as it is for this check; None where there are no items at all."""
    versions = list(
        ItemVersion.objects.filter(item__kind=Item.Kind.QUIZ, item__retired=False, item__current=F("pk"))
        .defer("content", "html")
        .select_related("item")
        .order_by("item__name")
    )
    if not versions:
        return None
    known = calibrations_of(version.pk for version in versions)
    met = _met(check, now)
    return Shelf(
        versions,
        Bank.of([quiz_item(version, known.get(version.pk)) for version in versions]),
        [index for index, version in enumerate(versions) if version.item_id in met],
    )


def next_item(check: Check, number: int, now: datetime) -> ItemVersion | None:
    """The version to ask as question `number`; None when the person has met everything lately."""
    shelf = shelf_for(check, now)
    if shelf is None or len(shelf.met) == len(shelf.versions):
        return None
    wanted = [TOPICS.index(topic) for topic in check.focus or TOPICS]
    shares = np.zeros(len(TOPICS))
    shares[wanted] = 1 / len(wanted)
    groups = np.array([TOPICS.index(version.item.topic) for version in shelf.versions])
    chosen = choose(
        standing_of(check.user, now).estimate,
        shelf.bank,
        asked=shelf.met,
        exposure=_exposure(shelf.versions, now),
        balance=Balance(groups, shares),
        focus=wanted if check.focus else None,
        enough=ENOUGH,
        rng=np.random.default_rng([check.pk.int % (1 << 63), number]),
    )
    return shelf.versions[chosen]


def next_problem(check: Check, number: int, now: datetime) -> Problem | None:
    """The problem that a check with code puts once, of the focus if there is one: what is expected to say most a minute.

    Not one that the person has begun, may look up or is being examined on, nor one that goes on from another's code.
    """
    if not check.with_code or number <= CODE_AFTER or check.asked.filter(problem__isnull=False).exists():
        return None
    user = check.user
    spoilt = (
        *user.submissions.values_list("problem_id", flat=True),
        *user.given_up.values_list("problem_id", flat=True),
        *user.holds.values_list("problem_id", flat=True),
    )
    problems = Problem.objects.filter(retired=False, current__isnull=False, follows__isnull=True)
    problems = problems.exclude(pk__in=spoilt).select_related("current", "set")
    wanted = set(check.focus or TOPICS)
    fresh = [
        (problem, version)
        for problem in problems.defer("current__statement_html", "current__editorial_html", "current__hints")
        if (version := problem.current) and wanted & set(version.topics) and not version.device
    ]
    if not fresh:
        return None
    known = calibrations_of_problems(version.pk for _, version in fresh)
    bank = Bank.of([problem_item(version, known.get(version.pk)) for _, version in fresh])
    topics = [TOPICS.index(topic) for topic in check.focus] or None
    gains = expected_gains(standing_of(user, now).estimate, bank, topics, ENOUGH)
    return fresh[int(np.argmax(gains / [version.minutes for _, version in fresh]))][0]


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
    met = Counter(item for item, _ in recent.values_list("version__item_id", "check_run__user_id").distinct())
    return Exposure(np.array([met[row.item_id] / people for row in rows]))
