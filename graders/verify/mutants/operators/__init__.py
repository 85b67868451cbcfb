"""The operators: each says, for one place of a tree, which single mistakes could stand there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from graders.verify.mutants.operators import (
    arguments,
    arithmetic,
    bounds,
    calls,
    conditions,
    constants,
    containers,
    order,
    reductions,
    statements,
)
from graders.verify.mutants.sites import Site

Operator = Callable[[Site], Iterator[ast.AST]]

OPERATORS: dict[str, Operator] = {
    "compare": conditions.compare,
    "condition": conditions.condition,
    "boolean": conditions.boolean,
    "arithmetic": arithmetic.arithmetic,
    "operand": arithmetic.operand,
    "constant": constants.constant,
    "empty": constants.empty,
    "bounds": bounds.bounds,
    "argument": arguments.argument,
    "call": calls.call,
    "container": containers.container,
    "order": order.order,
    "reduction": reductions.reduction,
    "statement": statements.statement,
    "loop": statements.loop,
    "return": statements.returned,
}
"""By the name that stands in a mutant's id; the first that makes a mutant names it."""
