"""A package of kind `program` as a Kattis problem package of format 2023-07."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Sequence

from graders.cases import TestCase
from graders.formats.model import NotImported
from graders.formats.writing import quoted
from graders.package import Package
from graders.package.checker_spec import Lines, Tokens

_SAMPLES = re.compile(r"^## Sample[^\n]*\n.*?(?=^## |\Z)", re.M | re.S)
_LEFT = ("hints.md", "editorial.md", "design.md", "starter.py", "cases.py")


def kattis_files(package: Package, cases: Sequence[TestCase]) -> tuple[dict[str, bytes], list[str]]:
    """The package's files, with `cases` as its data, and what could not be carried over."""
    manifest = package.manifest
    if manifest.kind != "program":
        raise NotImported(f"{package.slug} is a {manifest.kind}; Kattis has programs")
    left = [name for name in (*_LEFT, "checker.py", "mutants.toml") if name in package.files]
    left += ["fresh cases"] if b"def fresh" in package.files["cases.py"] else []
    scoring = sum(group.points > 0 for group in manifest.groups) > 1
    files = {
        "problem.yaml": _about(package, scoring),
        "statement/problem.en.md": _SAMPLES.sub("", package.statement).strip() + "\n",
        **_settings(package, scoring),
        **_data(package, cases),
    }
    submissions = {name: data for name, data in package.files.items() if name.startswith("submissions/")}
    return {**{name: text.encode() for name, text in files.items()}, **submissions}, left


def _about(package: Package, scoring: bool) -> str:
    limits = package.manifest.limits
    lines = [
        "problem_format_version: 2023-07",
        f"uuid: {uuid.uuid5(uuid.NAMESPACE_URL, package.digest)}",
        f"name: {quoted(package.manifest.title)}",
        f"type: {'scoring' if scoring else 'pass-fail'}",
        f"source: {quoted(package.manifest.source)}",
        "limits:",
        f"  time_limit: {limits.wall_s:g}",
        f"  memory: {limits.memory_mib}",
    ]
    return "\n".join(lines) + "\n"


def _settings(package: Package, scoring: bool) -> dict[str, str]:
    """Arguments of the default validator, and what each group is worth."""
    words: list[str] = []
    checker = package.checker
    if isinstance(checker, Lines):
        words = ["case_sensitive", "space_change_sensitive"]
    elif isinstance(checker, Tokens):
        words = ["case_sensitive"] if checker.case_sensitive else []
        for name in ("float_tolerance", "float_relative_tolerance", "float_absolute_tolerance"):
            value = getattr(checker, name)
            words += [name, repr(value)] if value is not None else []
    files = {"data/test_group.yaml": f"output_validator_args: [{', '.join(words)}]\n"} if words else {}
    if scoring:
        for group in package.manifest.groups:
            if group.id != package.manifest.run.cases:
                files[f"data/secret/{group.id}/test_group.yaml"] = f"max_score: {group.points:g}\n"
    return files


def _data(package: Package, cases: Sequence[TestCase]) -> dict[str, str]:
    files: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for case in cases:
        numbers[case.group] += 1
        sample = case.group == package.manifest.run.cases
        name = f"data/{'sample' if sample else f'secret/{case.group}'}/{numbers[case.group]:03}"
        files[f"{name}.in"] = str(case.args[0])
        files[f"{name}.ans"] = str(case.expected.value) if case.expected else ""
        if case.note:
            files[f"{name}.desc"] = case.note + "\n"
    return files
