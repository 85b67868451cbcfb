"""Arithmetic and bit operators exchanged, operands and signs left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed
from graders.verify.mutants.sites import Site, is_type

_INSTEAD: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitOr,),
}


def arithmetic(site: Site) -> Iterator[ast.AST]:
    """`+` becomes `-`, `*` becomes `/` and `+`, `+=` becomes `-=` and `=`; text and types have no other operator."""
    node = site.node
    if isinstance(node, ast.BinOp) and not _is_text(node) and not is_type(node):
        for other in _INSTEAD[type(node.op)]:
            yield changed(node, op=other())
    elif isinstance(node, ast.AugAssign):
        if not _is_text(node):
            for other in _INSTEAD[type(node.op)]:
                yield changed(node, op=other())
        yield ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)


def operand(site: Site) -> Iterator[ast.AST]:
    """`a + b` becomes `a` and `b`, `-x` and `~x` become `x`."""
    node = site.node
    if isinstance(node, ast.BinOp) and not is_type(node):
        if _moves(node):
            return  # the constants' operators take it away
        yield node.left
        yield node.right
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
        yield node.operand


def _moves(node: ast.BinOp) -> bool:
    """Whether this is a step of one, which becomes none when the constant does."""
    return (
        isinstance(node.op, ast.Add | ast.Sub)
        and isinstance(node.right, ast.Constant)
        and node.right.value == 1
    )


def _is_text(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether an operand is a text or a list literal, for which another operator only raises."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    return any(
        isinstance(side, ast.JoinedStr | ast.List | ast.ListComp)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        for side in sides
    )
