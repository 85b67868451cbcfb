"""Small makers of nodes, and copies of a node with a part changed."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)


def changed(node: N, **fields: Any) -> N:
    """A shallow copy of a node, without a place in the text, with some fields replaced; children are shared."""
    other = copy.copy(node)
    for name in other._attributes:
        other.__dict__.pop(name, None)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def constant(value: Any) -> ast.Constant:
    """A literal."""
    return ast.Constant(value=value)


def negated(node: ast.expr) -> ast.UnaryOp:
    """`not node`."""
    return ast.UnaryOp(op=ast.Not(), operand=node)


def minus(node: ast.expr) -> ast.expr:
    """`-node`, or without the sign that it has."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return operand
    return ast.UnaryOp(op=ast.USub(), operand=node)


def moved(node: ast.expr, by: int) -> ast.expr:
    """`node + 1` or `node - 1`; a literal, or what is added to one, is moved itself."""
    match node:
        case ast.Constant(value=int(number)) if type(number) is int:
            return constant(number + by)
        case ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=int(number))):
            return left if number + by == 0 else changed(node, right=constant(number + by))
        case ast.BinOp(left=left, op=ast.Sub(), right=ast.Constant(value=int(number))):
            return left if number == by else changed(node, right=constant(number - by))
    return ast.BinOp(left=node, op=ast.Add() if by > 0 else ast.Sub(), right=constant(abs(by)))


def without(items: Sequence[N], index: int) -> list[N]:
    """The items but one."""
    return [item for place, item in enumerate(items) if place != index]


def exchanges(items: Sequence[N]) -> Iterator[list[N]]:
    """The items with one pair of neighbours exchanged, for each pair."""
    for place in range(len(items) - 1):
        if not isinstance(items[place], ast.Starred) and not isinstance(items[place + 1], ast.Starred):
            yield [*items[:place], items[place + 1], items[place], *items[place + 2 :]]


def is_none(node: ast.AST | None) -> bool:
    """Whether a node is the literal None."""
    return isinstance(node, ast.Constant) and node.value is None
