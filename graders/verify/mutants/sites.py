"""Walk a submission's syntax tree: every place where a mistake could change what the code computes."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef
NOT_MUTATED = ("__repr__",)
"""Methods whose results no case can see."""
TYPE_MAKERS = ("cast", "TypeVar", "NewType", "ParamSpec", "namedtuple", "NamedTuple", "TypedDict")
"""Their first argument is a name or a type."""
NAME_LISTS = ("__slots__", "__all__")


@dataclass(frozen=True)
class Module:
    """What the operators ask about the whole file."""

    tree: ast.Module
    functions: dict[str, Function]
    classes: frozenset[str]
    imported: frozenset[str]
    keys: frozenset[str]  # functions that stand behind `key=`
    targets: Counter[str]  # how often each name, attribute or item is assigned

    @classmethod
    def of(cls, tree: ast.Module) -> Module:
        """Collect the names that the file defines and imports."""
        nodes = list(ast.walk(tree))
        functions = {node.name: node for node in nodes if isinstance(node, Function)}
        classes = frozenset(node.name for node in nodes if isinstance(node, ast.ClassDef))
        names = [
            alias for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
        ]
        imported = frozenset((alias.asname or alias.name).partition(".")[0] for alias in names)
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        keys = {ast.unparse(word.value) for call in calls for word in call.keywords if _is_key(word)}
        targets = Counter(ast.unparse(target) for target, _ in _assignments(nodes))
        return cls(tree, functions, classes, imported, frozenset(keys), targets)

    def made_by(self, maker: str) -> frozenset[str]:
        """The names and attributes that are assigned from a call of `maker`."""
        made = _assignments(list(ast.walk(self.tree)))
        return frozenset(
            ast.unparse(target)
            for target, value in made
            if isinstance(value, ast.Call) and called(value) == maker
        )


@dataclass(frozen=True)
class Site:
    """A node, where it hangs in the tree, and what surrounds it."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    module: Module
    function: str = ""  # its qualified name; "" at the top of the file
    body: Function | None = None  # the innermost function around it
    anchor: ast.AST | None = None  # the node whose text is replaced; an f-string for what lies in it

    def put(self, node: ast.AST) -> None:
        """Let `node` hang where the site's own does."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @property
    def is_truth(self) -> bool:
        """Whether only the truth of the value counts here."""
        return self.field == "test" or (isinstance(self.parent, ast.comprehension) and self.field == "ifs")


def _assignments(nodes: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            yield node.target, node.value


def _is_key(word: ast.keyword) -> bool:
    return word.arg == "key" and isinstance(word.value, ast.Name)


def sites(tree: ast.Module) -> Iterator[Site]:
    """Every node of the file that may be mutated, in the order of the text."""
    module = Module.of(tree)
    yield from _below(Site(tree, tree, "", None, module))


def _below(site: Site) -> Iterator[Site]:
    node = site.node
    for field, value in ast.iter_fields(node):
        if field in _skipped(site):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if isinstance(child, ast.AST) and not _is_outside(node, child, index):
                found = _child(site, child, field, index)
                yield found
                yield from _below(found)


def _child(site: Site, child: ast.AST, field: str, index: int | None) -> Site:
    function, body = site.function, site.body
    if isinstance(child, Function | ast.ClassDef):
        function = f"{function}.{child.name}" if function else child.name
    if isinstance(child, Function):
        body = child
    anchor = site.anchor or (child if isinstance(child, ast.JoinedStr) else None)
    return Site(child, site.node, field, index, site.module, function, body, anchor)


def _skipped(site: Site) -> tuple[str, ...]:
    """Fields of a node that are types, decoration, or words for a reader of an error."""
    match site.node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return ("decorator_list", "returns")
        case ast.ClassDef():
            return ("decorator_list", "bases", "keywords")
        case ast.arg() | ast.AnnAssign():
            return ("annotation", "target")
        case ast.Call() if isinstance(site.parent, ast.Raise):
            return ("args", "keywords")
        case ast.match_case():
            return ("pattern",)
        case ast.ExceptHandler():
            return ("type",)
        case ast.FormattedValue():
            return ("format_spec",)
    return ()


def _is_outside(parent: ast.AST, child: ast.AST, index: int | None) -> bool:
    """Whether nothing below `child` is mutated."""
    match child:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Global() | ast.Nonlocal():
            return True
        case ast.FunctionDef(name=name):
            return name in NOT_MUTATED
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name in NAME_LISTS or is_type(value)
        case ast.AnnAssign(value=None) | ast.expr_context() | ast.operator() | ast.cmpop():
            return True
    return isinstance(parent, ast.Call) and index == 0 and called(parent) in TYPE_MAKERS


def called(call: ast.Call) -> str:
    """The last name of what is called: `sort` for `rows.sort(…)`, "" for what has no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def is_type(node: ast.AST) -> bool:
    """Whether an expression reads as a type: `tuple[int, str]`, `int | None`."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)):
            return name in TYPES
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return any(is_type(side) or _is_plain_type(side) for side in (left, right))
    return False


def _is_plain_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in TYPES


TYPES = (
    *("int", "float", "str", "bytes", "bool", "list", "dict", "set", "frozenset", "tuple", "type", "object"),
    *("Callable", "Iterable", "Iterator", "Mapping", "Sequence", "Optional", "Union", "Literal", "Any"),
)
