"""Tests that are code without a framework: assertions, a `check(candidate)`, calls with what they print."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from graders.formats.assertions import from_statements
from graders.formats.model import Examined, Form, NotImported, Typed, TypedCase
from graders.formats.source import classes, defined, imports, parsed

_EXAMINER = '''"""Runs the collection's tests against the candidate's module."""

from imported_tests import CHECKED, CLASSES, NAMES, TESTS
from readyroom_tests import script


def examine(candidate, *numbers):
    return script(candidate, NAMES, [(f"Test {n}", *TESTS[n - 1]) for n in numbers], CHECKED, CLASSES)
'''


@dataclass(frozen=True)
class Test:
    """A script, and what it must print if that is what it is judged by."""

    __test__ = False

    source: str
    printed: str | None = None


@dataclass(frozen=True)
class Suite:
    """The tests of a problem. With `checked` there is one, which defines a function check(candidate)."""

    tests: tuple[Test, ...]
    setup: str = ""
    checked: bool = False


def forms_of(suite: Suite, reference: ast.Module, entry: str) -> tuple[Form, ...]:
    """Typed cases where every test compares the entry's result with a literal; an examiner in any case."""
    if not suite.tests:
        raise NotImported("there is no test")
    typed = None if suite.setup.strip() else _typed(suite, entry)
    return (*([Typed(typed)] if typed else []), _examined(suite, reference, entry))


def called_in(suite: Suite, names: Sequence[str]) -> str | None:
    """The first of these names that a test calls."""
    for test in suite.tests:
        for node in ast.walk(parsed(test.source, "a test")):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                return node.func.id
    return None


def _typed(suite: Suite, entry: str) -> tuple[TypedCase, ...] | None:
    body: list[ast.stmt] = []
    for test in suite.tests:
        if test.printed is not None:
            return None
        body += parsed(test.source, "a test").body
    if not suite.checked:
        return from_statements(body, entry, entry)
    checks = [node for node in body if isinstance(node, ast.FunctionDef)]
    others = [node for node in body if not isinstance(node, ast.FunctionDef | ast.Import | ast.ImportFrom)]
    if len(checks) != 1 or not all(_is_metadata(node) for node in others):
        return None
    return from_statements(checks[0].body, checks[0].args.args[0].arg, entry)


def _is_metadata(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.isupper()
    )


def _examined(suite: Suite, reference: ast.Module, entry: str) -> Examined:
    head = "\n".join(part for part in (imports(reference), suite.setup) if part.strip())
    tests = [(f"{head}\n{test.source}" if head else test.source, test.printed) for test in suite.tests]
    lines = [
        f"CHECKED = {(entry if suite.checked else None)!r}",
        f"CLASSES = {classes(reference)!r}",
        f"NAMES = {defined(reference)!r}",
        f"TESTS = {tests!r}",
    ]
    source = "\n".join(lines) + "\n"
    numbers = tuple((str(number), f"test {number}") for number in range(1, len(tests) + 1))
    return Examined(_EXAMINER, numbers, {"imported_tests.py": source.encode()})
