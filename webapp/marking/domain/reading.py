"""A script as it is read: its texts line by line with what was said of them, and its criteria with their levels."""

from dataclasses import dataclass

from webapp.accounts.models import User
from webapp.catalog.models import ProblemVersion
from webapp.interviews.domain.content import content_of
from webapp.marking.domain.marks import final_levels, texts_of
from webapp.marking.domain.rubrics import Line, lines_of
from webapp.marking.models import Comment, Marking, Script


@dataclass(frozen=True)
class TextLine:
    """One line of a text."""

    number: int
    text: str
    comments: list[Comment]


@dataclass(frozen=True)
class Text:
    """One text; `sheet` names it in comments."""

    sheet: str
    title: str
    lines: list[TextLine]


@dataclass(frozen=True)
class Asked:
    """What a text answers."""

    title: str
    html: str


@dataclass(frozen=True)
class Level:
    """A level that may be given."""

    number: int
    says: str
    anchor: str
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A criterion with its levels; `given` is None while it is not marked."""

    line: Line
    first: bool  # of its question
    levels: list[Level]
    given: Level | None


def texts(script: Script, mine: User | None) -> list[Text]:
    """The texts; with `mine` only that marker's comments, for two markers do not see each other's before the release."""
    rows = script.comments.all() if mine is None else script.comments.filter(marker=mine)
    said: dict[tuple[str, int], list[Comment]] = {}
    for comment in rows:
        said.setdefault((comment.sheet, comment.line), []).append(comment)
    return [
        Text(
            sheet,
            title,
            [
                TextLine(n, text, said.get((sheet, n), []))
                for n, text in enumerate(whole.splitlines() or [""], start=1)
            ],
        )
        for sheet, title, whole in texts_of(script)
    ]


def asked(script: Script) -> list[Asked]:
    """The statement of the problem, or the questions and tasks of the round."""
    if script.round is None:
        version = script.pile.item.version
        return [Asked(version.title, version.statement_html)] if version else []
    content = content_of(script.round)
    versions = ProblemVersion.objects.in_bulk([task.version for task in content.tasks])
    tasks = [
        Asked(task.title, versions[task.version].statement_html)
        for task in content.tasks
        if task.version in versions
    ]
    return [Asked(question.title, question.ask_html) for question in content.questions] + tasks


def shown(script: Script, levels: dict[str, int]) -> list[Shown]:
    """The criteria, with the level that each was given."""
    found: list[Shown] = []
    before = None
    for line in lines_of(script):
        rows = [
            Level(n, level.says, level.anchor, levels.get(line.key) == n)
            for n, level in enumerate(line.criterion.levels)
        ]
        found.append(
            Shown(line, line.question != before, rows, next((row for row in rows if row.chosen), None))
        )
        before = line.question
    return found


def notes(script: Script) -> list[str]:
    """What markers wrote to the candidate; after a resolution or another look, that one's words alone."""
    done = [one for one in script.markings.all() if one.finished_at]
    final = final_levels(script)
    later = [one for one in done if one.kind != Marking.Kind.MARK and one.levels == final]
    chosen = later[-1:] or [one for one in done if one.kind == Marking.Kind.MARK]
    return [one.note for one in chosen if one.note]
