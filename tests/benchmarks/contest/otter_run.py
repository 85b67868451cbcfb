"""Otter-Grader: `otter run` on a script, a process for each submission, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from tests.benchmarks.contest.installing import environment, version
from tests.benchmarks.contest.task import Task

_TEST = """OK_FORMAT = True
test = {{
    "name": "q1",
    "points": 1,
    "suites": [{{"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": {cases!r}}}],
}}
"""


class Otter:
    """Grades without a container, which is its quickest way: what the submission does, it does to the grader."""

    def __init__(self, folder: Path, install: bool) -> None:
        python = environment(["otter-grader", "ipykernel"], {}, install)
        self.name = f"Otter-Grader {version(python, 'otter-grader')}"
        self._folder, self._otter = folder, str(python.with_name("otter"))
        for task in (Task(1), Task(20)):
            self._generate(task)

    def grade(self, task: Task) -> float:
        """One submission."""
        home = self._home(task)
        words = [
            "run",
            "--autograder",
            "autograder.zip",
            "--output-dir",
            "results",
            "--no-logo",
            "solution.py",
        ]
        (home / "results" / "results.json").unlink(missing_ok=True)
        begun = time.perf_counter()
        ran = subprocess.run([self._otter, *words], cwd=home, capture_output=True)
        seconds = time.perf_counter() - begun
        assert ran.returncode == 0, ran.stderr.decode()[-500:]
        results = json.loads((home / "results" / "results.json").read_text())
        assert [test.get("score") for test in results["tests"]][-1] == 1.0, results
        return seconds

    def _home(self, task: Task) -> Path:
        return self._folder / str(task.count)

    def _generate(self, task: Task) -> None:
        home = self._home(task)
        for name in ("tests", "results"):
            (home / name).mkdir(parents=True)
        (home / "solution.py").write_text(task.source)
        cases = [
            {"code": f">>> largest({values}, 3)\n{expected}", "hidden": False, "locked": False}
            for values, expected in zip(task.values, task.expected, strict=True)
        ]
        (home / "tests" / "q1.py").write_text(_TEST.format(cases=cases))
        words = ["generate", "--tests-dir", "tests", "--output-path", "autograder.zip"]
        words += ["--no-requirements", "--no-environment", "--no-config"]
        subprocess.run([self._otter, *words], cwd=home, check=True, capture_output=True)
