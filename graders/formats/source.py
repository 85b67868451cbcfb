"""Reading Python source without running it: what a module defines, imports and says of itself."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from graders.formats.model import NotImported

MOST = 1 << 20
"""Characters of a source that is read."""


def parsed(source: str, what: str) -> ast.Module:
    """The syntax tree; NotImported if it is none."""
    if len(source) > MOST:
        raise NotImported(f"{what} is longer than {MOST >> 10} Ki characters")
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise NotImported(f"{what} is not Python: line {error.lineno}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotImported(f"{what} cannot be read: {error}") from None


def defined(tree: ast.Module) -> list[str]:
    """Names that the module itself defines at its top level, in order; imports are none of its own."""
    names: dict[str, None] = {}
    for node in _top(tree.body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = None
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                names |= {one.id: None for one in ast.walk(target) if isinstance(one, ast.Name)}
    return list(names)


def classes(tree: ast.Module) -> list[str]:
    """Names of the classes that the module defines at its top level."""
    return [node.name for node in _top(tree.body) if isinstance(node, ast.ClassDef)]


def imports(tree: ast.Module) -> str:
    """The module's import statements as source, without those of neighbours."""
    found = [node for node in _top(tree.body) if isinstance(node, ast.Import | ast.ImportFrom)]
    kept = [node for node in found if not (isinstance(node, ast.ImportFrom) and node.level)]
    return "\n".join(map(ast.unparse, kept))


def inlined(source: str, modules: Mapping[str, str]) -> tuple[str, list[str]]:
    """(source, names of modules) with what these modules hold in the place of `from module import …`.

    Only where no name is another's then, and the module is imported once, under the names that it gives itself.
    """
    tree = ast.parse(source)
    own = set(defined(tree))
    lines = source.split("\n")
    put: list[str] = []
    for node in reversed(tree.body):
        module = node.module if isinstance(node, ast.ImportFrom) and not node.level else None
        if not isinstance(node, ast.ImportFrom) or module is None or module not in modules or module in put:
            continue
        theirs = set(defined(parsed(modules[module], f"{module}.py")))
        given = {alias.name for alias in node.names if alias.asname in (None, alias.name)}
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        alone = not node.col_offset and not lines[node.end_lineno - 1].encode()[node.end_col_offset :].strip()
        if not alone or len(given) < len(node.names) or not given <= theirs or theirs & own:
            continue
        own |= theirs
        lines[node.lineno - 1 : node.end_lineno] = modules[module].rstrip().split("\n")
        put.append(module)
    whole = "\n".join(lines)
    try:
        compile(whole, "solution.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return source, []
    return whole, put


def _top(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a module, those under `if` and `try` too."""
    nodes: list[ast.stmt] = []
    for node in body:
        nodes.append(node)
        for name in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With):
                nodes += _top(getattr(node, name, []))
    return nodes


def entry_of(tree: ast.Module, name: str | None = None) -> tuple[str, str, str]:
    """(type, name, signature) of the function or class of that name, or else of the last one that is public."""
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [node for node in nodes if not node.name.startswith("_")] or nodes
    chosen = next((node for node in nodes if node.name == name), None)
    if name is not None and chosen is None:
        raise NotImported(f"the reference does not define {name}")
    if chosen is None and not public:
        raise NotImported("the reference defines neither a function nor a class")
    node = chosen or public[-1]
    if isinstance(node, ast.FunctionDef):
        return "function", node.name, signature_of(node)
    return "class", node.name, f"{node.name}(…)"


def signature_of(node: ast.FunctionDef) -> str:
    """ "f(a: int, b=2) -> int", without annotations where that would be too long for a line."""
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    text = f"{node.name}({ast.unparse(node.args)}){returns}"
    if len(text) <= 180 and text.isprintable():
        return text
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    for arg in ast.walk(bare.args):
        if isinstance(arg, ast.arg):
            arg.annotation = None
    short = f"{node.name}({ast.unparse(bare.args)})"
    return short if len(short) <= 190 else f"{node.name}(…)"


def docstring(tree: ast.Module, name: str) -> str:
    """The docstring of a function or class."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return ast.get_docstring(node) or ""
    return ""
