"""What is there when a round ends goes to the graders, in the transaction that ends it: once, or not at all."""

from datetime import datetime

from webapp.accounts.models import User
from webapp.interviews.models import Attempt, Round, Sheet
from webapp.practice.domain.submitting import take_in
from webapp.practice.models import Submission


def grade_what_is_there(round_: Round, at: datetime) -> None:
    """Submit the code of each sheet that holds more than its starter. The caller's transaction holds the round's row.

    Limits on how often one may submit do not count here: it is the round that submits. Code that was graded in the
    round already, as it stands, is not graded again.
    """
    sheets = [
        sheet for sheet in round_.sheets.select_related("version") if sheet.version and _worth_it(sheet)
    ]
    if not sheets:
        return
    User.objects.select_for_update().only("pk").get(pk=round_.interview.user_id)
    for sheet in sheets:
        assert sheet.version is not None
        if _graded(round_, sheet):
            continue
        submission = take_in(round_.interview.user, sheet.version, Submission.Mode.GRADE, sheet.content)
        Attempt.objects.create(round=round_, sheet=sheet.name, submission=submission, final=True, at=at)


def _worth_it(sheet: Sheet) -> bool:
    assert sheet.version is not None
    return bool(sheet.content.strip()) and sheet.content.strip() != sheet.version.starter.strip()


def _graded(round_: Round, sheet: Sheet) -> bool:
    return round_.attempts.filter(
        sheet=sheet.name, submission__mode="grade", submission__code=sheet.content
    ).exists()
