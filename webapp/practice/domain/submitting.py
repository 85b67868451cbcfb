"""Take in code to run or to grade."""

from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import ProblemVersion
from webapp.practice.domain.code import check_code, check_own_input
from webapp.practice.domain.delivery import publish
from webapp.practice.domain.holding import check_may_be_graded
from webapp.practice.domain.limits import check_rate
from webapp.practice.models import Submission

NOT_QUEUED = "Your code is stored, but the queue cannot be reached at the moment. It is graded as soon as the queue is back."


def submit(user: User, version: ProblemVersion, mode: str, code: Any, own_input: Any = None) -> Submission:
    """Store and queue `code` under the problem's current version; Refused, with nothing stored, when it may not be."""
    text = check_code(code)
    own = check_own_input(version.entry, own_input) if mode == Submission.Mode.RUN else ""
    with transaction.atomic():
        # The lock makes counting, numbering and storing one step for this user.
        User.objects.select_for_update().values_list("pk").get(pk=user.pk)
        check_rate(user, mode, timezone.now())
        check_may_be_graded(user, version.problem_id, mode)
        return take_in(user, version, mode, text, own)


def take_in(
    user: User,
    version: ProblemVersion,
    mode: str,
    code: str,
    own_input: str = "",
    told: str = Submission.Told.ALL,
    single_use: bool = False,
) -> Submission:
    """Store checked code and queue it once that is committed; the caller's transaction holds the user's row."""
    submission = Submission.objects.create(
        user=user,
        problem_id=version.problem_id,
        version=version,
        mode=mode,
        number=_next_number(user, version) if mode == Submission.Mode.GRADE else None,
        code=code,
        own_input=own_input,
        told=told,
        single_use=single_use,
    )
    structlog.contextvars.bind_contextvars(submission=str(submission.pk))
    # After the commit: a grader may answer before this transaction would have ended.
    transaction.on_commit(lambda: publish(submission), robust=True)
    return submission


def _next_number(user: User, version: ProblemVersion) -> int:
    last = Submission.objects.filter(user=user, problem_id=version.problem_id).aggregate(last=Max("number"))
    return (last["last"] or 0) + 1
