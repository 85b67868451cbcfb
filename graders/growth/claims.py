"""Claims of growth such as "n log k": a product of powers and logarithms of letters, of which one grows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_FACTOR = re.compile(r"(log\s*)?([a-z]|1)(?:\s*\^\s*(\d+(?:\.\d+)?))?(?:\s+|$)")
HIGHEST = 4.0
"""Power that a claim may have."""


@dataclass(frozen=True)
class Factor:
    """`letter` to a power, or the logarithm of it to a power."""

    letter: str
    power: float
    is_log: bool


@dataclass(frozen=True)
class Claim:
    """A parsed claim; letters other than the one that grows stand for what is held, and count as 1."""

    text: str
    factors: tuple[Factor, ...]

    def at(self, size: float, letter: str) -> float:
        """The claim's growth at a size of at least 2, up to a constant factor."""
        value = 1.0
        for factor in self.factors:
            if factor.letter == letter:
                value *= (math.log(size) if factor.is_log else size) ** factor.power
        return value


def parse(text: str) -> Claim:
    """The claim that `text` spells: "1", "n", "n^2", "n log n", "k log n"; ValueError says what is not understood."""
    factors, at = [], 0
    given = text.strip()
    while at < len(given):
        found = _FACTOR.match(given, at)
        if not found:
            raise ValueError(f'{given[at:]!r} is no growth; write a product such as "n log n", "n^2" or "1"')
        at = found.end()
        power = float(found[3]) if found[3] else 1.0
        if found[2] == "1":
            if found[1] or found[3] or given != "1":
                raise ValueError('1 stands alone: "1" is growth that does not depend on the size')
            continue
        if not 0 < power <= HIGHEST:
            raise ValueError(f"the power {power:g} does not lie between 0 and {HIGHEST:g}")
        factors.append(Factor(found[2], power, bool(found[1])))
    if not given:
        raise ValueError('says nothing; write a product such as "n log n", "n^2" or "1"')
    return Claim(given, tuple(factors))
