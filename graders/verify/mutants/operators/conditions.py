"""Comparisons at their boundary and turned around; conditions forced; and, or, not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, constant, negated, without
from graders.verify.mutants.sites import Site

_INSTEAD: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


def compare(site: Site) -> Iterator[ast.AST]:
    """`<` becomes `<=` and `>=`, `==` becomes `!=`, `in` becomes `not in`; of a chain also one link is left out."""
    node = site.node
    if not isinstance(node, ast.Compare):
        return
    for place, op in enumerate(node.ops):
        for other in _INSTEAD[type(op)]:
            yield changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
    if len(node.ops) > 1:
        yield changed(node, ops=node.ops[:-1], comparators=node.comparators[:-1])
        yield changed(node, left=node.comparators[0], ops=node.ops[1:], comparators=node.comparators[1:])


def condition(site: Site) -> Iterator[ast.AST]:
    """A condition that is always or never met, one turned around, a filter left out, one arm of `x if c else y`."""
    node = site.node
    if site.field == "test" and isinstance(node, ast.expr) and not isinstance(site.parent, ast.IfExp):
        if not isinstance(site.parent, ast.While):  # which would never end
            yield constant(True)
        yield constant(False)
        if not isinstance(node, ast.Compare | ast.BoolOp | ast.Constant) and not _is_not(node):
            yield negated(node)
    if isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield changed(node, ifs=without(node.ifs, place))


def boolean(site: Site) -> Iterator[ast.AST]:
    """`and` becomes `or`, one side is left out, `not` is forgotten."""
    node = site.node
    if isinstance(node, ast.BoolOp):
        yield changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for place in range(len(node.values)):
            rest = without(node.values, place)
            yield rest[0] if len(rest) == 1 else changed(node, values=rest)
    elif _is_not(node):
        assert isinstance(node, ast.UnaryOp)
        yield node.operand


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
