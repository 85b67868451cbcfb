"""What tests use of pytest, where it is not installed: raises, approx, marks, parameters, simple fixtures."""

from __future__ import annotations

import inspect
import io
import itertools
import math
import re
import sys
import unittest
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any


class _Raised:
    """What `raises` gives: the exception, once it has been raised."""

    value: Any = None
    type: Any = None

    def match(self, pattern: str) -> bool:
        """Assert that the exception's words match."""
        assert re.search(pattern, str(self.value)), f"{self.value!s:.200} does not match {pattern!r}"
        return True


@contextmanager
def _raising(expected: Any, match: str | None) -> Iterator[_Raised]:
    caught = _Raised()
    try:
        yield caught
    except expected as error:
        caught.value, caught.type = error, type(error)
        if match is not None:
            caught.match(match)
    else:
        raise AssertionError(f"did not raise {expected}")


def raises(expected: Any, *call: Any, match: str | None = None, **kwargs: Any) -> Any:
    """A context that must raise, or a function that must."""
    if not call:
        return _raising(expected, match)
    with _raising(expected, None) as caught:
        call[0](*call[1:], **kwargs)
    return caught


class approx:  # noqa: N801
    """A number, or numbers in a list or dict, within a tolerance."""

    def __init__(self, expected: Any, rel: float | None = None, abs: float | None = None) -> None:
        self.expected, self.rel, self.abs = expected, rel, abs

    def __eq__(self, actual: object) -> bool:
        return self._near(self.expected, actual)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"approx({self.expected!r})"

    def _near(self, expected: Any, actual: Any) -> bool:
        if isinstance(expected, dict):
            return (
                isinstance(actual, dict)
                and expected.keys() == actual.keys()
                and all(self._near(value, actual[key]) for key, value in expected.items())
            )
        if isinstance(expected, list | tuple) or type(expected).__name__ == "ndarray":
            return len(expected) == len(actual) and all(map(self._near, expected, actual))
        if isinstance(expected, bool) or not isinstance(expected, int | float | complex):
            return bool(expected == actual)
        relative = (1e-6 if self.abs is None else 0.0) if self.rel is None else self.rel
        tolerance = max(relative * abs(expected), 1e-12 if self.abs is None else self.abs)
        return bool(expected == actual) or (
            math.isfinite(abs(expected)) and abs(expected - actual) <= tolerance
        )


class _Marks:
    """`mark.anything`: only parameters mean something here."""

    def __getattr__(self, name: str) -> Any:
        def decorate(*args: Any, **_: Any) -> Any:
            if name != "parametrize":
                return args[0] if len(args) == 1 and callable(args[0]) else lambda function: function

            def with_parameters(function: Any) -> Any:
                function.__dict__.setdefault("parameters", []).append(args[:2])
                return function

            return with_parameters

        return decorate


mark = _Marks()


def param(*values: Any, **_: Any) -> Any:
    """One set of parameters."""
    return SimpleNamespace(values=values)


def fixture(*args: Any, **_: Any) -> Any:
    """Marks a function whose value tests take by its name."""

    def decorate(function: Any) -> Any:
        function.is_fixture = True
        return function

    return decorate(args[0]) if args and callable(args[0]) else decorate


def fail(reason: str = "", **_: Any) -> None:
    """Fail the test."""
    raise AssertionError(reason)


def skip(reason: str = "", **_: Any) -> None:
    """End the test."""
    raise unittest.SkipTest(reason)


def call(test: Callable[..., Any], module: ModuleType) -> None:
    """Call a test with each of its sets of parameters, and with its fixtures."""
    for given in _sets(getattr(test, "parameters", [])):
        ending: list[Iterator[Any]] = []
        try:
            test(**given, **_fixtures(test, given, module, ending))
        except unittest.SkipTest:
            continue
        finally:
            for generator in reversed(ending):
                next(generator, None)


def _sets(parameters: list[Any]) -> Iterator[dict[str, Any]]:
    choices = [[_named(names, values) for values in rows] for names, rows in parameters]
    for chosen in itertools.product(*choices):
        yield {name: value for part in chosen for name, value in part.items()}


def _named(names: Any, values: Any) -> dict[str, Any]:
    words = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    given = values.values if isinstance(values, SimpleNamespace) else values
    single = len(words) == 1 and not isinstance(values, SimpleNamespace)
    return dict(zip(words, [given] if single else given, strict=True))


def _fixtures(
    function: Callable[..., Any], given: dict[str, Any], module: ModuleType, ending: list[Any]
) -> dict[str, Any]:
    names = [name for name in inspect.signature(function).parameters if name not in given]
    return {name: _fixture(name, module, ending) for name in names if name != "self"}


def _fixture(name: str, module: ModuleType, ending: list[Any]) -> Any:
    if name == "capsys":
        return _Captured()
    made = getattr(module, name)
    value = made(**_fixtures(made, {}, module, ending))
    if inspect.isgenerator(value):
        ending.append(value)
        return next(value)
    return value


class _Captured:
    """The fixture `capsys`."""

    def __init__(self) -> None:
        self._out = sys.stdout = io.StringIO()

    def readouterr(self) -> Any:
        """What was printed since the last look."""
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return SimpleNamespace(out=text, err="")
