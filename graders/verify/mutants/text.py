"""Carry a change of the tree into the text, so that a mutant reads like the submission with one thing wrong."""

from __future__ import annotations

import ast
import difflib
import types
from collections.abc import Iterator

from graders.verify.mutants.sites import Site

Edit = tuple[int, int, bytes]
_MARKS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.And: "and",
    ast.Or: "or",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


class Text:
    """A source with the place of each node in it. The tree counts columns in bytes, so the text is bytes."""

    def __init__(self, source: str) -> None:
        self.data = source.encode()
        self._starts = [0]
        for line in self.data.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int] | None:
        """Where a node begins and ends, if it has a place of its own."""
        if getattr(node, "end_lineno", None) is None:
            return None
        return (
            self._starts[node.lineno - 1] + node.col_offset,  # type: ignore[attr-defined]
            self._starts[node.end_lineno - 1] + node.end_col_offset,  # type: ignore[attr-defined]
        )

    def line_of(self, node: ast.AST) -> str:
        """The line on which a node begins, without its indentation."""
        start = self._starts[getattr(node, "lineno", 1) - 1]
        return self.data[start:].partition(b"\n")[0].decode().strip()

    def edited(self, edit: Edit) -> str:
        """The text after one edit."""
        start, end, text = edit
        return (self.data[:start] + text + self.data[end:]).decode()

    def edits(self, site: Site, new: ast.AST) -> Iterator[Edit]:
        """Ways to write `new` where the site's node stands, the least intrusive first."""
        old = site.anchor or site.node
        if site.anchor is None:
            yield from self._within(old, new)
        span = self.span(old)
        if span is None:  # a comprehension or a slice has no place: its owner is written anew
            span, old = self.span(site.parent), site.parent
            written = ast.unparse(site.parent)
        else:
            written = ast.unparse(old if site.anchor else new)
            inner = None if site.anchor else self.span(new)
            if inner:
                yield (*span, self.data[slice(*inner)])
        if span:
            yield (*span, written.encode())
            yield (*span, f"({written})".encode())

    def _within(self, old: ast.AST, new: ast.AST) -> Iterator[Edit]:
        """Edits inside the node: another operator, one element fewer, two neighbours exchanged."""
        match old, new:
            case (ast.BinOp(), ast.BinOp()) if type(old.op) is not type(new.op):
                yield from self._mark(old.left, old.right, old.op, new.op)
            case (ast.AugAssign(), ast.AugAssign()):
                yield from self._mark(old.target, old.value, old.op, new.op)
            case (ast.BoolOp(values=[left, right]), ast.BoolOp()) if type(old.op) is not type(new.op):
                yield from self._mark(left, right, old.op, new.op)
            case (ast.Compare(), ast.Compare()) if len(old.ops) == len(new.ops):
                sides = [old.left, *old.comparators]
                for place, (one, other) in enumerate(zip(old.ops, new.ops, strict=True)):
                    if type(one) is not type(other):
                        yield from self._mark(sides[place], sides[place + 1], one, other)
        if type(old) is type(new):
            yield from self._elements(old, new)
            yield from self._part(old, new)

    def _mark(self, left: ast.AST, right: ast.AST, old: ast.AST, new: ast.AST) -> Iterator[Edit]:
        one, other = self.span(left), self.span(right)
        if one and other:
            between = self.data[one[1] : other[0]]
            place = between.find(_MARKS[type(old)].encode())
            if place >= 0:
                start = one[1] + place
                yield start, start + len(_MARKS[type(old)]), _MARKS[type(new)].encode()

    def _elements(self, old: ast.AST, new: ast.AST) -> Iterator[Edit]:
        """One element left out of a call, a display or a condition, or two neighbours exchanged."""
        before, after = _listed(old), _listed(new)
        spans = [(self.span(pair[0]), self.span(pair[-1])) for pair in before]
        places = [(first[0], last[1]) for first, last in spans if first and last]
        if before == after or len(places) != len(before):
            return
        differs = [place for place, item in enumerate(before) if after[place : place + 1] != [item]]
        if len(after) == len(before) - 1 and after == before[: differs[0]] + before[differs[0] + 1 :]:
            yield from self._leave_out(places, differs[0])
        elif len(after) == len(before) and len(differs) == 2:
            (a, b), (c, d) = places[differs[0]], places[differs[1]]
            yield a, d, self.data[c:d] + self.data[b:c] + self.data[a:b]

    def _part(self, old: ast.AST, new: ast.AST) -> Iterator[Edit]:
        """One part of the node written anew: the function of a call, a bound of a slice, an argument."""
        pairs = list(zip(_parts(old), _parts(new), strict=False))
        differs = [(before, after) for before, after in pairs if before is not after]
        if len(differs) == 1 and len(_parts(old)) == len(_parts(new)):
            before, after = differs[0]
            if span := self.span(before):
                yield (*span, ast.unparse(after).encode())
                yield (*span, f"({ast.unparse(after)})".encode())

    def _leave_out(self, places: list[tuple[int, int]], index: int) -> Iterator[Edit]:
        start, end = places[index]
        if index + 1 < len(places):
            yield start, places[index + 1][0], b""
        elif index:
            yield places[index - 1][1], end, b""
        else:
            yield start, end, b""


def _listed(node: ast.AST) -> list[tuple[ast.AST, ...]]:
    """What stands in a list within a node: arguments, elements, operands, or the pairs of a dict."""
    match node:
        case ast.Call():
            return [(item,) for item in (*node.args, *node.keywords)]
        case ast.Dict():
            return [(key or value, value) for key, value in zip(node.keys, node.values, strict=True)]
        case ast.Tuple() | ast.List() | ast.Set():
            return [(item,) for item in node.elts]
        case ast.BoolOp():
            return [(item,) for item in node.values]
    return []


def _parts(node: ast.AST) -> list[ast.AST]:
    return [part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr_context)]


def difference(old: str, new: str, file: str) -> str:
    """A unified diff with one line of context."""
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"a/{file}", f"b/{file}", n=1, lineterm=""
    )
    return "\n".join(lines)


def meaning(code: types.CodeType) -> tuple[object, ...]:
    """What a compiled file does, without where in the text it does it."""
    constants = tuple(
        meaning(item) if isinstance(item, types.CodeType) else (type(item), repr(item))
        for item in code.co_consts
    )
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    shape = (code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_flags)
    return (code.co_name, code.co_code, constants, names, shape, code.co_exceptiontable)
