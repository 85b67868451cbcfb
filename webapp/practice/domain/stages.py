"""Follow-ups: the constraint changes, and the candidate goes on with the code that was accepted."""

import re
from dataclasses import dataclass

from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.domain.drafts import Saved, replace_draft
from webapp.practice.domain.holding import held
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Submission


@dataclass(frozen=True)
class Stage:
    """Where a problem stands in its chain; `number` is 1-based."""

    number: int
    of: int
    before: Problem | None


def stage_of(found: Problem, others: list[Problem]) -> Stage | None:
    """The stage that `found` is among the problems of its set, which include it; None outside a chain."""
    by_pk = {problem.pk: problem for problem in others}
    after = {problem.follows_id: problem for problem in others if problem.follows_id in by_pk}
    chain = [found]
    while (before := by_pk.get(chain[0].follows_id or 0)) and before not in chain:
        chain.insert(0, before)
    number = len(chain)
    while (following := after.get(chain[-1].pk)) and following not in chain:
        chain.append(following)
    return Stage(number, len(chain), chain[number - 2] if number > 1 else None) if len(chain) > 1 else None


def next_stage(submission: Submission) -> Problem | None:
    """What an interviewer would ask next, once `submission` was accepted."""
    if submission.mode != Submission.Mode.GRADE or submission.verdict != "AC":
        return None
    if held(submission.user_id, submission.problem_id):  # whoever examines says what comes next
        return None
    following = Problem.objects.filter(follows=submission.problem_id, retired=False, current__isnull=False)
    return following.select_related("set", "current").first()


def code_to_carry(user: User, found: Problem) -> str | None:
    """The user's latest accepted code of the stage before `found`, if there is one."""
    accepted = Submission.objects.filter(
        user=user, problem=found.follows_id, mode=Submission.Mode.GRADE, verdict="AC"
    )
    return (
        accepted.order_by("-created_at").values_list("code", flat=True).first() if found.follows_id else None
    )


def carry_on(user: User, found: Problem, version: ProblemVersion) -> Saved:
    """Put the accepted code of the stage before into the draft; what was there goes into its history."""
    code = code_to_carry(user, found)
    if code is None:
        raise Refused("stage.unsolved", "There is no accepted code of the stage before to go on with.", 409)
    return replace_draft(user, found, carried(code, version))


def carried(code: str, version: ProblemVersion) -> str:
    """`code`, and below it what the stage asks for unless the code defines that name already."""
    name = re.escape(str(version.entry.get("name", "")))
    if re.search(rf"^(class|def)\s+{name}\b", code, re.MULTILINE):
        return code
    return f"{code.rstrip()}\n\n\n{version.starter.lstrip()}"
