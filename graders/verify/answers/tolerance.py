"""What a declared checker lets pass at one place of an answer, so that what is changed there is surely wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from graders.checkers.base import Path, scalar
from graders.package.checker_spec import CheckerSpec, Fields, Numeric, Ranked, Unordered

FAR = 10
"""So many tolerances away a number is surely wrong."""


@dataclass(frozen=True)
class Rule:
    """The comparison at one place. `spec` is None where checker.py decides, of whose tolerances nothing is known."""

    spec: CheckerSpec | None
    within: Path = ()  # from where `spec` stands to the place, within the rows of a ranking

    def at(self, name: Any) -> Rule:
        """The rule for an element, field or value of this place."""
        match self.spec:
            case Fields():
                return Rule(self.spec.fields.get(str(name), self.spec.other))
            case Unordered():
                return Rule(self.spec.items)
            case Ranked() if len(self.within) < 2:
                return Rule(self.spec, (*self.within, name))
        return self

    @property
    def ordered(self) -> bool:
        """Whether elements of this place may not change places."""
        return not isinstance(self.spec, Unordered)

    @property
    def nan_is_equal(self) -> bool:
        """Whether NaN may stand for NaN here."""
        return not isinstance(self.spec, Numeric) or self.spec.nan == "equal"

    def allowed(self, number: float) -> float:
        """How far off an answer may be here; of checker.py a millionth is guessed."""
        match self.spec:
            case Numeric():
                return self.spec.atol + self.spec.rtol * abs(number)
            case Ranked() if self.within[1:] == (self.spec.score,):
                return self.spec.atol + self.spec.rtol * abs(number)
            case None:
                return 1e-6 * max(abs(number), 1.0)
        return 0.0

    def apart(self, one: Any, other: Any) -> bool:
        """Whether two values of this place differ beyond what any tolerance, or a tie, could forgive."""
        one, other = scalar(one), scalar(other)
        if isinstance(self.spec, Ranked) and len(self.within) == 1:
            score = self.spec.score
            return Rule(self.spec, (*self.within, score)).apart(one[score], other[score])
        if type(one) in (int, float) and type(other) in (int, float):
            if not (math.isfinite(one) and math.isfinite(other)):
                return math.isfinite(one) != math.isfinite(other)
            return abs(one - other) > FAR * max(self.allowed(one), self.allowed(other))
        if isinstance(one, list | tuple) and isinstance(other, list | tuple):
            if len(one) != len(other):
                return True
            if not self.ordered:
                return False  # the same elements could stand elsewhere; that is not looked into
            return any(self.at(place).apart(*pair) for place, pair in enumerate(zip(one, other, strict=True)))
        if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
            return any(self.at(key).apart(one[key], other[key]) for key in one)
        return type(one) is not type(other) or bool(one != other)
