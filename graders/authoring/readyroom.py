"""What a package's cases.py, checker.py, examiner.py and simulator.py may import (standard library only)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


class _Omitted:
    """Says that an expected value was left out, which None cannot: None is a value."""

    def __repr__(self) -> str:
        return "OMITTED"


OMITTED = _Omitted()


@dataclass
class Case:
    """One input of a problem.

    `args`/`kwargs` go to the function, or to the constructor of a class, whose `calls` follow as
    ("method", *args). `expected` left out is computed by the reference; for a class it is one value per call.
    `raises` names the exception (its class name) that a function must raise on this input. A program has none of
    these: `stdin` is the text it reads, and `expected`, if given, the text it must write.
    """

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] | None = None
    calls: Sequence[tuple[Any, ...]] | None = None
    group: str = "samples"
    note: str = ""
    expected: Any = OMITTED
    raises: str | None = None
    stdin: str | None = None

    def __post_init__(self) -> None:
        if self.stdin is not None:
            self.args = (self.stdin,)
        if not isinstance(self.args, tuple):
            raise TypeError(f"Case.args must be a tuple, not {type(self.args).__name__}: write args=(x,)")
        for call in self.calls or ():
            if not isinstance(call, tuple) or not call or not isinstance(call[0], str):
                raise TypeError(f'Case.calls holds tuples ("method", *args), not {call!r:.80}')


@dataclass
class Check:
    """One thing an examiner looked at: passed or not, and in one sentence what was seen."""

    title: str
    passed: bool
    message: str = ""
    group: str | None = None


@dataclass
class Finding:
    """What an examiner concludes. The case passes when every check does.

    `curves`: {"loss": {"x": [...], "before": [...], "after": [...]}}; `details`: plain data for the report.
    """

    checks: list[Check]
    curves: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)


class InvalidDesign(Exception):
    """A design the simulator cannot run; `where` is a path such as "retrieval[0].k"."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


_listener: Callable[[int, int], None] | None = None


def progress(done: int, total: int) -> None:
    """Tell whoever waits how far a simulation is. Costs nothing where nobody listens."""
    if _listener is not None:
        _listener(int(done), int(total))
