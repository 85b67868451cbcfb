"""Literals one off, zero, empty or turned around."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, without
from graders.verify.mutants.operators.nodes import constant as literal
from graders.verify.mutants.sites import Site, called

_PARSED = ("float", "int", "Decimal", "Fraction", "dtype", "complex")
"""Take a text that another text only makes them refuse."""


def constant(site: Site) -> Iterator[ast.AST]:
    """Numbers one more, one less and zero; True and False; a text empty; infinity with the other sign."""
    match site.node:
        case ast.Constant(value=value):
            yield from map(literal, _instead(site, value))
        case ast.Name(id="inf", ctx=ast.Load()) | ast.Attribute(attr="inf", ctx=ast.Load()) as node:
            if not _is_signed(site):
                yield ast.UnaryOp(op=ast.USub(), operand=node)
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value="inf")]) as node:
            if not _is_signed(site):
                yield ast.UnaryOp(op=ast.USub(), operand=node)


def empty(site: Site) -> Iterator[ast.AST]:
    """A list, set or dict display without anything, or a dict without one of its items."""
    node = site.node
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Load) and node.elts:
        yield changed(node, elts=[])
    elif isinstance(node, ast.Dict):
        for place in range(len(node.keys)):
            yield changed(node, keys=without(node.keys, place), values=without(node.values, place))


def _instead(site: Site, value: object) -> list[object]:
    if isinstance(value, bool):
        return [] if _is_assurance(site) or site.field == "test" else [not value]
    if isinstance(value, int | float):
        if site.is_truth:
            return [not value]  # any number but zero is as true as any other
        others = [value + 1, value - 1, 0 if isinstance(value, int) else 0.0]
        return [other for other in dict.fromkeys(others) if other != value]
    if isinstance(value, str) and not _is_parsed(site):
        return [""] if value else ["?"]
    return []


def _is_signed(site: Site) -> bool:
    return isinstance(site.parent, ast.UnaryOp)


def _is_assurance(site: Site) -> bool:
    """Whether this is `strict=True`: it raises only where the code is wrong already."""
    return isinstance(site.parent, ast.keyword) and site.parent.arg == "strict"


def _is_parsed(site: Site) -> bool:
    return isinstance(site.parent, ast.Call) and called(site.parent) in _PARSED
