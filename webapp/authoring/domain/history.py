"""What a file held before, by whom, and how two texts differ."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count

from webapp.authoring.models import FileRevision, Workspace
from webapp.practice.domain.comparing import DiffRow, diff_rows
from webapp.practice.domain.refusals import Refused

TOGETHER = timedelta(minutes=2)
SHOWN = 200
KEPT_WHOLE = timedelta(days=7)
"""Younger texts are all kept; of older ones that one author saved on and on, the last in each of STEP."""
STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Stretch:
    """Saves of one author that followed each other closely, of which the last is shown."""

    revision: FileRevision
    count: int


def stretches(workspace: Workspace, path: str) -> list[Stretch]:
    """The file's history, newest first; what somebody typed on and on is one entry."""
    rows = (
        FileRevision.objects.filter(file__workspace=workspace, file__path=path)
        .select_related("author")
        .defer("text")
        .order_by("-number")[: SHOWN * 10]
    )
    found: list[Stretch] = []
    oldest: FileRevision | None = None  # of the stretch that is being collected
    for row in rows:
        if oldest and _together(row, oldest, found[-1].revision):
            found[-1] = Stretch(found[-1].revision, found[-1].count + 1)
        elif len(found) == SHOWN:
            break
        else:
            found.append(Stretch(row, 1))
        oldest = row
    return found


def _together(row: FileRevision, later: FileRevision, shown: FileRevision) -> bool:
    plain = row.kind == later.kind == shown.kind == FileRevision.Kind.SAVED
    return plain and row.author_id == later.author_id and later.at - row.at <= TOGETHER and row.number > 1


def difference(workspace: Workspace, path: str, number: int) -> tuple[FileRevision, list[DiffRow]]:
    """A revision, and how the present text differs from it; Refused if there is none such."""
    revision = (
        FileRevision.objects.filter(file__workspace=workspace, file__path=path, number=number)
        .select_related("author", "file")
        .first()
    )
    if revision is None:
        raise Refused("revision.unknown", f"{path} has no revision {number}.", 404)
    return revision, diff_rows(revision.text, revision.file.text)


def fold(now: datetime) -> int:
    """Thin what is older than KEPT_WHOLE; how many texts went. Merges, refusals, restores and deletions all stay."""
    before, gone = now - KEPT_WHOLE, 0
    old = FileRevision.objects.filter(at__lt=before)
    many = (
        old.filter(kind=FileRevision.Kind.SAVED)
        .values("file")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
    )
    for file in many.order_by("file").values_list("file", flat=True):
        rows = old.filter(file=file).order_by("number").only("number", "kind", "author_id", "at")
        surplus = [one.pk for one, after in pairwise(rows) if one.number > 1 and _same_step(one, after)]
        gone += FileRevision.objects.filter(pk__in=surplus).delete()[0]
    return gone


def _same_step(one: FileRevision, after: FileRevision) -> bool:
    saved = one.kind == after.kind == FileRevision.Kind.SAVED
    step = STEP.total_seconds()
    return (
        saved
        and one.author_id == after.author_id
        and one.at.timestamp() // step == after.at.timestamp() // step
    )
