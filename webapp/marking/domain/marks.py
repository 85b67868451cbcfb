"""Marks of one script: given by each marker alone, resolved where they differ, and looked at again when asked."""

from datetime import datetime

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.interviews.domain.content import content_of
from webapp.marking.domain.rubrics import Line, checked, lines_of
from webapp.marking.models import Comment, Marking, Script
from webapp.practice.domain.refusals import Refused

LONGEST = 4000
"""Characters of a note, a comment, a reason."""
MOST_COMMENTS = 200
"""Comments on one script."""


def save(marking: Marking, given: dict[str, str], note: str, *, finish: bool, now: datetime) -> Marking:
    """A marker's levels so far; with `finish` they stay. Where some are missing they are saved all the same, and Refused."""
    lines = lines_of(marking.script)
    levels = marking.levels | checked(lines, given)
    open_ = Marking.objects.filter(pk=marking.pk, finished_at=None)
    if open_.update(levels=levels, note=text_of(note, "note", empty=True)) != 1:
        raise Refused("marking.closed", "These marks are finished, and stay as they are.", 409)
    if finish:
        _complete(lines, levels)
        open_.update(finished_at=now)
    marking.refresh_from_db()
    return marking


def final_levels(script: Script) -> dict[str, int] | None:
    """The marks that count: looked at again, else resolved, else given; None while there are none, or two differ."""
    done = [one for one in script.markings.all() if one.finished_at]
    for kind in (Marking.Kind.AGAIN, Marking.Kind.RESOLVE):
        found = [one for one in done if one.kind == kind]
        if found:
            return max(found, key=lambda one: (one.finished_at, one.pk)).levels
    given = [one for one in done if one.kind == Marking.Kind.MARK]
    if len(given) < script.pile.markers:
        return None
    return given[0].levels if all(one.levels == given[0].levels for one in given) else None


def differing(script: Script) -> tuple[list[tuple[Line, int, int]], list[Marking]]:
    """The criteria on which the two markers differ with their levels, and both markings; nothing before both are done."""
    both = [one for one in script.markings.all() if one.kind == Marking.Kind.MARK and one.finished_at]
    if len(both) != 2:
        return [], both
    one, other = both
    rows = [(line, one.levels[line.key], other.levels[line.key]) for line in lines_of(script)]
    return [row for row in rows if row[1] != row[2]], both


def resolve(script: Script, user: User, given: dict[str, str], note: str, now: datetime) -> Marking:
    """Decide where two markers differ; what they agree on stands. Refused where there is nothing to decide, or not all is."""
    apart, both = differing(script)
    if not apart or final_levels(script) is not None:
        raise Refused(
            "marking.agreed", "There is nothing to resolve: the marks agree, or somebody resolved them.", 409
        )
    if set(given) != {line.key for line, _, _ in apart}:
        raise Refused("marking.missing", "Decide every criterion on which the markers differ.", 409)
    levels = both[0].levels | checked([line for line, _, _ in apart], given)
    try:
        with transaction.atomic():
            return Marking.objects.create(
                script=script, marker=user, kind=Marking.Kind.RESOLVE, levels=levels,
                note=text_of(note, "note", empty=True), begun_at=now, finished_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("marking.agreed", "Somebody has resolved these marks meanwhile.", 409) from None


def comment(script: Script, user: User, sheet: str, line: str, text: str, now: datetime) -> Comment:
    """Say something of one line; Refused where there is no such line."""
    count = line_counts(script).get(sheet)
    if count is None or not line.isascii() or not line.isdigit() or not 1 <= int(line) <= count:
        raise Refused("comment.line", "There is no such line to comment on.", 400)
    if script.pile.released_at is not None:
        raise Refused(
            "comment.late", "These marks were released; what was said with them stays as it is.", 409
        )
    if script.comments.count() >= MOST_COMMENTS:
        raise Refused("comment.many", f"At most {MOST_COMMENTS} comments on one script.", 409)
    said = text_of(text, "comment")
    return Comment.objects.create(script=script, marker=user, sheet=sheet, line=int(line), text=said, at=now)


def remove(script: Script, user: User, pk: int) -> None:
    """Take back one's own comment, until marks are released."""
    if script.pile.released_at is None:
        Comment.objects.filter(pk=pk, script=script, marker=user).delete()


def texts_of(script: Script) -> list[tuple[str, str, str]]:
    """What there is to read, as (sheet, title, text): the code, or the sheets of the round."""
    if script.round is None:
        submission = script.work.submission
        return [("", "Code", submission.code if submission else script.work.code)]
    titles = {part.id: part.title for part in content_of(script.round).parts}
    rows = script.round.sheets.exclude(content="").order_by("pk")
    return [
        (row.name, titles.get(row.name, row.name.replace("-", " ").capitalize()), row.content) for row in rows
    ]


def line_counts(script: Script) -> dict[str, int]:
    """Lines of each text."""
    return {sheet: len(text.splitlines()) or 1 for sheet, _, text in texts_of(script)}


def text_of(value: str, what: str, *, empty: bool = False) -> str:
    """What somebody typed, without blanks around it; Refused when too long, not text, or empty."""
    text = value.strip()
    if len(text) > LONGEST:
        raise Refused(
            "text.long", f"The {what} has {len(text)} characters; at most {LONGEST} are taken.", 400
        )
    if "\0" in text:
        raise Refused("text.binary", f"The {what} holds a NUL character.", 400)
    if not text and not empty:
        raise Refused("text.empty", f"The {what} is empty.", 400)
    return text


def _complete(lines: list[Line], levels: dict[str, int]) -> None:
    missing = [line for line in lines if line.key not in levels]
    if missing:
        words = "criterion is" if len(missing) == 1 else "criteria are"
        raise Refused("marking.missing", f"{len(missing)} {words} not marked yet.", 409)
