"""The model of scaling.toml: of which calls the growth of running time is measured, and what is asked."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from graders.growth.claims import Claim, parse
from graders.package.manifest import GroupId, Identifier, Line, Model

MOST_PARTS = 4000
"""Calls of one growth, over all sizes, that are made in a round."""
MOST_GROWTHS = 4
Letter = Annotated[str, StringConstraints(pattern=r"^[a-z]$")]


class Growth(Model):
    """One call whose running time is measured at sizes from `smallest` to `largest`, in equal ratios."""

    call: Identifier
    claim: str
    size: Letter = "n"
    smallest: int = Field(ge=2)
    largest: int = Field(le=1_000_000)
    steps: int = Field(default=7, ge=5, le=12)
    cases: Identifier = "scaling"
    repeat: int = Field(default=1, ge=1, le=MOST_PARTS)
    last: int | None = Field(default=None, ge=1, le=100_000)
    group: GroupId
    when_slower: Literal["flag", "lower", "fail"]
    keep: float = Field(default=0.5, ge=0, lt=1)
    margin: float = Field(default=0.25, ge=0.05, le=1)
    why: Line | None = None

    @field_validator("claim")
    @classmethod
    def _is_a_growth(cls, text: str) -> str:
        return parse(text).text

    @model_validator(mode="after")
    def _sizes_are_apart(self) -> Self:
        if self.largest < 8 * self.smallest:
            raise ValueError(f"largest: {self.largest} is less than 8 times the smallest, {self.smallest}")
        total = sum(map(self.parts, self.sizes))
        if total > MOST_PARTS:
            raise ValueError(
                f"smallest: {total} calls a round, at most {MOST_PARTS}; so that every size is as much work "
                f"as the largest, {self.parts(self.smallest)} of size {self.smallest} are made"
            )
        return self

    @property
    def sizes(self) -> list[int]:
        """The sizes, in equal ratios."""
        ratio = (self.largest / self.smallest) ** (1 / (self.steps - 1))
        return [round(self.smallest * ratio**step) for step in range(self.steps)]

    def parts(self, size: int) -> int:
        """How many cases of a size are one run: if the claim holds, every run is the same amount of work."""
        return max(1, math.floor(self.repeat * self.asked(self.largest) / self.asked(size) + 0.5))

    def asked(self, size: float) -> float:
        """The claimed growth at a size, up to a factor."""
        return self.parsed.at(size, self.size)

    @property
    def parsed(self) -> Claim:
        """The claim."""
        return parse(self.claim)


class Scaling(Model):
    """scaling.toml."""

    format: Literal[1]
    growth: tuple[Growth, ...]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not 1 <= len(self.growth) <= MOST_GROWTHS:
            raise ValueError(
                f"growth: there are {len(self.growth)}; from 1 to {MOST_GROWTHS} can be measured"
            )
        return self
