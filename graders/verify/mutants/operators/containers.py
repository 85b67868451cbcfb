"""The other end of a container, the other extreme, the other side of a tie."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, constant
from graders.verify.mutants.sites import Module, Site

_OTHERS = {
    "extend": "append",
    "add": "discard",
    "union": "intersection",
    "intersection": "union",
    "difference": "intersection",
    "issubset": "issuperset",
    "issuperset": "issubset",
    "startswith": "endswith",
    "endswith": "startswith",
    "find": "rfind",
    "rfind": "find",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "lower": "upper",
    "upper": "lower",
    "setdefault": "get",
    "move_to_end": "pop",
    "popleft": "pop",
    "appendleft": "append",
    "extendleft": "extend",
}
"""Methods that take the same arguments."""
_BUILT_IN = {"min": "max", "max": "min", "any": "all", "all": "any"}
_LIBRARY = {
    ("heapq", "nlargest"): "nsmallest",
    ("heapq", "nsmallest"): "nlargest",
    ("bisect", "bisect_left"): "bisect_right",
    ("bisect", "bisect_right"): "bisect_left",
    ("bisect", "bisect"): "bisect_left",
    ("bisect", "insort_left"): "insort_right",
    ("bisect", "insort_right"): "insort_left",
    ("bisect", "insort"): "insort_left",
    ("math", "floor"): "ceil",
    ("math", "ceil"): "floor",
    ("itertools", "takewhile"): "dropwhile",
    ("itertools", "dropwhile"): "takewhile",
}


def container(site: Site) -> Iterator[ast.AST]:
    """`append` becomes an insertion at the front, `pop` takes from the other end, `min` becomes `max`, and so on."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name):
        yield from _function(site, node, node.func)
    elif isinstance(node.func, ast.Attribute):
        yield from _method(site, node, node.func)


def _function(site: Site, node: ast.Call, func: ast.Name) -> Iterator[ast.AST]:
    if func.id in site.module.functions:
        return
    if func.id in _BUILT_IN and func.id not in site.module.imported:
        yield changed(node, func=changed(func, id=_BUILT_IN[func.id]))
    if func.id.startswith("insort") and not node.keywords:
        return  # without a key, on which side of its equals an entry stands cannot be seen
    for (module, name), other in _LIBRARY.items():
        if name == func.id and name in site.module.imported:  # the file's own import may lack the other name
            yield changed(node, func=ast.Attribute(_imported(module), other, ast.Load()))


def _method(site: Site, node: ast.Call, func: ast.Attribute) -> Iterator[ast.AST]:
    if isinstance(func.value, ast.Name) and func.value.id in site.module.imported:
        other = _LIBRARY.get((func.value.id, func.attr))
        if other and not (other.startswith("insort") and not node.keywords):
            yield changed(node, func=changed(func, attr=other))
        return
    if func.attr in site.module.functions:
        return
    if func.attr in _OTHERS:
        yield changed(node, func=changed(func, attr=_OTHERS[func.attr]))
    elif func.attr == "append" and len(node.args) == 1:
        yield changed(node, func=changed(func, attr="insert"), args=[constant(0), *node.args])
    elif func.attr == "pop" and not node.args:
        deque = ast.unparse(func.value) in deques(site.module)
        yield (
            changed(node, func=changed(func, attr="popleft")) if deque else changed(node, args=[constant(0)])
        )
    elif func.attr == "pop" and len(node.args) == 1 and _is(node.args[0], 0):
        yield changed(node, args=[])


def deques(module: Module) -> frozenset[str]:
    """The names and attributes that the file makes a deque."""
    return module.made_by("deque")


def _imported(module: str) -> ast.expr:
    return ast.Call(ast.Name("__import__", ast.Load()), [constant(module)], [])


def _is(node: ast.expr, value: int) -> bool:
    return isinstance(node, ast.Constant) and node.value == value
