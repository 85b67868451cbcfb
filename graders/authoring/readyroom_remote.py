"""Stands for an object of the other cell; see readyroom_objects."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import Any

_BINARY: tuple[str, ...] = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and_",
    "or_",
    "xor",
)
_BINARY += ("lshift", "rshift")
_ORDER = ("lt", "le", "gt", "ge")
_UNARY = ("neg", "pos", "abs", "invert")
PROTOCOL = (
    "len",
    "iter",
    "next",
    "getitem",
    "contains",
    "enter",
    "exit",
    "eq",
    "bool",
    "str",
    "repr",
    "hash",
)
OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in (*_BINARY, *_ORDER, *_UNARY, "eq", "ne")},
    **{name: getattr(operator, name) for name in ("getitem", "setitem", "delitem", "contains")},
    **{
        name: getattr(builtins, name)
        for name in ("len", "iter", "next", "str", "repr", "bool", "hash", "int")
    },
    **{
        name: getattr(builtins, name)
        for name in ("float", "round", "format", "dir", "isinstance", "issubclass")
    },
    "get": getattr,
    "set": setattr,
    "delete": delattr,
    "call": lambda target, *args, **kwargs: target(*args, **kwargs),
    "enter": lambda target: target.__enter__(),
    "exit": lambda target, *args: target.__exit__(*args),
    "reflected": lambda target, name, other: getattr(operator, name)(other, target),
}


class Refused(TypeError):
    """Something that does not cross, or is not to be done to the other side's object."""


class Remote:
    """An object of the other side."""

    __slots__ = ("_copy", "_kind", "_link", "_number", "_of")

    def __init__(self, link: Any, number: int, kind: str, of: Any, copy: Any) -> None:
        for name, value in zip(
            ("_link", "_number", "_kind", "_of", "_copy"), (link, number, kind, of, copy), strict=True
        ):
            object.__setattr__(self, name, value)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What `isinstance` and `inspect` go by besides the type: a generator is one here too."""
        return GeneratorType if self._kind == "generator" and self._of is None else Remote

    @property
    def _expected(self) -> bool:
        """Whether it is of a class that the test has named; of any other, operators would be the candidate's word."""
        return not self._link.guarded or self._of in self._link.known

    def _operate(self, name: str, *args: Any) -> Any:
        if not self._expected:
            raise Refused(f"an object of type {self._kind} came where a value was asked for")
        return self._link.ask(name, self._number, args)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link.ask("call", self._number, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return self._link.ask("get", self._number, (name,))

    def __setattr__(self, name: str, value: Any) -> None:
        self._link.ask("set", self._number, (name, value))

    def __delattr__(self, name: str) -> None:
        self._link.ask("delete", self._number, (name,))

    def __eq__(self, other: object) -> Any:
        """Two objects of the candidate's: its own word. With a value, which never travels: the plain part, if any."""
        if isinstance(other, Remote) or not self._link.guarded:
            return self._expected and self._link.ask("eq", self._number, (other,))
        return self._copy is not None and self._copy == other

    def __ne__(self, other: object) -> Any:
        if isinstance(other, Remote) and self._expected:
            return self._link.ask("ne", self._number, (other,))
        return not self == other

    def __hash__(self) -> int:
        return hash(self._link.ask("hash", self._number)) if self._expected else self._number

    def __bool__(self) -> bool:
        if self._copy is not None:
            return bool(self._copy)
        return bool(self._link.ask("bool", self._number)) if self._expected else True

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, Remote) and bool(self._link.ask("isinstance", instance._number, (self,)))

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self._copy, tuple | list | dict | set | frozenset):
            return iter(self._copy)
        return self._link.ask("iter", self._number)

    def __contains__(self, item: Any) -> bool:
        if isinstance(self._copy, tuple | list | dict | set | frozenset):
            return item in self._copy
        return bool(self._operate("contains", item))

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
        return self._link.ask("exit", self._number, (kind, error, None))


def _asking(name: str, reflected: bool = False) -> Callable[..., Any]:
    if reflected:
        return lambda self, other: self._operate("reflected", name, other)
    if name in (*_BINARY, *_ORDER):
        return lambda self, other: self._operate(name, other)
    return lambda self, *args: self._link.ask(name, self._number, args)


for _name in (*_BINARY, *_ORDER):
    _bare = _name.rstrip("_")
    setattr(Remote, f"__{_bare}__", _asking(_name))
    if _name in _BINARY:
        setattr(Remote, f"__r{_bare}__", _asking(_name, reflected=True))
_PLAIN = (*_UNARY, "len", "next", "getitem", "setitem", "delitem", "enter", "str", "repr", "int", "float")
for _name in (*_PLAIN, "round", "format", "dir"):
    setattr(Remote, f"__{_name}__", _asking(_name))
