"""Try the attacks on a package."""

from __future__ import annotations

from graders.package.model import Package
from graders.verdict import Verdict
from graders.verify.attacks.tricks import TRICKS
from graders.verify.bench import Bench, failed
from graders.verify.consistency import Problem

DECIDERS = ("examiner.py", "simulator.py", "checker.py", "checker.toml")


def try_attack(bench: Bench, name: str) -> Problem | None:
    """What is wrong after an attack: that it was accepted, or that the package's own code broke on it."""
    report = bench.report(TRICKS[name].source(bench.package.manifest.entry), enough=failed, growing=False)
    if report.verdict is Verdict.AC:
        return f"the attack {name!r} is accepted", _decider(bench.package), None
    if report.verdict is Verdict.IE:
        words = report.message.text if report.message else ""
        return f"the attack {name!r} breaks the package's own code: {words}", _decider(bench.package), None
    return None


def _decider(package: Package) -> str | None:
    """The file that decides, and so falls for an attack."""
    return next((name for name in DECIDERS if name in package.files), None)
