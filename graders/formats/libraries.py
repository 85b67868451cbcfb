"""Which libraries cells have, and code without what needs any other."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable

NUMERIC = frozenset({"numpy"})
TORCH = frozenset({"torch", "sympy", "networkx"})
"""What the image with PyTorch has besides."""
_NO_DISPLAY = {"tkinter", "turtle", "turtledemo", "idlelib"}
_AVAILABLE = (sys.stdlib_module_names - _NO_DISPLAY) | NUMERIC | TORCH
_NEEDS_TORCH = re.compile(rf"\b(?:import|from) (?:{'|'.join(sorted(TORCH))})\b")


def image_of(*sources: str) -> str:
    """The image whose cells have what these sources import; they may be code within code."""
    return "torch" if any(_NEEDS_TORCH.search(source) for source in sources) else "python"


class Missing:
    """Follows cells from top to bottom, and leaves out statements that need a library no cell has."""

    def __init__(self) -> None:
        self.libraries: dict[str, None] = {}
        self._names: set[str] = set()

    def without(self, source: str) -> str:
        """The source without imports of such libraries, and without statements of its own that use what those bind.

        Functions and classes stay: they fail when they are called, if they are.
        """
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return source
        kept = [self._kept(node) for node in body]
        if all(one is node for one, node in zip(kept, body, strict=True)):
            return source
        lines = source.split("\n")
        if _share_lines(body):
            return "\n".join(ast.unparse(node) for node in kept if node is not None)
        for one, node in reversed(list(zip(kept, body, strict=True))):
            if one is not node:
                assert node.end_lineno is not None
                lines[node.lineno - 1 : node.end_lineno] = [] if one is None else [ast.unparse(one)]
        return "\n".join(lines)

    def _kept(self, node: ast.stmt) -> ast.stmt | None:
        if isinstance(node, ast.Import):
            return self._imported(node, [alias.name for alias in node.names])
        if isinstance(node, ast.ImportFrom):
            module = node.module or "" if not node.level else "."
            return self._imported(node, [module] * len(node.names))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._names.discard(node.name)
            return node
        names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
        bound = {one.id for one in names if isinstance(one.ctx, ast.Store)}
        if any(one.id in self._names for one in names if not isinstance(one.ctx, ast.Store)):
            self._names |= bound
            return None
        self._names -= bound
        return node

    def _imported(self, node: ast.Import | ast.ImportFrom, modules: list[str]) -> ast.stmt | None:
        kept = []
        for alias, module in zip(node.names, modules, strict=True):
            library = module.partition(".")[0]
            bound = alias.asname or alias.name.partition(".")[0]
            if library in _AVAILABLE:
                self._names.discard(bound)
                kept.append(alias)
            else:
                self._names.add(bound)
                self.libraries[library or module] = None
        if len(kept) == len(node.names):
            return node
        if not kept:
            return None
        if isinstance(node, ast.Import):
            return ast.Import(names=kept)
        return ast.ImportFrom(module=node.module, names=kept, level=node.level)


def _share_lines(body: Iterable[ast.stmt]) -> bool:
    last = 0
    for node in body:
        if node.lineno <= last:
            return True
        last = node.end_lineno or node.lineno
    return False
