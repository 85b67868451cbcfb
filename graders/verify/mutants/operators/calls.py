"""Calls forgotten: f(x) becomes x, x.f() becomes x."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graders.verify.mutants.sites import Site, called

_KEEPS_FORM = (
    *("abs", "sorted", "reversed", "list", "tuple", "set", "frozenset", "int", "float", "bool", "str"),
    *("round", "sum", "min", "max", "any", "all"),
)
"""Built-in functions without which the code may well still run."""
_OTHER_FORM = (
    *("enumerate", "len", "array", "tensor", "as_tensor", "deque", "Counter", "defaultdict", "OrderedDict"),
    *(
        "count",
        "cycle",
        "partial",
        "itemgetter",
        "attrgetter",
        "Path",
        "Random",
        "default_rng",
        "manual_seed",
    ),
    *("zeros", "ones", "empty", "arange", "eye", "dict", "Linear", "Embedding", "ModuleList", "Sequential"),
)
"""Without them the value is another thing altogether, and the code only raises."""
_NO_CHANGE = (
    *("keys", "items", "values", "contiguous", "detach", "cpu", "item", "eval", "train", "parameters"),
    *(
        "state_dict",
        "named_parameters",
        "size",
        "dim",
        "get",
        "pop",
        "popitem",
        "popleft",
        "read",
        "most_common",
    ),
    *("requires_grad_", "numel", "astype", "encode", "decode", "split", "join", "format", "append", "add"),
)
"""Methods whose receiver is another thing altogether, or as good."""
_CHOOSES = (
    *("clamp", "clip", "softmax", "log_softmax", "masked_fill", "unsqueeze", "squeeze", "round", "cumsum"),
    *("sum", "mean", "max", "min", "norm", "transpose", "permute", "flatten", "strip", "lstrip", "rstrip"),
    *(
        "sort",
        "argsort",
        "float",
        "pow",
        "flip",
        "roll",
        "repeat_interleave",
        "expand",
        "add",
        "sub",
        "mul",
        "div",
    ),
)
"""Methods that may be forgotten although they have arguments."""


def call(site: Site) -> Iterator[ast.AST]:
    """The argument instead of what is made of it, or the receiver instead of what its method gives."""
    node = site.node
    if not isinstance(node, ast.Call) or isinstance(site.parent, ast.Expr | ast.Raise):
        return
    if any(isinstance(arg, ast.Starred) for arg in node.args):
        return
    name = called(node)
    if _is_function(site, node) and name not in _OTHER_FORM and name[:1].islower():
        if len(node.args) == 1:
            yield node.args[0]
        elif len(node.args) == 2 and name in ("min", "max", "minimum", "maximum"):
            yield from node.args
    elif isinstance(node.func, ast.Attribute) and name not in _NO_CHANGE and _is_forgettable(site, node):
        yield node.func.value


def _is_function(site: Site, node: ast.Call) -> bool:
    """Whether a function is called, not a method of a value: a known built-in, one's own, or a module's."""
    match node.func:
        case ast.Name(id=name):
            return name in _KEEPS_FORM or name in site.module.functions or name in site.module.imported
        case ast.Attribute(value=value):
            return _root(value) in site.module.imported or (_root(value) == "self" and len(node.args) == 1)
    return False


def _is_forgettable(site: Site, node: ast.Call) -> bool:
    assert isinstance(node.func, ast.Attribute)
    if _root(node.func.value) in site.module.imported or isinstance(node.func.value, ast.Call | ast.Constant):
        if not isinstance(node.func.value, ast.Call):
            return False
        if called(node.func.value) == "super":
            return False
    return called(node) in _CHOOSES or (not node.args and not node.keywords and not _is_own(site, node))


def _is_own(site: Site, node: ast.Call) -> bool:
    """Whether it is a method of this file's own, without which there is an object instead of a value."""
    return called(node) in site.module.functions or (
        isinstance(node.func, ast.Attribute) and (ast.unparse(node.func.value) in ("self", "cls"))
    )


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
