"""What a package of kind `function` must have."""

from __future__ import annotations

import ast

from graders.diagnostics import Diagnostics
from graders.kinds.function.device_rules import check_device
from graders.package.checker_spec import Lines, Methods, Tokens
from graders.package.curves import FILE, RECORDED
from graders.package.model import Package
from graders.package.tables import locate
from graders.verdict import Verdict

TOML, SCALING = "problem.toml", "scaling.toml"


def check(package: Package, diagnostics: Diagnostics) -> None:
    """Report what a function or class lacks, beside what every judged package needs."""
    check_judged(package, diagnostics)
    _decider(package, diagnostics)
    if package.manifest.entry.type == "program":
        diagnostics.error("entry: names the function or class that a candidate writes", TOML)
    for name in package.files:
        if name.startswith("data/"):
            diagnostics.error("belongs to the kind program; cases.py gives the cases of a function", name)


def check_judged(package: Package, diagnostics: Diagnostics) -> None:
    """Report groups, reference, samples and submissions that do not hold together, whatever is compared."""
    _groups(package, diagnostics)
    _reference(package, diagnostics)
    if package.manifest.objectives:
        diagnostics.error("objectives belong to the kind design", TOML)
    if not package.samples and not package.has_examiner:
        diagnostics.error("has no fenced block of info string `sample`", "statement.md")
    if not any(s.verdict is Verdict.AC for s in package.submissions):
        diagnostics.error("there is no accepted submission", "submissions")
    _growths(package, diagnostics)
    check_device(package, diagnostics)
    _curves(package, diagnostics)
    for submission in package.submissions:
        if submission.group and submission.verdict is Verdict.AC:
            diagnostics.error("is accepted, so it fails in no group", f"submissions/{submission.name}", 1)


def _groups(package: Package, diagnostics: Diagnostics) -> None:
    groups, run = package.manifest.groups, package.manifest.run.cases
    total = sum(group.points for group in groups)
    if abs(total - 100) > 1e-9:
        diagnostics.error(f"groups: points sum to {total:g}, not 100", TOML)
    for place, group in enumerate(groups):
        earlier = {other.id for other in groups[:place]}
        for needed in group.depends:
            if not package.manifest.group(needed):
                diagnostics.error(f"groups: {group.id!r} depends on {needed!r}, which is no group", TOML)
            elif needed not in earlier:
                diagnostics.error(
                    f"groups: {group.id!r} depends on {needed!r}, which does not come before it", TOML
                )
    visible = package.manifest.group(run)
    if visible is None:
        diagnostics.error(f"run: there is no group {run!r}", TOML)
    elif visible.hidden:
        diagnostics.error(f"run: the group {run!r} is hidden, so its values cannot be shown", TOML)


def _growths(package: Package, diagnostics: Diagnostics) -> None:
    if not package.growths:
        return
    entry, text = package.manifest.entry, package.files[SCALING].decode()
    if package.has_examiner:
        diagnostics.error(
            "an examiner measures for itself; there are no answers to hold against others", SCALING
        )
    defined = {
        node.name for node in ast.parse(package.files["cases.py"]).body if isinstance(node, ast.FunctionDef)
    }
    calls = entry.methods if entry.type == "class" else (entry.name,)
    for place, growth in enumerate(package.growths):
        group = package.manifest.group(growth.group)
        refused = {
            "call": growth.call not in calls and f"{growth.call!r} is none of {', '.join(calls)}",
            "group": group is None and f"problem.toml has no group {growth.group!r}",
            "when_slower": group is not None
            and growth.when_slower == "lower"
            and group.points == 0
            and f"the group {growth.group!r} has no points to lower",
            "cases": growth.cases not in defined and f"cases.py has no function {growth.cases}(rng, size)",
            "last": growth.last is not None and entry.type != "class" and "only a class has last calls",
        }
        for field, words in refused.items():
            if words:
                line = locate(text, ("growth", place, field))
                diagnostics.error(f"growth.{place}.{field}: {words}", SCALING, line)


def _curves(package: Package, diagnostics: Diagnostics) -> None:
    manifest, given = package.manifest, [name for name in (FILE, RECORDED) if name in package.files]
    if not given:
        return
    if manifest.kind != "function" or package.has_examiner or manifest.device:
        words = "belongs to functions and classes that a checker decides on the CPU; an examiner gives its curves itself"
        diagnostics.error(words, given[0])
    elif given == [RECORDED]:
        diagnostics.error(f"records what {FILE} makes of the starter, and there is none", RECORDED)


def _decider(package: Package, diagnostics: Diagnostics) -> None:
    deciders = [name for name in ("checker.toml", "checker.py", "examiner.py") if name in package.files]
    if len(deciders) != 1:
        given = " and ".join(deciders) or "none"
        diagnostics.error(f"exactly one of checker.toml, checker.py, examiner.py decides; there is {given}")
    if isinstance(package.checker, Tokens | Lines):
        diagnostics.error(f"type: {package.checker.type!r} compares the output of a program", "checker.toml")
    if isinstance(package.checker, Methods):
        entry = package.manifest.entry
        for method in package.checker.methods:
            if method not in entry.methods:
                diagnostics.error(f"methods: the entry has no method {method!r}", "checker.toml")


def _reference(package: Package, diagnostics: Diagnostics) -> None:
    reference = package.manifest.reference
    if reference is None:
        if not package.has_examiner:
            diagnostics.error(
                "reference: expected values come from it; name a file in submissions/accepted", TOML
            )
    elif f"submissions/accepted/{reference}" not in package.files:
        diagnostics.error(f"reference: submissions/accepted/{reference} does not exist", TOML)
