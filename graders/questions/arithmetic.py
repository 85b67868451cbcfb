"""Evaluate an author's formula: arithmetic and a few functions, and nothing else of Python."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from statistics import NormalDist

_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,
    ast.USub: operator.neg,
}
FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "log2": math.log2,
    "ceil": math.ceil,
    "floor": math.floor,
    "min": min,
    "max": max,
    "abs": abs,
    "comb": lambda n, k: float(math.comb(int(n), int(k))) if n <= 1000 else math.nan,
    "z": lambda p: NormalDist().inv_cdf(p),
    "phi": lambda x: NormalDist().cdf(x),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
}


def evaluate(formula: str) -> float:
    """The value of e.g. `2 * (z(0.975) + z(0.8)) ** 2 / 0.05 ** 2`; ValueError says what is not allowed."""
    try:
        tree = ast.parse(formula.strip(), mode="eval")
        return float(_value(tree.body))
    except (SyntaxError, ArithmeticError, TypeError, RecursionError, MemoryError) as error:
        raise ValueError(f"{formula!r} cannot be computed: {error}") from error


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand))
        case ast.Call(func=ast.Name(name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*map(_value, arguments))
        case _:
            raise ValueError(f"{ast.unparse(node)} is not arithmetic")
