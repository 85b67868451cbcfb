"""docs/library.md: the ledgers of a library for people to read."""

from __future__ import annotations

from pathlib import Path

from graders import settings
from graders.diagnostics import Diagnostics
from graders.ledger.entries import Entry, Ledger, per_cent
from graders.package.manifest import SetManifest
from graders.package.tables import read_table

PAGE = settings.ROOT / "docs" / "library.md"
LIBRARY = settings.ROOT / "problems"
HEAD = """\
# The problem library

What every problem was proved with, written by `python -m graders library --write` from the ledgers of the sets
(`problems/<set>/ledger.jsonl`); how a problem is proved is in [Writing a problem](problems.md#mutants).

*Kill rate* is the share of the mutants tried that the cases tell from the original; *survived* and *equivalent* are what
they do not, the latter with a reason in `mutants.toml`. *Fresh* cases are drawn for each submission. Limits are per case.
"""
COLUMNS = (
    *("problem", "kill rate", "killed", "survived", "equivalent", "of mutants", "cases", "fresh"),
    *("accepted", "rejected", "limits"),
)


def render(library: Path) -> str:
    """The page on the library in a folder: a table per set that has a ledger, a row per problem in it."""
    parts = [HEAD]
    for manifest, folder in sorted(_sets(library), key=lambda item: (item[0].order, item[1].name)):
        entries = Ledger.read(folder).entries
        if entries:
            rows = [_row(folder.name, entries[name]) for name in sorted(entries)]
            parts.append(f"\n## {manifest.title}\n\n" + "".join([*_heading(), *rows]))
    return "".join(parts)


def write(library: Path = LIBRARY, page: Path = PAGE) -> None:
    """Write the page."""
    settings.write_atomically(page, render(library).encode())


def percent(rate: float) -> str:
    """A share in words, never rounded up to a hundred."""
    return "100 %" if rate == 1 else f"{per_cent(rate):.1f} %"


def _sets(library: Path) -> list[tuple[SetManifest, Path]]:
    files = sorted(library.glob("*/set.toml"))
    found = [(read_table(SetManifest, file, Diagnostics()), file.parent) for file in files]
    return [(manifest, folder) for manifest, folder in found if manifest]


def _heading() -> list[str]:
    line = "".join(f" {'---' if name in ('problem', 'limits') else '---:'} |" for name in COLUMNS)
    return ["".join(["|", *(f" {name} |" for name in COLUMNS), "\n"]), f"|{line}\n"]


def _row(set_slug: str, entry: Entry) -> str:
    cells = (
        f"{entry.title} (`{set_slug}/{entry.problem}`)",
        percent(entry.rate),
        *(entry.killed, entry.survived, entry.equivalent, entry.made),
        *(entry.cases, entry.fresh, entry.accepted, entry.rejected, entry.limits),
    )
    return "".join(["|", *(f" {str(cell).replace('|', chr(92) + '|')} |" for cell in cells), "\n"])
