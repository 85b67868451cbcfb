"""Sort keys and tuples: a tie broken otherwise, or not at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, exchanges, minus, without
from graders.verify.mutants.sites import Site, called

_SORTS = (
    "sort",
    "sorted",
    "min",
    "max",
    "nlargest",
    "nsmallest",
    "insort",
    "bisect_left",
    "bisect_right",
    "merge",
)


def order(site: Site) -> Iterator[ast.AST]:
    """A key of several parts without one of them or with two exchanged, a part turned around; a sort turned around."""
    node = site.node
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        if _is_index(site) or _is_choice(site):
            return
        for elts in exchanges(node.elts):
            yield changed(node, elts=elts)
        if _is_key(site):
            yield from _key(node)
    elif isinstance(node, ast.Call) and called(node) in ("sort", "sorted", "argsort", "topk"):
        yield from _turned(node)


def _key(node: ast.Tuple) -> Iterator[ast.AST]:
    for place, part in enumerate(node.elts):
        yield changed(node, elts=without(node.elts, place))
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub):
            continue  # the sign is left out by another operator
        if _is_number(part):
            yield changed(node, elts=[*node.elts[:place], minus(part), *node.elts[place + 1 :]])


def _turned(node: ast.Call) -> Iterator[ast.AST]:
    """Sorted the other way around, where no keyword says which way; torch has another word for it."""
    word = {"sort": "reverse", "sorted": "reverse", "argsort": "descending", "topk": "largest"}[called(node)]
    if called(node) in ("argsort", "topk") and not _is_method(node, "torch"):
        return
    if all(keyword.arg != word for keyword in node.keywords):
        value = ast.Constant(value=word != "largest")
        yield changed(node, keywords=[*node.keywords, ast.keyword(arg=word, value=value)])


def _is_method(node: ast.Call, module: str) -> bool:
    return isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == module


def _is_key(site: Site) -> bool:
    """Whether a tuple is what a key function gives: a lambda's body, or what a function named as a key returns."""
    if isinstance(site.parent, ast.Lambda):
        return True
    if isinstance(site.parent, ast.Return) and site.body is not None:
        return site.body.name in site.module.keys
    return False


def _is_number(node: ast.expr) -> bool:
    """Whether a part of a key reads as a number, so that it has a sign to lose."""
    return isinstance(node, ast.BinOp) or (
        isinstance(node, ast.Call) and called(node) in ("len", "round", "abs", "sum", "int", "float")
    )


def _is_choice(site: Site) -> bool:
    """Whether a tuple says which values are meant, in any order: `x in (0, 1)`."""
    if isinstance(site.parent, ast.Compare):
        return all(isinstance(op, ast.In | ast.NotIn) for op in site.parent.ops)
    return isinstance(site.parent, ast.Call) and called(site.parent) in ("isin", "isinstance", "issubclass")


def _is_index(site: Site) -> bool:
    return isinstance(site.parent, ast.Subscript) and site.field == "slice"
