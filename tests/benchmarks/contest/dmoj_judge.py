"""The DMOJ judge: its local judge, warm, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.benchmarks.contest.installing import environment, version
from tests.benchmarks.contest.task import NotHere, Task

DRIVER = Path(__file__).with_name("dmoj_driver.py")
NEEDS = {
    Path("/usr/include/seccomp.h"): "libseccomp-dev",
    Path("/usr/bin/g++"): "g++",
    Path("/usr/include/python3.11/Python.h"): "python3-dev",
}
INTERPRETER = "/usr/bin/python3.11"
# It grades programs: the same function, with its input read and its answer printed.
TAIL = "\nprint(*largest([int(word) for word in input().split()], 3))\n"


class Dmoj:
    """A judge that waits for submissions; a context manager that ends it."""

    def __init__(self, folder: Path, install: bool) -> None:
        if not Path(INTERPRETER).exists():
            raise NotHere(f"there is no {INTERPRETER} for it to run")
        self._python = environment(["dmoj"], NEEDS, install)
        self.name = f"DMOJ {version(self._python, 'dmoj')}"
        self._problems = folder / "problems"
        for task in (Task(1), Task(20), Task(100)):
            self._write(task)
        self._config = folder / "judge.yml"
        runtime = {"runtime": {"python3": INTERPRETER}, "tempdir": str(folder)}
        self._config.write_text(json.dumps({"problem_storage_globs": [f"{self._problems}/*"], **runtime}))
        self._log = (folder / "log").open("wb")
        self._process = self._start()

    def __enter__(self) -> Dmoj:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()

    def grade(self, task: Task) -> float:
        """One submission, on the judge's own clock."""
        answer = self._ask({"problem": f"p{task.count}", "source": task.source + TAIL})
        assert answer["codes"] == ["AC"] * task.count, sorted(set(answer["codes"]))
        return float(answer["seconds"])

    def _start(self) -> subprocess.Popen[bytes]:
        command = [str(self._python), str(DRIVER), str(self._config)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log)
        assert process.stdout is not None
        if b"PY3" not in process.stdout.readline():
            process.kill()
            raise NotHere("its Python executor does not pass its own self-test here")
        return process

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(question).encode() + b"\n")
        stdin.flush()
        return dict(json.loads(stdout.readline()))

    def _write(self, task: Task) -> None:
        home = self._problems / f"p{task.count}"
        home.mkdir(parents=True)
        cases = []
        for number, (values, expected) in enumerate(zip(task.values, task.expected, strict=True)):
            (home / f"{number}.in").write_text(" ".join(map(str, values)) + "\n")
            (home / f"{number}.out").write_text(" ".join(map(str, expected)) + "\n")
            cases.append({"in": f"{number}.in", "out": f"{number}.out", "points": 1})
        (home / "init.yml").write_text(json.dumps({"test_cases": cases}))
