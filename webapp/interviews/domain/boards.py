"""A board as its text says it, read on the server as the page reads it (`frontend/src/interviews/plan.js`)."""

import re
from dataclasses import dataclass, field

TYPES = (
    "client", "gateway", "service", "retrieval", "ann index", "feature store", "ranker", "re-ranker", "cache", "queue",
    "stream job", "trainer", "registry", "monitor", "store",
)  # fmt: skip
_COMPONENT = re.compile(
    r"^([a-z][a-z -]*?)\s*:\s*([^=;]+?)\s*(?:=\s*([\d.]+)\s*(us|ms|s))?\s*(?:;\s*(.*))?$",
    re.IGNORECASE | re.ASCII,
)
_ARROW = re.compile(r"^(.+?)\s*(->|~>)\s*(.+?)\s*(?::\s*(.*))?$")
_BUDGET = re.compile(r"^budget\s*=\s*([\d.]+)\s*(us|ms|s)$", re.IGNORECASE | re.ASCII)
_IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Component:
    """One box; `ms` is what it takes, where that was written."""

    type: str
    name: str
    ms: float | None
    note: str


@dataclass(frozen=True)
class Arrow:
    """From one component's key to another's; no request waits for one that is `late`."""

    start: str
    end: str
    late: bool
    label: str


@dataclass
class Board:
    """What a text describes, in the order of its lines; keys are names in lower case. `budget` in ms."""

    components: dict[str, Component] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    budget: float | None = None


def read(text: str) -> Board:
    """The board; lines that cannot be read are passed over, as the page has said of each."""
    board, arrows = Board(), []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if found := _BUDGET.match(line):
            board.budget = _ms(found[1], found[2])
        elif found := _ARROW.match(line):
            arrows.append(Arrow(_key(found[1]), _key(found[3]), found[2] == "~>", found[4] or ""))
        elif (found := _COMPONENT.match(line)) and found[1].lower() in TYPES:
            ms = _ms(found[3], found[4]) if found[3] else None
            one = Component(found[1].lower(), found[2].strip(), ms, found[5] or "")
            board.components.setdefault(_key(found[2]), one)
    board.arrows = [one for one in arrows if one.start in board.components and one.end in board.components]
    return board


def _key(name: str) -> str:
    return name.strip().lower()


def _ms(number: str, unit: str) -> float | None:
    try:
        return float(number) * _IN_MS[unit.lower()]
    except ValueError:  # 1.2.3
        return None
