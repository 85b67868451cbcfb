"""Statements forgotten; loops left early or gone on with; results not returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, constant, is_none
from graders.verify.mutants.sites import Function, Site, called

_NOTHING_SEEN = ("print", "manual_seed", "seed", "super", "warn", "debug", "info")
"""Calls as statements that no case can see, or without which nothing runs."""


def statement(site: Site) -> Iterator[ast.AST]:
    """A call, an assignment to something that has a value already, a raise or a del left out."""
    node = site.node
    match node:
        case ast.Expr(value=ast.Call() as call):
            if called(call) not in _NOTHING_SEEN and called(call) != "__init__":
                yield ast.Pass()
        case ast.Raise() if not _is_all(site):
            yield ast.Pass()
        case ast.AugAssign():
            yield ast.Pass()
        case ast.Delete(targets=targets) if not all(isinstance(target, ast.Name) for target in targets):
            yield ast.Pass()
        case ast.Assign(targets=[target]) if _has_value(site, target):
            yield ast.Pass()


def loop(site: Site) -> Iterator[ast.AST]:
    """`break` becomes `continue` or nothing, `continue` becomes `break` or nothing."""
    node = site.node
    if isinstance(node, ast.Break):
        yield ast.Continue()
        yield ast.Pass()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
        if not _is_last(site):
            yield ast.Pass()


def returned(site: Site) -> Iterator[ast.AST]:
    """`return x` becomes `return None`, a bare `return` nothing."""
    node = site.node
    if not isinstance(node, ast.Return):
        return
    if node.value is not None and not is_none(node.value):
        yield changed(node, value=constant(None))
    elif not _is_end_of_function(site):
        yield ast.Pass()


def _has_value(site: Site, target: ast.expr) -> bool:
    """Whether what is assigned to exists without this: an item, an attribute set elsewhere, a name bound before."""
    if isinstance(target, ast.Subscript):
        return True
    text = ast.unparse(target)
    if isinstance(target, ast.Attribute):
        inside = site.body is not None and site.body.name in ("__init__", "__post_init__")
        return not inside or site.module.targets[text] > 1
    return isinstance(target, ast.Name) and site.body is not None and _bound_before(site.body, target)


def _bound_before(function: Function, target: ast.Name) -> bool:
    """Whether a parameter or an earlier line of the function has bound the name."""
    spec = function.args
    if target.id in {arg.arg for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}:
        return True
    return any(
        isinstance(node, ast.Name)
        and node.id == target.id
        and isinstance(node.ctx, ast.Store)
        and node.lineno < target.lineno
        for node in ast.walk(function)
    )


def _is_all(site: Site) -> bool:
    """Whether a function does nothing but raise: it stands for what others define."""
    return site.body is not None and site.parent is site.body and len(site.body.body) <= 2


def _is_last(site: Site) -> bool:
    """Whether a statement ends the loop's body that it stands in directly."""
    block = getattr(site.parent, site.field)
    return isinstance(site.parent, ast.For | ast.While) and site.index == len(block) - 1


def _is_end_of_function(site: Site) -> bool:
    return site.body is not None and site.parent is site.body and site.index == len(site.body.body) - 1
