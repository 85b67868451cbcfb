"""What released marks do: they stand in the round, its work gets its score, and readiness takes them for the person's own.

A written question is one piece of evidence whoever marked it: a marker's marks take the place of the candidate's own. Code
gives none here, for its verdict is evidence already.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from webapp.accounts.models import User
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.evidence import observations
from webapp.interviews.models import Mark, Round
from webapp.marking.domain.marks import final_levels
from webapp.marking.models import Script
from webapp.readiness.domain.estimating import rebuild
from webapp.readiness.domain.log import Observation, record
from webapp.readiness.models import Evidence
from webapp.teaching.domain.rounds import settle_one


def count(script: Script, now: datetime) -> None:
    """Have the final marks of a released script count; again, with other marks, in place of the earlier ones."""
    levels = final_levels(script)
    if script.round is None or levels is None:
        return
    marks = _stand(script.round, levels, now)
    settle_one(script.work, now)
    for seen in observations(script.round, content_of(script.round), marks, now):
        _put(script.work.user, replace(seen, facts=seen.facts | {"by": "marker"}))


def _stand(round_: Round, levels: dict[str, int], now: datetime) -> list[Mark]:
    found = []
    for key, level in levels.items():
        question, _, criterion = key.rpartition("/")
        mark, _ = Mark.objects.update_or_create(
            round=round_, question=question, criterion=criterion, by=Mark.By.INTERVIEWER,
            defaults={"level": level, "at": now},
        )  # fmt: skip
        found.append(mark)
    return found


def _put(user: User, seen: Observation) -> None:
    """Into the log, or over what stands there under the same name; then the estimate is computed from the log."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        changed = Evidence.objects.filter(user=user, source=seen.source).update(
            category=seen.category, categories=seen.categories, facts=seen.facts
        )
        if changed:
            rebuild(user)
        else:
            record(user, seen)
