"""The inputs of growing size, drawn for each submission from its secret seed, with what the reference gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from graders.cases import TestCase
from graders.caseset import build_batch
from graders.cells import Author
from graders.faults import AuthorFault
from graders.package.model import Package
from graders.package.scaling import Growth
from sandboxes import Foreseen
from sandboxes.values import encode


@dataclass(frozen=True, eq=False)
class Sized:
    """The cases of one size, which are done in one run."""

    size: int
    cases: list[TestCase]

    @cached_property
    def foreseen(self) -> Foreseen:
        """The reply to all of them of a candidate who answers to the letter as the reference does."""
        values = [case.expected.value for case in self.cases if case.expected]
        return Foreseen(encode(values), values)

    def in_turns(self, number: int) -> Sized:
        """The same cases, so many times over."""
        return replace(self, cases=self.cases * number)


@dataclass(frozen=True)
class Scaled:
    """A growth with its inputs, smallest first."""

    growth: Growth
    sized: list[Sized]


def draw_scaled(package: Package, author: Author, seed: int) -> list[Scaled]:
    """The inputs of every growth of the package; whatever is wrong with them is an AuthorFault."""
    return [
        Scaled(growth, _sized(package, author, growth, f"{seed} {place}"))
        for place, growth in enumerate(package.growths)
    ]


def _sized(package: Package, author: Author, growth: Growth, seed: str) -> list[Sized]:
    asked = [(size, growth.parts(size)) for size in growth.sizes]
    made = author.scaled(growth.cases, seed, asked)
    result = []
    for (size, count), fields in zip(asked, made, strict=True):
        where = f"{author.name}: {growth.cases}(rng, {size})"
        if len(fields) != count:
            raise AuthorFault(f"{where} gives {len(fields)} cases instead of {count}")
        cases = build_batch(package, author, [{**case, "group": growth.group} for case in fields], where)
        if growth.last and any(len(case.calls or ()) <= growth.last for case in cases):
            raise AuthorFault(f"{where} has no call before the last {growth.last}, which are measured")
        result.append(Sized(size, cases))
    return result


def without_last(case: TestCase, last: int) -> TestCase:
    """The case up to its last calls: what these are measured against."""
    return replace(case, calls=(case.calls or ())[:-last])


def plain_cases(scaled: list[Scaled]) -> list[tuple[Growth, TestCase]]:
    """One case of each size of each growth, for whoever looks at inputs."""
    return [(item.growth, sized.cases[0]) for item in scaled for sized in item.sized]


__all__ = ["Scaled", "Sized", "draw_scaled", "plain_cases", "without_last"]
