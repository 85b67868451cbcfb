"""Arrays and tensors: another axis, another reduction, the other triangle."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed
from graders.verify.mutants.sites import Site

_OTHERS = {
    "mean": "sum",
    "sum": "mean",
    "nansum": "nanmean",
    "nanmean": "nansum",
    "amax": "amin",
    "amin": "amax",
    "argmax": "argmin",
    "argmin": "argmax",
    "maximum": "minimum",
    "minimum": "maximum",
    "std": "var",
    "var": "std",
    "prod": "sum",
    "cumsum": "cumprod",
    "cumprod": "cumsum",
    "logsumexp": "amax",
    "softmax": "log_softmax",
    "log_softmax": "softmax",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "zeros_": "ones_",
    "ones_": "zeros_",
    "tril": "triu",
    "triu": "tril",
    "log": "log1p",
    "log1p": "log",
    "exp": "expm1",
    "expm1": "exp",
    "floor": "ceil",
    "ceil": "floor",
    "logical_and": "logical_or",
    "logical_or": "logical_and",
}
_METHODS = {"max": "min", "min": "max", "any": "all", "all": "any", "median": "mean"}
_AXES = ("dim", "axis")


def reduction(site: Site) -> Iterator[ast.AST]:
    """`mean` becomes `sum`, `argmax` becomes `argmin`, `x.T` becomes `x`, an axis the last one or the first."""
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT") and isinstance(node.ctx, ast.Load):
        yield node.value
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and node.func.attr not in site.module.functions:
        other = _OTHERS.get(node.func.attr) or _METHODS.get(node.func.attr)
        if other and _exists(node.func):
            yield changed(node, func=changed(node.func, attr=other))
    for place, keyword in enumerate(node.keywords):
        if keyword.arg in _AXES and _is_last(keyword.value):
            first = changed(keyword, value=ast.Constant(value=0))
            yield changed(node, keywords=[*node.keywords[:place], first, *node.keywords[place + 1 :]])


def _exists(func: ast.Attribute) -> bool:
    """Whether the other is there as well: of these, math has few."""
    return ast.unparse(func.value) != "math" or func.attr in ("log", "log1p", "exp", "expm1", "floor", "ceil")


def _is_last(node: ast.expr) -> bool:
    return ast.unparse(node) == "-1"
