"""For examiners made of tests that somebody has: runs them in the author's cell against the candidate's module.

An `examine` of examiner.py calls one of the functions below; each returns the `Finding` of one test.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import io
import sys
import traceback
import unittest
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import readyroom_pytest
from readyroom import Check, Finding
from readyroom_objects import Link
from readyroom_remote import Remote
from readyroom_streams import Streams

_HERE = Path(__file__).resolve().parent
MOST_CALLS = 10_000
"""Of one test, whatever the machine: so that what gives without end has an end. Tests may set another number."""
_MOST = 600  # characters of what a check says
_OWN = ("_link", "_held", "__path__", "__spec__", "__file__", "__loader__", "__package__", "__wrapped__")


class Endless(Exception):
    """Tests that would go on and on."""


class CandidateModule(ModuleType):
    """The candidate's module as tests import it; `classes` are those that the problem asks for."""

    def __init__(self, name: str, candidate: Any, classes: Sequence[str]) -> None:
        super().__init__(name)
        link = Link(self._exchange, guarded=True)
        self.__dict__.update(
            _link=link, _candidate=candidate, _classes=frozenset(classes), _calls=0, _streams=Streams()
        )

    def __getattr__(self, name: str) -> Any:
        if name in _OWN:
            raise AttributeError(name)
        if name == "__all__":
            return [one for one in dir(self) if not one.startswith("_")]
        value = self._link.ask("get", 0, (name,))
        if isinstance(value, Remote) and value._of == value._number and name in self._classes:
            self._link.known.add(value._number)
        return value

    def __dir__(self) -> list[str]:
        return [str(name) for name in self._link.ask("dir", 0)]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            self._link.ask("set", 0, (name, value))

    def __delattr__(self, name: str) -> None:
        self._link.ask("delete", 0, (name,))

    def _exchange(self, request: list[Any]) -> Any:
        self._must_end()
        streams = self._streams.changed()
        message = self._candidate.objects_ask(
            request, bool(self._link.shown), *([streams] if streams else [])
        )
        while isinstance(message, list) and message[:1] == ["ask"] and len(message) == 2:
            self._must_end()
            message = self._candidate.objects_answer(self._link.serve(message[1]))
        return message

    def _must_end(self) -> None:
        """What a generator without end gives is asked for one by one, in no time of the candidate's."""
        self.__dict__["_calls"] = self._calls + 1
        if self._calls > MOST_CALLS:
            raise Endless(f"made more than {MOST_CALLS} calls")


class _Names(dict[str, Any]):
    """The names of a script: what it does not define itself is the candidate's, if the problem says so."""

    def __init__(self, module: CandidateModule, names: Sequence[str]) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._module, self._theirs = module, set(names)

    def __missing__(self, name: str) -> Any:
        if name not in self._theirs:
            raise KeyError(name)
        return getattr(self._module, name)

    def __delitem__(self, name: str) -> None:
        if name in self:
            super().__delitem__(name)
        if name in self._theirs:
            delattr(self._module, name)

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self._theirs:
            setattr(self._module, name, value)
        else:
            super().__setitem__(name, value)


def script(
    candidate: Any,
    names: Sequence[str],
    tests: Sequence[tuple[str, str, str | None]],
    entry: str | None = None,
    classes: Sequence[str] = (),
) -> Finding:
    """Run scripts of assertions, or that must print something: (title, source, what it prints or None) each.

    `names` are the candidate's, `classes` those of them whose objects count as such. With `entry`, a script defines `check`, which is called with that function.
    """
    module = CandidateModule("solution", candidate, classes)

    def run(source: str, printed: str | None) -> None:
        space = _Names(module, names)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(source, "tests", "exec"), space)
            if entry is not None:
                space["check"](getattr(module, entry))
        if printed is not None and said.getvalue().strip() != printed.strip():
            raise AssertionError(f"printed {said.getvalue().strip()!r}, not {printed.strip()!r}")

    checks = [
        _check(module, title, partial(run, source, printed), source) for title, source, printed in tests
    ]
    return Finding(checks)


def cells(
    candidate: Any,
    names: Sequence[str],
    sources: Sequence[str],
    title: str,
    judged: Sequence[int],
    classes: Sequence[str] = (),
) -> Finding:
    """Run the cells of a notebook in order in one namespace; those at the places `judged` are the tests."""
    module = CandidateModule("solution", candidate, classes)
    space = _Names(module, names)
    _lend("nose", ModuleType("nose"))
    _lend("nose.tools", _nose())

    def run() -> None:
        dir(module)  # the solution cells run first, whatever the tests ask
        for place, source in enumerate(sources):
            with contextlib.nullcontext() if place in judged else contextlib.suppress(Exception):
                exec(compile(source, "tests", "exec"), space)

    return Finding([_check(module, title, run, sources[judged[-1]], "\n".join(sources))])


def cases(candidate: Any, stub: str, file: str, names: Sequence[str], classes: Sequence[str] = ()) -> Finding:
    """Run tests of a file: `Class.method`, or a function as pytest has them; `stub` is what it imports.

    Objects of `classes`, which the problem asks for, have operators; any other in place of a value agrees with nothing.
    """
    module = sys.modules[stub] = CandidateModule(stub, candidate, classes)
    _lend("pytest", readyroom_pytest)
    sys.path.insert(0, str(_HERE))
    sys.modules.pop(file, None)
    source = (_HERE / f"{file}.py").read_text(encoding="utf-8")
    return Finding([_check(module, name, partial(_run_named, file, name), source) for name in names])


def _run_named(file: str, name: str) -> None:
    tests = importlib.import_module(file)
    class_name, _, method = name.rpartition(".")
    if not class_name:
        readyroom_pytest.call(getattr(tests, method), tests)
        return
    cls = getattr(tests, class_name)
    if isinstance(cls, type) and issubclass(cls, unittest.TestCase):
        _run_method(cls(method))
    else:
        readyroom_pytest.call(getattr(cls(), method), tests)


def _nose() -> ModuleType:
    """nose.tools, which old notebooks import: unittest's assertions under names_of_their_own."""
    tools, test = ModuleType("nose.tools"), unittest.TestCase()
    for name in dir(test):
        if name.startswith("assert"):
            words = "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
            setattr(tools, words, getattr(test, name))
    tools.__dict__.update(eq_=test.assertEqual, ok_=test.assertTrue)
    return tools


def _lend(name: str, module: ModuleType) -> None:
    """Have a module under that name if it is not installed."""
    try:
        importlib.import_module(name)
    except ImportError:
        sys.modules[name] = module


class _Kept(unittest.TestResult):
    """Keeps the first exception as it is."""

    error: BaseException | None = None

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        self.error = self.error or err[1]

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        self.error = self.error or err[1]

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        self.error = self.error or (err and err[1])

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        self.error = self.error or AssertionError("it was not to succeed")


def _run_method(test: unittest.TestCase) -> None:
    """Run one method with what its class and it set up; raise what failed."""
    kept = _Kept()
    unittest.TestSuite([test]).run(kept)
    if kept.error is not None:
        raise kept.error


def _check(
    module: CandidateModule, title: str, run: Callable[[], None], source: str, whole: str | None = None
) -> Check:
    """Passed unless `run` raises; a call that did not even come back ends the case, whatever the test made of it.

    `whole` is all that runs, where that is more than the test's own source.
    """
    message = ""
    if not isinstance(module._link.failed, Endless):
        module.__dict__["_calls"] = 0
    module._streams.begin(source if whole is None else whole)
    try:
        run()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        message = _words(error, source)
    failed = module._link.failed
    if isinstance(failed, Endless):
        message = str(failed)
    elif failed is not None:
        raise failed
    return Check(title, not message, message)


def _words(error: BaseException, source: str) -> str:
    lines = source.splitlines()
    places = [step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == "tests"]
    number = places[-1] if places else None
    text = lines[number - 1].strip() if number and number <= len(lines) else ""
    if isinstance(error, AssertionError):
        words = str(error) or text or "an assertion does not hold"
    else:
        line = getattr(error, "_line", None)
        words = f"raised {type(error).__name__}: {error}" + (f" (line {line})" if line else "")
    return words[:_MOST] or "failed"
