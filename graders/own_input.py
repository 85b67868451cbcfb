"""Read an input that a person typed: Python literals in calls, nothing that runs.

A function entry takes one call, `top(logs=[(1, "a", 0)], k=2)`. A class entry takes one call per line, the
constructor first: `TopK(3)`, `update(10, 5)`, `topk()`. Comments and blank lines are free. A program takes the
text as it stands.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the package's loader reads samples with this module
    from graders.package.manifest import Entry

MAX_CHARACTERS = 64 * 1024
_FLOATS = {"inf": float("inf"), "nan": float("nan")}


class InputError(ValueError):
    """The text cannot be used; line and column are 1-based."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True)
class CallInput:
    """Arguments of the function or constructor, and for a class the calls as ("method", *args)."""

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    calls: tuple[tuple[Any, ...], ...] | None = None


def parse(entry: Entry, text: str) -> CallInput:
    """The input that `text` spells for `entry`; InputError says what is wrong and where."""
    if entry.type == "program":
        return CallInput((_text(text),))
    calls = [(_name(call), *_arguments(call), call) for call in _calls(text)]
    expected = entry.signature_of(entry.name)
    if not calls:
        raise InputError(f"Nothing to call here: write for example {expected} with values.")
    name, args, kwargs, node = calls[0]
    if name != entry.name:
        raise InputError(
            f"Expected a call of {entry.name} first: {expected}", node.lineno, node.col_offset + 1
        )
    _must_fit(entry, name, args, kwargs, node)
    if entry.type == "function":
        if len(calls) > 1:
            raise InputError(f"Only one call of {entry.name} is run.", calls[1][3].lineno, 1)
        return CallInput(args, kwargs)
    return CallInput(args, kwargs, tuple(_method_call(entry, *call) for call in calls[1:]))


def _text(text: str) -> str:
    """What a program reads: lines, the last of which ends as the others do."""
    _must_be_sane(text)
    text = text.replace("\r\n", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


def _must_be_sane(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"The input is longer than {MAX_CHARACTERS // 1024} KiB.")
    if "\0" in text:
        raise InputError("The input holds a NUL character.", text[: text.index("\0")].count("\n") + 1)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("The input is not text: it cannot be written as UTF-8.") from None


def _calls(text: str) -> list[ast.Call]:
    _must_be_sane(text)
    try:
        module = ast.parse(text)
    except SyntaxError as error:
        raise InputError(f"Not a Python call: {error.msg}", error.lineno or 1, error.offset or 1) from None
    except (RecursionError, MemoryError, ValueError):
        raise InputError("Nested too deeply to be read.") from None
    calls = []
    for statement in module.body:
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            raise InputError(
                "Only calls with plain values can stand here.", statement.lineno, statement.col_offset + 1
            )
        calls.append(statement.value)
    return calls


def _name(call: ast.Call) -> str:
    if not isinstance(call.func, ast.Name):
        raise InputError("Call it by its plain name.", call.lineno, call.col_offset + 1)
    return call.func.id


def _arguments(call: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
    for keyword in call.keywords:
        if keyword.arg is None:
            raise InputError("** is not allowed here.", keyword.value.lineno, keyword.value.col_offset + 1)
    return tuple(_literal(arg) for arg in call.args), {
        k.arg: _literal(k.value) for k in call.keywords if k.arg
    }


def _method_call(
    entry: Entry, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], node: ast.Call
) -> tuple[Any, ...]:
    if name not in entry.methods:
        known = ", ".join(entry.methods)
        raise InputError(f"{entry.name} has no method {name} here; it has {known}.", node.lineno, 1)
    if kwargs:
        raise InputError("Give a method's arguments by position.", node.lineno, node.col_offset + 1)
    _must_fit(entry, name, args, kwargs, node)
    return (name, *args)


def _must_fit(entry: Entry, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], node: ast.Call) -> None:
    """InputError unless the declared signature takes these arguments."""
    declared = entry.signature_of(name)
    try:
        function = ast.parse(f"def {declared}: ...").body[0]
    except SyntaxError:
        return  # a signature in words
    assert isinstance(function, ast.FunctionDef)
    spec = function.args
    names = [arg.arg for arg in (*spec.posonlyargs, *spec.args)]
    problem = ""
    if len(args) > len(names) and not spec.vararg:
        problem = f"{name} takes at most {len(names)} values"
    known = {*names[len(args) :], *(arg.arg for arg in spec.kwonlyargs)}
    if extra := [key for key in kwargs if key not in known and not spec.kwarg]:
        problem = problem or f"{name} has no parameter {extra[0]}"
    needed = names[len(args) : len(names) - len(spec.defaults)]
    if missing := [key for key in needed if key not in kwargs]:
        problem = problem or f"{name} needs {missing[0]}"
    if problem:
        raise InputError(f"{problem}: {declared}", node.lineno, node.col_offset + 1)


def _literal(node: ast.expr) -> Any:
    """The value of a literal; unlike ast.literal_eval it knows inf and nan and says where it fails."""
    match node:
        case ast.Constant(value=value) if isinstance(value, bool | int | float | str | bytes | None):
            return value
        case ast.Name(id=name) if name in _FLOATS:
            return _FLOATS[name]
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(text))], keywords=[]):
            return _float(text, node)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            number = _literal(operand)
            if type(number) in (int, float):
                return -number if isinstance(sign, ast.USub) else number
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int(power))) if 0 <= power <= 1024:
            base = _literal(left)
            if type(base) is int and abs(base) <= 1024:
                return base**power
        case ast.List(elts=items):
            return [_literal(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple(_literal(item) for item in items)
        case ast.Dict(keys=keys, values=items) if all(key is not None for key in keys):
            return _dict(keys, items)
    raise InputError("Only plain values can stand here, not expressions.", node.lineno, node.col_offset + 1)


def _dict(keys: list[ast.expr | None], items: list[ast.expr]) -> dict[Any, Any]:
    result = {}
    for key, item in zip(keys, items, strict=True):
        assert key is not None
        name = _literal(key)
        try:
            result[name] = _literal(item)
        except TypeError:
            raise InputError("This cannot be a key of a dict.", key.lineno, key.col_offset + 1) from None
    return result


def _float(text: str, node: ast.expr) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text!r} is not a number.", node.lineno, node.col_offset + 1) from None
