"""The gradebook of 2 000 people and 30 items: built, and written as CSV; and how many queries that takes.

`tests.benchmarks.authoring` reports the figures; alone: python -m tests.benchmarks.authoring_gradebook.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.harness import Figure, main

PEOPLE, ITEMS, TRIES = 2000, 30, 2
QUICK_PEOPLE = 400
REPEATS = 5
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def gradebook(quick: bool) -> list[Figure]:
    """Seconds for the whole gradebook with its CSV (the median of several), and its queries, also with a tenth of the people."""
    with TemporaryDirectory() as folder:
        _prepare(Path(folder))
        count = QUICK_PEOPLE if quick else PEOPLE
        small, big = _filled(count // 10), _filled(count)
        (_, few), (seconds, queries) = _measured(small), _measured(big)
        from django.db import connections

        connections.close_all()
    return [
        Figure(f"gradebook, {f'{count:,}'.replace(',', ' ')} people × {ITEMS} items", "s", seconds, 1.0),
        Figure("gradebook, queries", "queries", queries, few),
    ]


def _prepare(folder: Path) -> None:
    """A database of its own; the site's settings must not have been read before."""
    os.environ["READYROOM_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'gradebook.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    # Where another figure has set the site up already, its database is left alone.
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = str(folder / "gradebook.sqlite3")
    call_command("migrate", verbosity=0)


def _filled(people: int):  # type: ignore[no-untyped-def]
    """A cohort whose people have tried every item twice."""
    from webapp.accounts.models import User
    from webapp.teaching.models import Assignment, Cohort, Item, Membership, Work

    made = User.objects.count()
    users = User.objects.bulk_create(
        User(username=f"p{made + n}", email=f"p{made + n}@example.org", password="!") for n in range(people)
    )
    cohort = Cohort.objects.create(title=f"{people} people", owner=users[0])
    Membership.objects.bulk_create(Membership(cohort=cohort, user=user) for user in users)
    assignments = Assignment.objects.bulk_create(
        Assignment(
            cohort=cohort,
            title=f"Week {n}",
            opens_at=NOW,
            due_at=NOW + timedelta(days=n + 1),
            published_at=NOW,
        )
        for n in range(ITEMS // 3)
    )
    items = Item.objects.bulk_create(
        Item(assignment=assignments[n // 3], number=n % 3 + 1, kind="quiz", title=f"Item {n}")
        for n in range(ITEMS)
    )
    Work.objects.bulk_create(
        (
            Work(
                item=item, user=user, number=number, at=NOW, due_at=NOW, feedback="all", score=(number + n % 7) / 10,
                counts=number == TRIES, late=n % 11 == 0, factor=0.9 if n % 11 == 0 else 1.0,
            )
            for n, user in enumerate(users)
            for item in items
            for number in range(1, TRIES + 1)
        ),
        batch_size=5000,
    )  # fmt: skip
    return cohort


def _measured(cohort) -> tuple[float, int]:  # type: ignore[no-untyped-def]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from webapp.teaching.domain.gradebook import as_csv, build

    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        size = sum(map(len, as_csv(build(cohort))))
        took.append(time.perf_counter() - begun)
    assert size > 0
    with CaptureQueriesContext(connection) as queries:
        build(cohort)
    return sorted(took)[REPEATS // 2], len(queries)


if __name__ == "__main__":
    sys.exit(main("authoring_gradebook", gradebook))
