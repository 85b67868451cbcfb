"""Objects that stay in the cell they were made in, for tests that ask a candidate's objects and not only its functions.

Runs in both cells. Plain values cross by value; everything else crosses as a number, for which a `Remote` stands on the
other side: what is done to it is asked for here. So a test reads as if the candidate's module were at hand, and
neither the test's code nor an expected value enters the candidate's cell: see `Remote.__eq__`.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from readyroom_remote import OPERATIONS, PROTOCOL, Refused, Remote

MODULE = "solution"
_EXACT = (type(None), bool, int, float, str, bytes)
_CONTAINERS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
}
_BASES = (list, tuple, set, frozenset, dict, str, int, float)
_MADE: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    complex: lambda v: (v.real, v.imag),
    range: lambda v: (v.start, v.stop, v.step),
    bytearray: lambda v: (bytes(v),),
    Fraction: lambda v: (v.numerator, v.denominator),
    Decimal: lambda v: (str(v),),
    date: lambda v: (v.year, v.month, v.day),
    time: lambda v: (v.hour, v.minute, v.second, v.microsecond),
    datetime: lambda v: (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond),
    timedelta: lambda v: (v.days, v.seconds, v.microseconds),
}
_MAKERS = {kind.__name__: kind for kind in _MADE}
_TYPES = {kind.__name__: kind for kind in (*_EXACT[1:], *_BASES, complex, object, type, bytearray, range)}


class Link:
    """What one side has shown to the other, and how to ask for what the other has shown."""

    def __init__(self, exchange: Callable[[list[Any]], Any], guarded: bool) -> None:
        self.exchange, self.guarded = exchange, guarded  # guarded: the author's side, which trusts nothing
        self.shown: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.known: set[int] = set()  # classes of the other side that a test has named
        self.mirrors: dict[int, type] = {}
        self.remotes: dict[tuple[Any, ...], Remote] = {}
        self.failed: BaseException | None = None

    def ask(self, operation: str, target: int, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """Have the other side do something; return its value or raise what it raised."""
        given = [self.pack(arg) for arg in args]
        named = {key: self.pack(value) for key, value in (kwargs or {}).items()}
        try:
            reply = self.exchange([operation, target, given, named])
        except Exception as failed:
            self.failed = failed
            raise
        if not isinstance(reply, list) or len(reply) < 2:
            raise Refused("the other side's reply has no form")
        kind, value, *more = reply
        if kind == "raised":
            raise self._exception(value)
        if kind != "value":
            raise Refused("the other side's reply has no form")
        for place, changed in more[0] if more else ():
            _overwrite(args[place], self.unpack(changed))
        if len(more) > 1 and isinstance(more[1], str):
            sys.stdout.write(more[1])
        if (
            isinstance(value, list)
            and value[:1] == ["same"]
            and value[1:] in ([place] for place in range(len(args)))
        ):
            return args[value[1]]
        return self.unpack(value)

    def serve(self, request: Any) -> list[Any]:
        """Do what the other side asks for; its reply."""
        try:
            operation, number, given, named = request
            target, args = self._own(number), tuple(self.unpack(arg) for arg in given)
            kwargs = {key: self.unpack(value) for key, value in named.items()}
            if self.guarded:
                _permit(operation, target, args)
            value = OPERATIONS[operation](target, *args, **kwargs)
            packed = [self.pack(arg) if type(arg) in (list, dict, set) else None for arg in args]
            changed = [
                [place, after]
                for place, after in enumerate(packed)
                if after is not None and after != given[place]
            ]
            same = [
                place for place, arg in enumerate(args) if arg is value and type(arg) in (list, dict, set)
            ]
            return ["value", ["same", same[0]] if same else self.pack(value), changed]
        except MemoryError:
            raise
        except Exception as error:
            return ["raised", self._raised(error)]

    def pack(self, value: Any) -> Any:
        """A value as plain data: itself, [tag, …], or the number under which it is shown."""
        kind = type(value)
        if kind in _EXACT:
            return value
        if kind is Remote and value._link is self:
            return ["yours", value._number]
        if kind in (OrderedDict, defaultdict, Counter):
            kind, value = dict, dict(value)
        if kind.__name__ in _CONTAINERS and kind is _TYPES[kind.__name__]:
            items = ((k, v) for k, v in value.items()) if kind is dict else value
            return [kind.__name__, *map(self.pack, items)]
        if kind in _MADE and getattr(value, "tzinfo", None) is None:
            return ["made", kind.__name__, *_MADE[kind](value)]
        if array := _array(value):
            return array
        if isinstance(value, type) and getattr(value, "_readyroom", None):
            return ["yours", value._readyroom]  # type: ignore[attr-defined]
        return _global(value, self.guarded) or self.show(value)

    def unpack(self, given: Any) -> Any:
        """The value of plain data that `pack` has made on the other side; Refused if it has another form."""
        if not isinstance(given, list):
            return given
        tag, *items = given or [None]
        if tag in _CONTAINERS:
            return _CONTAINERS[tag](self.unpack(item) for item in items)
        try:
            match tag, items:
                case "made", [name, *args]:
                    return _MAKERS[name](*args)
                case "array", [array]:
                    return array
                case "scalar", [kind, data]:
                    import numpy

                    return numpy.frombuffer(data, dtype=kind)[0]
                case "yours", [int(number)]:
                    return self._own(number)
                case "global", [module, name]:
                    return _named(module, name, self.guarded)
                case "exception", [int(number), str(name), base]:
                    return self._mirror(number, name, self.unpack(base))
                case "mine", [int(number), str(name), of, copy]:
                    return self._remote(number, name, of, copy)
        except (KeyError, ValueError, AttributeError, ImportError) as error:
            raise Refused(f"what came back has no form: {error}") from None
        raise Refused("what came back has no form")

    def _remote(self, number: int, name: str, of: Any, copy: Any) -> Remote:
        """What stands for that object. It is one and the same each time, as the object is, unless its plain part changes."""
        if type(copy) not in _EXACT:
            return Remote(self, number, name, of, self.unpack(copy))
        key = (number, name, of if type(of) is int else None, type(copy), copy)
        if key not in self.remotes:
            self.remotes[key] = Remote(self, number, name, of, copy)
        return self.remotes[key]

    def _own(self, number: Any) -> Any:
        if type(number) is not int or not 0 <= number < len(self.shown):
            raise Refused("there is no such object")
        return self.shown[number]

    def show(self, value: Any) -> list[Any]:
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.shown)
            self.shown.append(value)
        kind = type(value)
        if isinstance(value, type):
            if issubclass(value, BaseException):
                return ["exception", number, value.__name__, self.pack(value.__mro__[1])]
            return ["mine", number, value.__name__, number, None]
        copy = next((self.pack(_narrowed(value, base)) for base in _BASES if isinstance(value, base)), None)
        of = None if kind.__module__ in sys.stdlib_module_names or self.guarded else self.show(kind)[1]
        return ["mine", number, kind.__name__, of, copy]

    def _raised(self, error: Exception) -> list[Any]:
        steps = traceback.extract_tb(error.__traceback__)
        lines = [step.lineno for step in steps if step.filename.endswith(f"/{MODULE}.py")]
        try:
            text = str(error)[:2000]
        except Exception:
            text = ""
        known = _global(type(error), self.guarded)
        number = 0 if known else self.show(error)[1]
        return [
            known or self.show(type(error)),
            self.pack(tuple(error.args)),
            text,
            lines[-1] if lines else None,
            number,
        ]

    def _exception(self, given: Any) -> BaseException:
        try:
            of, args, text, line, number = given
            kind, args = self.unpack(of), self.unpack(args)
            if not (isinstance(kind, type) and issubclass(kind, Exception)):
                raise Refused("what was raised is no exception")
            if hasattr(kind, "_readyroom"):
                error: BaseException = kind.__new__(kind, *args)
                error.args = args
                error._remote = Remote(self, number, kind.__name__, None, None)  # type: ignore[attr-defined]
            else:
                error = kind(*args)
        except (ValueError, TypeError) as problem:
            return Refused(f"an exception that cannot cross: {problem}")
        error._line = line  # type: ignore[attr-defined]
        error._text = text  # type: ignore[attr-defined]
        return error

    def _mirror(self, number: int, name: str, base: Any) -> type:
        """A class of the candidate's that can be raised and caught here."""
        if number not in self.mirrors:
            parent = base if isinstance(base, type) and issubclass(base, BaseException) else Exception
            body = {
                "_readyroom": number,
                "__str__": lambda error: error._text,
                "__getattr__": _of_the_remote,
            }
            self.mirrors[number] = type(name, (parent,), body)
        return self.mirrors[number]


def _permit(operation: str, target: Any, args: tuple[Any, ...]) -> None:
    """Refused unless it is what an argument is passed for: to be called, read as a sequence or file, or asked for data.

    What a function or a frame is made of leads to the rest of the tests, and to what they expect.
    """
    made_of = isinstance(target, ModuleType | FunctionType | MethodType | BuiltinFunctionType | type)
    home = type(target).__module__
    data = not made_of and (home not in sys.stdlib_module_names or home in ("io", "_io", "unittest.mock"))
    if operation == "call" and callable(target):
        return
    if operation in PROTOCOL and not isinstance(target, ModuleType):
        return
    if operation == "get" and data and isinstance(args[0], str) and not args[0].startswith("_"):
        found = getattr(target, args[0], None)
        if not hasattr(target, "assertEqual") and not isinstance(found, ModuleType):
            return
    raise Refused("this is not to be done with an argument")


def _global(value: Any, everything: bool) -> list[Any] | None:
    """A class or function of the standard library by its name: of the other side, types and exceptions alone."""
    if not isinstance(value, type | FunctionType | BuiltinFunctionType):
        return None
    module, name = value.__module__, value.__qualname__
    if not everything and not _is_plain(value):
        return None
    if module not in sys.stdlib_module_names or getattr(sys.modules.get(module), name, None) is not value:
        return None
    return ["global", module, name]


def _named(module: str, name: str, guarded: bool) -> Any:
    if guarded and module != "builtins":
        raise Refused("only types and exceptions of Python itself come by name")
    value = getattr(importlib.import_module(module), name)
    if guarded and not _is_plain(value):
        raise Refused("only types and exceptions of Python itself come by name")
    return value


def _is_plain(value: Any) -> bool:
    kind = isinstance(value, type) and value.__module__ == "builtins"
    return kind and (issubclass(value, BaseException) or _TYPES.get(value.__name__) is value)


def _array(value: Any) -> list[Any] | None:
    """NumPy's and PyTorch's, which the cells exchange themselves; scalars keep being scalars."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and type(value) is numpy.ndarray and value.dtype.kind != "O":
        return ["array", value]
    if numpy is not None and isinstance(value, numpy.generic) and value.dtype.kind in "biufc":
        return ["scalar", value.dtype.str, value.tobytes()]
    return ["array", value] if torch is not None and type(value) is torch.Tensor else None


def _narrowed(value: Any, base: type) -> Any:
    """A value of a subclass as its base has it, whatever the subclass says of itself."""
    if base in (str, int, float):
        return getattr(base, f"__{base.__name__}__")(value)
    return base(base.items(value)) if base is dict else base(base.__iter__(value))  # type: ignore[attr-defined]


def _overwrite(local: Any, changed: Any) -> None:
    """Give an argument the content that it has on the other side after the call."""
    if isinstance(local, list) and isinstance(changed, list):
        local[:] = changed
    elif isinstance(local, dict | set) and type(local) is type(changed):
        local.clear()
        local.update(changed)


def _of_the_remote(error: Any, name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(error._remote, name)
