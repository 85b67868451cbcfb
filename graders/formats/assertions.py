"""Tests that compare a call with a literal become typed cases; where one does anything else, none do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from graders.formats.model import TypedCase
from graders.own_input import InputError, parse
from graders.package.manifest import Entry

_ANY = "(*args, **kwargs)"


def from_statements(body: Iterable[ast.stmt], called: str, entry: str) -> tuple[TypedCase, ...] | None:
    """The cases that assertions spell on `called`, which stands for the entry; None if one is no literal comparison."""
    cases: list[TypedCase] = []
    for node in body:
        if _says_nothing(node):
            continue
        if not isinstance(node, ast.Assert):
            return None
        case = _compared(node.test, called, entry)
        if case is None:
            return None
        cases.append(case)
    return tuple(cases) or None


def from_methods(methods: Sequence[ast.FunctionDef], entry: str) -> tuple[TypedCase, ...] | None:
    """The same of test methods that use unittest's assertEqual, assertIs, assertIsNone and plain assertions."""
    cases: list[TypedCase] = []
    for method in methods:
        for node in method.body:
            if _says_nothing(node):
                continue
            case = _asserted(node, entry)
            if case is None:
                return None
            cases.append(case)
    return tuple(cases) or None


def _says_nothing(node: ast.stmt) -> bool:
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return (
        constant
        or isinstance(node, ast.Pass)
        or (isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant) and bool(node.test.value))
    )


def _asserted(node: ast.stmt, entry: str) -> TypedCase | None:
    if isinstance(node, ast.Assert):
        return _compared(node.test, entry, entry)
    match node:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=[first, second, *_])
        ) if name in ("assertEqual", "assertEquals", "assertListEqual", "assertDictEqual"):
            return _case(first, second, entry, entry) or _case(second, first, entry, entry)
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="self"), attr="assertIs"), args=[first, second, *_]
            )
        ) if _is_single(second):
            return _case(first, second, entry, entry)
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="self"), attr="assertIsNone"), args=[first, *_]
            )
        ):
            return _case(first, ast.Constant(None), entry, entry)
    return None


def _compared(test: ast.expr, called: str, entry: str) -> TypedCase | None:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _case(left, right, called, entry) or _case(right, left, called, entry)
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[right]) if _is_single(right):
            return _case(left, right, called, entry)
    return None


def _is_single(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _case(call: ast.expr, literal: ast.expr, called: str, entry: str) -> TypedCase | None:
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == called):
        return None
    given = ast.unparse(ast.Call(func=ast.Name(id=entry), args=call.args, keywords=call.keywords))
    wanted = ast.unparse(literal)
    if not (_is_plain(entry, given) and _is_plain("value", f"value({wanted})")):
        return None
    args = "".join(f"{ast.unparse(arg)}, " for arg in call.args)
    kwargs = ", ".join(f"{word.arg!r}: {ast.unparse(word.value)}" for word in call.keywords)
    arguments = f"args=({args.rstrip() if len(call.args) == 1 else args.rstrip(', ')})"
    return TypedCase(
        arguments=arguments + (f", kwargs={{{kwargs}}}" if kwargs else ""),
        outcome=f"expected={wanted}",
        call=given,
        claim=wanted,
    )


def _is_plain(name: str, text: str) -> bool:
    """Whether a call has plain values alone, as people may type them."""
    try:
        parse(Entry(type="function", name=name, signature=(name + _ANY,)), text)
    except (InputError, ValueError):
        return False
    names = [node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
    return set(names) <= {name, "float"}
