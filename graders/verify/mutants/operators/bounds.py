"""Ranges and slices one off at either end, or open."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, constant, is_none, moved
from graders.verify.mutants.sites import Site


def bounds(site: Site) -> Iterator[ast.AST]:
    """`range(n)` with another end or beginning; `x[a:b]` with one bound moved or left out; `x[:]` without the copy."""
    node = site.node
    match node:
        case ast.Call(func=ast.Name(id="range"), args=args, keywords=[]) if args:
            yield from _range(node, args)
        case ast.Slice():
            yield from _slice(node)
        case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=None, step=None), ctx=ast.Load()):
            yield value


def _range(node: ast.Call, args: list[ast.expr]) -> Iterator[ast.AST]:
    if any(isinstance(arg, ast.Starred) for arg in args):
        return
    if len(args) == 1:
        yield changed(node, args=[constant(1), *args])
    for place, arg in enumerate(args[:2]):
        for by in (1, -1):
            yield changed(node, args=[*args[:place], moved(arg, by), *args[place + 1 :]])
    if len(args) == 2 and not _is_zero(args[0]):
        yield changed(node, args=args[1:])
    if len(args) == 3:
        yield changed(node, args=args[:2])


def _slice(node: ast.Slice) -> Iterator[ast.AST]:
    for field in ("lower", "upper"):
        bound = getattr(node, field)
        if bound is None or is_none(bound):
            continue
        for by in (1, -1):
            yield changed(node, **{field: moved(bound, by)})
        if field == "upper" or not _is_zero(bound):
            yield changed(node, **{field: None})
    if node.step is not None:
        yield changed(node, step=None)


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
