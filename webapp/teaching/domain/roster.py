"""A list of people as CSV: read, shown with what would happen to each line, then done."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain.cohorts import check_active, enrol
from webapp.teaching.models import Cohort, Invited, Membership, Role

MOST_LINES = 5000
MOST_BYTES = 512 * 1024
NAMES = {
    "email": ("email", "e-mail", "email address", "e-mail address", "mail", "sis login id"),
    "name": ("name", "full name", "student", "display name"),
    "role": ("role",),
}


class Fate(StrEnum):
    """What becomes of a line."""

    JOINS = "joins"
    INVITED = "invited"
    THERE = "there"
    WAITS = "waits"
    WRONG = "wrong"


SAYS = {
    Fate.JOINS: "joins now",
    Fate.INVITED: "is invited by e-mail",
    Fate.THERE: "is a member already",
    Fate.WAITS: "was invited already",
}


@dataclass(frozen=True)
class Line:
    """One line of the file, numbered as an editor numbers it, and what becomes of it."""

    number: int
    email: str
    name: str
    role: str
    fate: Fate
    says: str
    user: User | None = None


@dataclass(frozen=True)
class Roster:
    """All lines, in order."""

    lines: tuple[Line, ...]

    def of(self, *fates: Fate) -> list[Line]:
        """The lines with one of these fates."""
        return [line for line in self.lines if line.fate in fates]

    @property
    def new(self) -> int:
        """How many lines change something."""
        return len(self.of(Fate.JOINS, Fate.INVITED))

    def counts(self) -> list[tuple[str, int]]:
        """How many lines there are of each fate, in words."""
        words = SAYS | {Fate.WRONG: "cannot be read, and is left out"}
        found = [(words[fate], len(self.of(fate))) for fate in Fate]
        return [(says, count) for says, count in found if count]


def decode(content: bytes) -> str:
    """The text of an uploaded file; Refused where it is too large or no text."""
    if len(content) > MOST_BYTES:
        raise Refused("roster.large", f"The file has more than {MOST_BYTES // 1024} KiB.", 413)
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("roster.encoding", "The file is no text in UTF-8. Save it as “CSV UTF-8” and try again.")


def read(cohort: Cohort, text: str) -> Roster:
    """What would happen; changes nothing. Refused where the file as a whole cannot be read."""
    if len(text.encode()) > MOST_BYTES or text.count("\n") > MOST_LINES:
        raise Refused("roster.large", f"At most {MOST_LINES} people can be added at once.", 413)
    if "\0" in text:
        raise Refused("roster.encoding", "The file holds NUL characters: it is no CSV.")
    rows, places = _rows(text)
    emails = {row[places["email"]].strip().lower() for _, row in rows if len(row) > places["email"]}
    known = _known(cohort, emails)
    seen: dict[str, int] = {}
    return Roster(tuple(_line(number, row, places, known, seen) for number, row in rows))


def apply(cohort: Cohort, text: str, by: User, now: datetime) -> tuple[Roster, list[Invited]]:
    """Do what `read` said, all lines that can be read; the invitations that are to be sent."""
    check_active(cohort)
    with transaction.atomic():
        roster = read(cohort, text)
        for line in roster.of(Fate.JOINS):
            assert line.user is not None
            enrol(cohort, line.user, line.role, now, line.name)
        made = Invited.objects.bulk_create(
            Invited(cohort=cohort, email=line.email, name=line.name, role=line.role, made_by=by, made_at=now)
            for line in roster.of(Fate.INVITED)
        )
    return roster, made


@dataclass(frozen=True)
class _Known:
    """Who of the addresses is known: verified owners, members, invited."""

    owners: dict[str, User]
    members: set[int]
    invited: set[str]


def _known(cohort: Cohort, emails: Iterable[str]) -> _Known:
    # Only an address that its owner has proved to hold says who somebody is.
    rows = EmailAddress.objects.filter(verified=True, email__in=list(emails), user__is_active=True)
    return _Known(
        {row.email.lower(): row.user for row in rows.select_related("user")},
        set(Membership.objects.filter(cohort=cohort, left_at=None).values_list("user_id", flat=True)),
        set(Invited.objects.filter(cohort=cohort).values_list("email", flat=True)),
    )


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], dict[str, int]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Refused("roster.csv", f"Line {reader.line_num} is no CSV: {error}.") from None
    names = [cell.strip().lower() for cell in header]
    places = {
        field: next((names.index(name) for name in spelled if name in names), -1)
        for field, spelled in NAMES.items()
    }
    if places["email"] < 0:
        raise Refused("roster.header", "The first line must name the columns, and one of them “email”.")
    return rows, places


def _line(number: int, row: list[str], places: dict[str, int], known: _Known, seen: dict[str, int]) -> Line:
    def cell(field: str) -> str:
        place = places[field]
        return " ".join(row[place].split()) if 0 <= place < len(row) else ""

    email, name, role = cell("email").lower(), cell("name")[:150], cell("role").lower() or Role.CANDIDATE
    wrong = _wrong(email, role, seen)
    seen.setdefault(email, number)
    if wrong:
        return Line(number, email, name, role, Fate.WRONG, wrong)
    user = known.owners.get(email)
    if user is not None:
        fate = Fate.THERE if user.pk in known.members else Fate.JOINS
    else:
        fate = Fate.WAITS if email in known.invited else Fate.INVITED
    return Line(number, email, name, role, fate, SAYS[fate], user)


def _wrong(email: str, role: str, seen: dict[str, int]) -> str:
    if not email:
        return "there is no e-mail address"
    try:
        validate_email(email)
    except ValidationError:
        return f"“{email[:60]}” is no e-mail address"
    if len(email) > 254:
        return "the e-mail address is too long"
    if role not in Role.values:
        return f"“{role[:30]}” is no role: {', '.join(Role.values)}"
    return f"the same address as line {seen[email]}" if email in seen else ""
