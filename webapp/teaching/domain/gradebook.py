"""The gradebook of a cohort: people by items, in a constant number of queries; and as CSV that a spreadsheet can open safely."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from webapp.teaching.models import Cohort, Extension, Item, Membership, Work

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person has at one item: points (None while nothing is marked), and what is to be known about them."""

    points: float | None = None
    late: bool = False
    extended: bool = False
    waits: bool = False  # something is handed in and has no score yet


EMPTY = Cell()
WAITS = Cell(waits=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line."""

    user: int
    name: str
    email: str
    left: bool
    cells: list[Cell]
    total: float


@dataclass(frozen=True)
class Book:
    """The whole: items in the order of their assignments, rows in the order of names."""

    items: list[Item]
    rows: list[Row]
    possible: float = 0.0
    extended: set[tuple[int, str]] = field(default_factory=set)  # (user, assignment) with dates of their own


def build(cohort: Cohort, of: Sequence[Membership] | None = None) -> Book:
    """The gradebook of these members, or of all candidates and whoever has left; five queries however many they are."""
    items = list(
        Item.objects.filter(assignment__cohort=cohort, assignment__published_at__isnull=False)
        .select_related("assignment")
        .order_by("assignment__due_at", "assignment__title", "assignment", "number")
    )
    members = list(of if of is not None else people(cohort))
    places = {item.pk: n for n, item in enumerate(items)}
    worth = [item.points for item in items]
    lines: dict[int, list[Cell]] = {row.user_id: [EMPTY] * len(items) for row in members}
    wanted = {} if of is None else {"user__in": list(lines)}
    work = Work.objects.filter(item__in=list(places), **wanted)
    for item, user in work.filter(score=None).values_list("item", "user"):
        if user in lines:
            lines[user][places[item]] = WAITS
    counted = work.filter(counts=True).values_list("item", "user", "score", "factor", "late", "extended")
    # People who did equally well share a cell: there are far fewer of these than of attempts.
    cells: dict[tuple[object, ...], Cell] = {}
    for item, user, score, factor, late, extended in counted:
        line = lines.get(user)
        if line is None or score is None:
            continue
        place = places[item]
        waits = line[place].waits
        facts = (place, score, factor, late, extended, waits)
        cell = cells.get(facts)
        if cell is None:
            cell = cells[facts] = Cell(round(score * factor * worth[place], 2), late, extended, waits)
        line[place] = cell
    extensions = Extension.objects.filter(assignment__cohort=cohort, **wanted).values_list(
        "user", "assignment"
    )
    return Book(
        items,
        [_row(row, lines[row.user_id]) for row in members],
        sum(worth),
        {(user, str(assignment)) for user, assignment in extensions},
    )


def as_csv(book: Book) -> Iterator[str]:
    """Lines of CSV: a header, points possible, then people. Text that a spreadsheet would run as a formula is not run."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(cells: list[object]) -> str:
        writer.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    titles = [f"{item.assignment.title}: {item.number}. {item.title}" for item in book.items]
    yield line(["Name", "E-mail", "Member", *titles, "Total", "Late items"])
    yield line(
        [
            "Points possible",
            "",
            "",
            *(_number(item.points) for item in book.items),
            _number(book.possible),
            "",
        ]
    )
    for row in book.rows:
        points = [_number(cell.points) for cell in row.cells]
        late = sum(cell.late for cell in row.cells)
        yield line([row.name, row.email, "left" if row.left else "yes", *points, _number(row.total), late])


def people(cohort: Cohort) -> list[Membership]:
    """Candidates, and those who were and have left."""
    rows = cohort.memberships.filter(role="candidate").select_related("user")
    return sorted(
        rows, key=lambda row: (row.left_at is not None, (row.name or row.user.username).lower(), row.pk)
    )


def _row(row: Membership, cells: list[Cell]) -> Row:
    total = round(sum(cell.points for cell in cells if cell.points is not None), 2)
    return Row(
        row.user_id, row.name or row.user.username, row.user.email, row.left_at is not None, cells, total
    )


def _number(value: float | None) -> str | float | int:
    return "" if value is None else int(value) if value == int(value) else value


def _safe(text: str) -> str:
    """Text as a spreadsheet shows it: an apostrophe before what would begin a formula, also behind blanks."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
