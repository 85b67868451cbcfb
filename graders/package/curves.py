"""The model of curves.toml: what curves.py makes of the starter, recorded so that no grade has to run it again."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AllowInfNan, Field, StringConstraints, model_validator

from graders.package.manifest import Model

FILE, RECORDED, FUNCTION = "curves.py", "curves.toml", "curves"
MOST_CURVES, MOST_STEPS = 6, 400
Title = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]


class Curve(Model):
    """One curve: the steps it has values at, in order, and the starter's values; `nan` where it has none."""

    title: Title
    steps: tuple[int, ...] = Field(min_length=2, max_length=MOST_STEPS)
    before: tuple[Annotated[float, AllowInfNan(True)], ...]

    @model_validator(mode="after")
    def _has_a_value_per_step(self) -> Self:
        if len(self.steps) != len(self.before):
            raise ValueError(f"before: {len(self.before)} values for {len(self.steps)} steps")
        if list(self.steps) != sorted(set(self.steps)):
            raise ValueError("steps: each must be larger than the one before")
        return self


class Recorded(Model):
    """curves.toml."""

    format: Literal[1]
    curve: tuple[Curve, ...]

    @model_validator(mode="after")
    def _has_curves_with_titles_of_their_own(self) -> Self:
        if not 1 <= len(self.curve) <= MOST_CURVES:
            raise ValueError(f"curve: there are {len(self.curve)}; from 1 to {MOST_CURVES} can be drawn")
        if len({curve.title for curve in self.curve}) < len(self.curve):
            raise ValueError("curve: two have the same title")
        return self
