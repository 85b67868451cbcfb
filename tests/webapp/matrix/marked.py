"""What was handed in for a cohort, compared, marked and released, with a request to look again."""

from typing import Any

from tests.webapp.making import make_submission
from webapp.accounts.models import User
from webapp.insight.models import Comparison, SharedPair, Survey
from webapp.marking.domain.rubrics import code_rubric
from webapp.marking.models import Marking, Pile, Regrade, Script
from webapp.teaching.models import Cohort, Item, Work


def of_marking(cohort: Cohort, people: dict[str, User], now: Any) -> dict[str, Any]:
    """The arguments of addresses that lead there."""
    item = Item.objects.get(assignment__cohort=cohort, kind="problem")
    works = []
    for who in ("owner", "mate"):
        submission = make_submission(people[who], item.version.problem, verdict="AC")
        works.append(
            Work.objects.create(
                item=item, user=people[who], number=1, at=now, due_at=item.assignment.due_at, feedback="all",
                submission=submission, score=1.0, counts=True,
            )
        )  # fmt: skip
    comparison = Comparison.objects.create(
        problem=item.version.problem, state="done", finished_at=now, people=2
    )
    left, right = (work.submission for work in works)
    pair = SharedPair.objects.create(
        comparison=comparison,
        left=left,
        right=right,
        similarity=0.9,
        shared=9,
        covered_left=0.9,
        covered_right=0.9,
    )
    Survey.objects.create(state="done", finished_at=now)
    pile = Pile.objects.create(item=item, released_at=now)
    script = Script.objects.create(pile=pile, work=works[0], number=1)
    levels = {f"/{row.id}": 1 for row in code_rubric().criteria}
    Marking.objects.create(script=script, marker=people["marker"], levels=levels, finished_at=now)
    regrade = Regrade.objects.create(script=script, reason="Look again.", before=levels)
    return {"item": item.pk, "pair": pair.pk, "script": script.pk, "regrade": regrade.pk}
