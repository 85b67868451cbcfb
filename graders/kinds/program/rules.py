"""What a package of kind `program` must have."""

from __future__ import annotations

from graders.diagnostics import Diagnostics
from graders.kinds.function.rules import TOML, check_judged
from graders.kinds.program.data import check_files
from graders.package.checker_spec import Lines, Tokens
from graders.package.model import Package


def check(package: Package, diagnostics: Diagnostics) -> None:
    """Report an entry, a checker or data files that do not fit, beside what every judged package needs."""
    check_judged(package, diagnostics)
    check_files(package, diagnostics)
    if package.manifest.entry.type != "program":
        diagnostics.error("entry: a program is run as it stands; leave the table out", TOML)
    if "examiner.py" in package.files:
        diagnostics.error("belongs to the kind function; a program has no functions to probe", "examiner.py")
    deciders = [name for name in ("checker.toml", "checker.py") if name in package.files]
    if len(deciders) != 1:
        given = " and ".join(deciders) or "none"
        diagnostics.error(f"exactly one of checker.toml, checker.py decides; there is {given}")
    if package.checker and not isinstance(package.checker, Tokens | Lines):
        diagnostics.error('type: the output of a program is compared by "tokens" or "lines"', "checker.toml")
