"""Typed checkers: plain data against plain data, on the host, as checker.toml declares."""

from __future__ import annotations

from graders.checkers.base import Checker, Mismatch
from graders.checkers.fields import Fields
from graders.checkers.numbers import exact, numeric
from graders.checkers.output import Lines, Tokens
from graders.checkers.ranked import Ranked
from graders.checkers.unordered import Unordered
from graders.package import checker_spec as spec

__all__ = ["Checker", "Mismatch", "build", "for_method"]


def build(declared: spec.CheckerSpec) -> Checker:
    """The checker that a declaration asks for."""
    match declared:
        case spec.Exact():
            return exact(declared)
        case spec.Numeric():
            return numeric(declared)
        case spec.Unordered():
            return Unordered(build(declared.items), exact=isinstance(declared.items, spec.Exact))
        case spec.Ranked():
            return Ranked(declared, exact(spec.Exact()))
        case spec.Fields():
            return Fields({name: build(one) for name, one in declared.fields.items()}, build(declared.other))
        case spec.Methods():
            return build(declared.other)
        case spec.Tokens():
            return Tokens(declared)
        case spec.Lines():
            return Lines()


def for_method(declared: spec.CheckerSpec, method: str) -> Checker:
    """The checker for the results of one method of a class entry."""
    if isinstance(declared, spec.Methods):
        return build(declared.methods.get(method, declared.other))
    return build(declared)
