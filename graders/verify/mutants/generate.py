"""All mutants of a submission: one change each, no two of which do the same."""

from __future__ import annotations

import ast
import copy
import hashlib
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graders.verify.mutants.operators import OPERATORS
from graders.verify.mutants.sites import Site, sites
from graders.verify.mutants.text import Text, difference, meaning


@dataclass(frozen=True)
class Mutant:
    """A submission with one small mistake. Its id stays when other lines of the file change."""

    id: str
    file: str
    operator: str
    function: str
    line: int
    source: str
    difference: str


def mutants(file: str, source: str) -> list[Mutant]:
    """The mutants of one file, in the order of its text. Those that compile to the same code are one."""
    tree = ast.parse(source)
    text = Text(source)
    seen = {_meaning(tree, file)}
    counted: Counter[str] = Counter()
    made = []
    for site, operator, new in _changes(tree):
        code = _mutated(site, new, tree, file)
        if code is None or code in seen:
            continue
        seen.add(code)
        written = _written(text, tree, site, new, code, file)
        if written is None:
            continue
        where = site.anchor or site.node if hasattr(site.node, "lineno") else site.parent
        key = f"{file}\n{text.line_of(where)}\n{operator}\n{ast.unparse(new)}"
        counted[key] += 1
        name = _short(f"{key}\n{counted[key]}")
        made.append(
            Mutant(
                id=f"{operator}-{name}",
                file=file,
                operator=operator,
                function=site.function,
                line=getattr(where, "lineno", 1),
                source=written,
                difference=difference(source, written, file),
            )
        )
    return made


def _changes(tree: ast.Module) -> Iterator[tuple[Site, str, ast.AST]]:
    for site in list(sites(tree)):
        for name, operator in OPERATORS.items():
            for new in list(operator(site)):
                yield site, name, new


def _mutated(site: Site, new: ast.AST, tree: ast.Module, file: str) -> tuple[object, ...] | None:
    """What the tree does with `new` in place; None if it is no program. The tree is left as it was."""
    site.put(_placed(new, site))
    try:
        return _meaning(tree, file)
    except (SyntaxError, ValueError, TypeError):
        return None
    finally:
        site.put(site.node)


def _placed(node: ast.AST, site: Site) -> ast.AST:
    """A copy that the compiler takes, since every node of it has a place in the text."""
    other = copy.deepcopy(node)
    if getattr(other, "lineno", None) is None:
        near = site.node if hasattr(site.node, "lineno") else site.parent
        ast.copy_location(other, near)
    return ast.fix_missing_locations(other)


def _meaning(tree: ast.Module, file: str) -> tuple[object, ...]:
    code: types.CodeType = compile(tree, file, "exec", dont_inherit=True)
    return meaning(code)


def _written(
    text: Text, tree: ast.Module, site: Site, new: ast.AST, code: tuple[object, ...], file: str
) -> str | None:
    """The text whose meaning is the mutant's, as near to the original as can be."""
    site.put(new)
    try:
        for edit in list(text.edits(site, new)):
            try:
                written = text.edited(edit)
                parsed = ast.parse(written)
                # The compiler may put a no-op where lines differ, so that the trees have to be looked at.
                if _meaning(parsed, file) == code or ast.dump(parsed) == ast.dump(tree):
                    return written
            except (SyntaxError, ValueError):
                continue
    finally:
        site.put(site.node)
    return None


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
