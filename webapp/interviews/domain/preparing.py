"""What lies on the table when a round begins: empty sheets, starters, and problems that give no hints until it is over."""

from datetime import datetime

from webapp.catalog.models import ProblemVersion
from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.shared_texts import share_sheets
from webapp.interviews.models import Round, Sheet
from webapp.practice.domain.holding import hold

NOTES, BOARD = "notes", "board"


def lay_out(round_: Round, now: datetime) -> None:
    """Make the sheets and hold the problems; the caller's transaction holds the round's row."""
    content = content_of(round_)
    names = [question.id for question in content.questions]
    if round_.kind == Round.Kind.DESIGN:
        names += [BOARD, NOTES]
    Sheet.objects.bulk_create([Sheet(round=round_, name=name, updated_at=now) for name in names])
    versions = ProblemVersion.objects.in_bulk([task.version for task in content.tasks])
    shown = content.tasks[:1] if content.shown == "stages" else content.tasks
    for task in shown:
        version = versions[task.version]
        Sheet.objects.create(
            round=round_, name=task.id, version=version, content=version.starter, updated_at=now
        )
    share_sheets(round_, round_.sheets.all())
    # All stages are held, also those that were not reached: their hints would tell what comes.
    hold(
        round_.interview.user,
        [version.problem_id for version in versions.values()],
        by=round_.pk,
        ungraded=round_.kind == Round.Kind.ASSESSMENT,
    )
