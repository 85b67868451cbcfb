"""Arguments forgotten or exchanged."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.operators.nodes import changed, exchanges, is_none, without
from graders.verify.mutants.sites import Function, Site, called

_EITHER_WAY = (
    *("min", "max", "minimum", "maximum", "add", "multiply", "gcd", "lcm", "hypot", "isclose", "equal"),
    *("logical_and", "logical_or", "union", "chain", "dot"),
)
"""Exchanged arguments mean the same to them."""
_ONE_WAY = (
    *("isinstance", "issubclass", "getattr", "setattr", "bisect", "bisect_left", "bisect_right", "insort"),
    *("insort_left", "insort_right", "heappush", "heapreplace", "heappushpop", "nlargest", "nsmallest"),
    *(
        "islice",
        "get",
        "setdefault",
        "map",
        "filter",
        "enumerate",
        "round",
        "sum",
        "sorted",
        "reduce",
        "repeat",
    ),
)
"""Exchanged arguments only make them refuse."""
_DEFAULTS = {
    "reverse": False,
    "key": None,
    "default": None,
    "keepdim": False,
    "keepdims": False,
    "axis": None,
    "initial": None,
    "lo": 0,
    "hi": None,
    "start": 0,
    "stable": False,
    "descending": False,
}
"""What a keyword says when it is left out, wherever it occurs."""
_ASSURANCES = ("strict",)
_FLOAT = ("zeros", "ones", "empty", "linspace")
_RANGED = ("range", "slice")
_NEEDED = {"get": 1, "pop": 0, "setdefault": 1, "round": 1, "sum": 1, "next": 1, "enumerate": 1, "log": 1}
"""How many positional arguments must stay, for functions whose further ones are choices."""


def argument(site: Site) -> Iterator[ast.AST]:
    """A call without one of its keywords or its last choice, or with two neighbours exchanged."""
    node = site.node
    if not isinstance(node, ast.Call) or called(node) in _RANGED or _is_raised(site):
        return
    for place, keyword in enumerate(node.keywords):
        if _is_choice(site, node, keyword):
            yield changed(node, keywords=without(node.keywords, place))
    if _drops_last(site, node):
        yield changed(node, args=node.args[:-1])
    if called(node) not in (*_EITHER_WAY, *_ONE_WAY):
        for args in exchanges(node.args):
            yield changed(node, args=args)


def _is_choice(site: Site, call: ast.Call, keyword: ast.keyword) -> bool:
    """Whether a keyword can be left out, and that says something else."""
    if keyword.arg is None or keyword.arg in _ASSURANCES:
        return False
    if keyword.arg == "dtype" and called(call) in _FLOAT and ast.unparse(keyword.value) in _FLOATS:
        return False
    if isinstance(keyword.value, ast.Constant) and keyword.arg in _DEFAULTS:
        default = _DEFAULTS[keyword.arg]
        if keyword.value.value is default or (keyword.value.value == default and default is not None):
            return False
    own = _own(site, call)
    return own is None or keyword.arg in _optional(own)


def _drops_last(site: Site, call: ast.Call) -> bool:
    """Whether the last positional argument is a choice that can be left to its default."""
    if not call.args or isinstance(call.args[-1], ast.Starred):
        return False
    if own := _own(site, call):
        names = [arg.arg for arg in (*own.args.posonlyargs, *own.args.args)]
        taken = len(call.args) + (1 if names[:1] in (["self"], ["cls"]) else 0)
        return taken <= len(names) and names[taken - 1] in _optional(own)
    least = _NEEDED.get(called(call))
    if least is None or len(call.args) <= least:
        return False
    return not (called(call) == "get" and is_none(call.args[-1]))


def _own(site: Site, call: ast.Call) -> Function | None:
    """The function of this file that is called, as far as the name tells."""
    own_method = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("self", "cls")
    return site.module.functions.get(called(call)) if isinstance(call.func, ast.Name) or own_method else None


def _optional(function: Function) -> set[str]:
    spec = function.args
    plain = [*spec.posonlyargs, *spec.args]
    with_default = plain[len(plain) - len(spec.defaults) :]
    keyword_only = [
        arg for arg, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default is not None
    ]
    return {arg.arg for arg in (*with_default, *keyword_only)}


def _is_raised(site: Site) -> bool:
    return isinstance(site.parent, ast.Raise)


_FLOATS = ("float", "np.float64", "numpy.float64", "'float64'")
