"""For a checker.py that stands on an output validator of a Kattis package: runs it as it expects to be run.

A validator is called with the paths of input, answer and feedback folder and with its flags, reads on its standard
input what was written, and says by its exit status whether it accepts. No cell starts programs, so its file runs in
this process, anew for each output.
"""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ACCEPTS, REJECTS = 42, 43
_HERE = Path(__file__).resolve().parent
_MOST = 300  # characters of what a validator says to the team


class Validator:
    """A validator that starts at the file `main`.

    `files` says under which name each of its files lies beside the checker, `flags` what it is called with in a group.
    """

    def __init__(
        self, main: str, files: Mapping[str, str], flags: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._main, self._files, self._flags = main, dict(files), dict(flags or {})
        self._home: Path | None = None

    def check(self, case: Any, expected: str, actual: str) -> bool | str:
        """Whether it accepts; what it has for the team if it does not. RuntimeError for any other end.

        Its message for judges stays here: that may quote the answer.
        """
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            texts = {"input": case.args[0], "answer": expected, "output": actual}
            for name, text in texts.items():
                (place / name).write_bytes(text.encode())
            feedback = place / "feedback"
            feedback.mkdir()
            words = [str(place / "input"), str(place / "answer"), f"{feedback}{os.sep}"]
            status, said = self._run([*words, *self._flags.get(case.group, ())], place / "output")
            if status == ACCEPTS:
                return True
            if status != REJECTS:
                tail = said.strip().splitlines()[-1:]
                raise RuntimeError(
                    f"the output validator ended with status {status}, neither {ACCEPTS} (accepted) nor {REJECTS} "
                    f"(wrong): {''.join(tail)[:_MOST]}"
                )
            team = feedback / "teammessage.txt"
            return (team.read_text(errors="replace").strip()[:_MOST] if team.is_file() else "") or False

    def _run(self, arguments: Sequence[str], output: Path) -> tuple[int, str]:
        """Exit status and standard error."""
        home, errors = self._place(), io.StringIO()
        with (
            _modules(home, [Path(name).stem for name in self._files]),
            _standard_input(output),
            _arguments([str(home / self._main), *arguments]),
            contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), "utf-8")),
            contextlib.redirect_stderr(errors),
        ):
            try:
                runpy.run_path(str(home / self._main), run_name="__main__")
            except SystemExit as ended:
                return _status(ended.code), errors.getvalue()
            except Exception as error:
                steps = traceback.extract_tb(error.__traceback__)
                own = [step for step in steps if Path(step.filename).parent == home]
                where = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
                raise RuntimeError(
                    f"the output validator raised {type(error).__name__}: {error}{where}"
                ) from error
        return 0, errors.getvalue()

    def _place(self) -> Path:
        """The folder of its files under their own names; it goes with the cell."""
        if self._home is None:
            self._home = Path(tempfile.mkdtemp())
            for name, beside in self._files.items():
                (self._home / name).write_bytes((_HERE / beside).read_bytes())
        return self._home


def _status(code: Any) -> int:
    return code if isinstance(code, int) else 0 if code is None else 1


@contextlib.contextmanager
def _modules(home: Path, own: Sequence[str]) -> Iterator[None]:
    """Have imports find the validator's modules first, each time anew; ours of the same name come back afterwards."""
    before = dict(sys.modules)
    for name in own:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(home))
    try:
        yield
    finally:
        sys.path.remove(str(home))
        for name, module in list(sys.modules.items()):
            if before.get(name) is not module and (name in before or _lies_in(module, home)):
                del sys.modules[name]
        sys.modules.update(before)


def _lies_in(module: ModuleType, home: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and Path(file).parent == home


@contextlib.contextmanager
def _standard_input(file: Path) -> Iterator[None]:
    """Standard input reads this file, as descriptor 0 and as sys.stdin."""
    kept, stream = os.dup(0), sys.stdin
    given = os.open(file, os.O_RDONLY)
    os.dup2(given, 0)
    os.close(given)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    try:
        yield
    finally:
        sys.stdin.close()
        sys.stdin = stream
        os.dup2(kept, 0)
        os.close(kept)


@contextlib.contextmanager
def _arguments(words: list[str]) -> Iterator[None]:
    kept = sys.argv
    sys.argv = words
    try:
        yield
    finally:
        sys.argv = kept
