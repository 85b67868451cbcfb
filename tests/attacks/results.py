"""The table of attacks in docs/security.md: written by a run of the attacks, never by hand.

python -m tests.attacks                    both backends
python -m tests.attacks -k bubblewrap      one of them; what is known of the other stays
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.catalogue import CLASSES, HERE, Attack, HostileCode, attacks, hostile_code

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BACKENDS = ("bubblewrap", "docker")
BEGIN, END = "<!-- attacks: written by python -m tests.attacks -->", "<!-- end of attacks -->"
HEAD = "| attack | must get | bubblewrap | Docker |\n| --- | --- | --- | --- |"
UNKNOWN = "not run"
_ROW = re.compile(r"^\| .* \(`([\w/]+)`\) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$")


class Results:
    """A plugin that keeps what became of each attack on each backend."""

    def __init__(self) -> None:
        self._got: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test has recorded of its attack; of one that was not as it must be, the table says so."""
        if report.when != "call":
            return
        backend = next((name for name in BACKENDS if f"[{name}-" in report.nodeid), "")
        for id, verdict in (value for name, value in report.user_properties if name == "attack"):
            self._got[id, backend].append(verdict if report.passed else f"**failed** with {verdict}")

    def of(self, id: str, backend: str) -> str | None:
        """The verdicts that an attack got, in words; None if it was not tried."""
        got = list(dict.fromkeys(self._got.get((id, backend), ())))
        return ", ".join(sorted(got)) or None


def write(results: Results) -> None:
    """Put what was found into the page, and leave what was not tried as it was."""
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    table, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{_table(results, known(table))}\n{END}{after}")


def known(table: str) -> dict[str, tuple[str, str]]:
    """What a table says of each attack: the results on bubblewrap and on Docker."""
    rows = filter(None, map(_ROW.match, table.splitlines()))
    return {row[1]: (row[2], row[3]) for row in rows}


def listed() -> dict[str, tuple[str, str]]:
    """What the page says."""
    return known(PAGE.read_text().partition(BEGIN)[2].partition(END)[0])


def _table(results: Results, before: dict[str, tuple[str, str]]) -> str:
    lines = []
    for kind, name in CLASSES.items():
        lines += [f"### {name.capitalize()}", "", HEAD, *_rows(results, before, _of(kind)), ""]
    return "\n".join(lines)


def _of(kind: str) -> list[Attack | HostileCode]:
    found: list[Attack | HostileCode] = [attack for attack in attacks() if attack.kind == kind]
    return [*found, *hostile_code()] if kind == "site" else found


def _rows(
    results: Results, before: dict[str, tuple[str, str]], found: list[Attack | HostileCode]
) -> Iterator[str]:
    for attack in found:
        old = dict(zip(BACKENDS, before.get(attack.id, (UNKNOWN, UNKNOWN)), strict=True))
        got = [results.of(attack.id, backend) or old[backend] for backend in BACKENDS]
        yield f"| {attack.title} (`{attack.id}`) | {must_get(attack)} | {' | '.join(got)} |"


def must_get(attack: Attack | HostileCode) -> str:
    """The verdicts that are right; for author's code, what an honest submission gets."""
    if isinstance(attack, HostileCode):
        return attack.verdict[0]
    return ", ".join(sorted({verdict for verdict, _ in attack.verdicts.values()}))


__all__ = ["HERE", "Results", "listed", "must_get", "write"]
