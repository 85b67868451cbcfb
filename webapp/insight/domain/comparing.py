"""All submissions to one problem compared, and what is kept of that."""

from collections.abc import Iterator
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.insight.domain import computing
from webapp.insight.models import Comparison, SharedPair, State
from webapp.insight.similarity import Cluster, Pair, Work, clusters, compare
from webapp.practice.models import Submission

log = structlog.get_logger(__name__)

TOGETHER = 0.5
"""Pairs from this similarity on join clusters."""
MOST_PAIRS = 5_000
"""Pairs that are kept, the most similar."""
MOST_SUBMISSIONS = 50_000
"""Submissions that are compared, the newest."""
BATCH = 500


def ask(problem: Problem, user: User, now: datetime) -> Comparison:
    """Have a problem's submissions compared; Refused while that is being done."""
    from webapp.insight.tasks import compare_submissions

    return computing.ask(
        Comparison(problem=problem, asked_by=user, asked_at=now), compare_submissions.delay, now
    )


def run(pk: int) -> None:
    """Compare, and keep the result in place of the earlier one; again, or beside another worker, changes nothing."""
    row = Comparison.objects.select_related("problem").filter(pk=pk).first()
    if row is None or not computing.begin(row):
        return
    try:
        _compare(row)
    except Exception:
        log.exception("comparison failed", comparison=pk)
        computing.fail(
            row, "Comparing failed; whoever runs the site finds the reason in the log of the worker."
        )
        raise


def works_of(problem: Problem) -> Iterator[Work]:
    """Everything that was handed in, oldest first; what was handed in for a cohort is held apart from practice."""
    rows = Submission.objects.filter(problem=problem, mode=Submission.Mode.GRADE).exclude(verdict="CANCELLED")
    newest = rows.order_by("-created_at").values("pk")[:MOST_SUBMISSIONS]
    found = Submission.objects.filter(pk__in=newest).order_by("created_at", "pk")
    values = found.values_list("pk", "user_id", "work__item__assignment__cohort", "code")
    for id_, user, cohort, code in values.iterator(chunk_size=BATCH):
        yield Work(str(id_), user, code, group=str(cohort or ""))


def _compare(row: Comparison) -> None:
    starters = row.problem.versions.values_list("starter", flat=True).distinct()
    found = compare(works_of(row.problem), starters)
    kept = found.pairs[:MOST_PAIRS]
    groups = clusters(kept, found.owners, TOGETHER)
    pairs = [
        SharedPair(
            comparison=row,
            left_id=found.keys[pair.left],
            right_id=found.keys[pair.right],
            similarity=pair.similarity,
            shared=pair.shared,
            covered_left=pair.covered_left,
            covered_right=pair.covered_right,
            cluster=_cluster(pair, groups, found.owners),
            links=any(pair in group.links for group in groups),
        )
        for pair in kept
    ]
    with transaction.atomic():
        done = Comparison.objects.filter(pk=row.pk, state=State.RUNNING).update(
            state=State.DONE,
            finished_at=timezone.now(),
            people=found.people,
            submissions=len(found.keys) + found.repeats,
            repeats=found.repeats,
            nearest=found.nearest,
            pairs_found=len(found.pairs),
            common=found.common.tobytes(),
        )
        if done:
            SharedPair.objects.bulk_create(pairs, batch_size=BATCH)
            Comparison.objects.filter(problem=row.problem, pk__lt=row.pk).delete()
    log.info("submissions compared", comparison=row.pk, people=found.people, pairs=len(found.pairs))


def _cluster(pair: Pair, groups: list[Cluster], owners: list[int]) -> int | None:
    """The number of the cluster that holds both people, from 1."""
    both = {owners[pair.left], owners[pair.right]}
    if pair.similarity < TOGETHER:
        return None
    return next((n for n, group in enumerate(groups, start=1) if both <= set(group.members)), None)
