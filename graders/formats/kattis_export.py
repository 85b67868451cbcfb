"""A package of kind `program` as a Kattis problem package of format 2023-07."""

from __future__ import annotations

import ast
import contextlib
import re
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from graders.authoring import shipped_files
from graders.cases import TestCase
from graders.formats.model import NotImported
from graders.formats.writing import quoted
from graders.package import Package
from graders.package.checker_spec import Lines, Tokens

_SAMPLES = re.compile(r"^## Sample[^\n]*\n.*?(?=^## |\Z)", re.M | re.S)
_MAIN = '''"""Calls checker.py as an output validator is called: input, answer, feedback folder, group; 42 accepts, 43 does not."""

import sys
from pathlib import Path

import checker
from readyroom import Case

given, answer, feedback, group = sys.argv[1:5]
try:
    written = sys.stdin.buffer.read().decode()
except UnicodeDecodeError:
    word = "The output is not UTF-8 text."
else:
    case = Case(stdin=Path(given).read_bytes().decode(), group=group)
    word = checker.check(case, Path(answer).read_bytes().decode(), written)
if isinstance(word, str):
    (Path(feedback) / "teammessage.txt").write_text(word)
sys.exit(42 if word is True else 43)
'''
_LEFT = ("hints.md", "editorial.md", "design.md", "starter.py", "cases.py")


def kattis_files(package: Package, cases: Sequence[TestCase]) -> tuple[dict[str, bytes], list[str]]:
    """The package's files, with `cases` as its data, and what could not be carried over."""
    manifest = package.manifest
    if manifest.kind != "program":
        raise NotImported(f"{package.slug} is a {manifest.kind}; Kattis has programs")
    left = [name for name in (*_LEFT, "mutants.toml") if name in package.files]
    left += ["fresh cases"] if b"def fresh" in package.files["cases.py"] else []
    validator, words = validator_of(package)
    left += (
        ["notes of cases, which checker.py could read"]
        if b".note" in package.files.get("checker.py", b"")
        else []
    )
    scoring = sum(group.points > 0 for group in manifest.groups) > 1
    files = {
        "problem.yaml": _about(package, scoring),
        "statement/problem.en.md": _SAMPLES.sub("", package.statement).strip() + "\n",
        **_settings(package, scoring, words),
        **_data(package, cases),
    }
    submissions = {name: data for name, data in package.files.items() if name.startswith("submissions/")}
    encoded = {name: text.encode() for name, text in files.items()}
    return {
        **encoded,
        **{f"output_validator/{name}": data for name, data in validator.items()},
        **{f"include/python3/{name}": data for name, data in package.included.items()},
        **submissions,
    }, left


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


def validator_of(package: Package) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """The output validator's files, if the package has a checker.py, and what a validator is called with in each group.

    One that was imported is the same again. Any other checker.py is called by a file of ours, which is told the group.
    """
    groups = [group.id for group in package.manifest.groups]
    if not package.has_own_checker:
        words = _words(package.checker)
        return {}, {group: words for group in groups if words}
    if imported := _imported(package.files["checker.py"]):
        main, names, flags = imported
        return {
            name if name != main or len(names) > 1 else "main.py": package.files[beside]
            for name, beside in names.items()
        }, flags
    own = {**package.author_files(), **shipped_files(package.files)}
    kept = {name: data for name, data in own.items() if name not in ("cases.py", "readyroom_driver.py")}
    return {**kept, "main.py": _MAIN.encode()}, {group: [group] for group in groups}


def _imported(checker: bytes) -> tuple[str, dict[str, str], dict[str, list[str]]] | None:
    """What a checker.py that the importer wrote hands to its Validator."""
    for node in ast.parse(checker).body:
        match node:
            case ast.Assign(value=ast.Call(func=ast.Name(id="Validator"), args=[main, files, flags])):
                with contextlib.suppress(ValueError):
                    return ast.literal_eval(main), ast.literal_eval(files), ast.literal_eval(flags)
    return None


def _words(checker: Any) -> list[str]:
    """Arguments of the default validator."""
    if isinstance(checker, Lines):
        return ["case_sensitive", "space_change_sensitive"]
    words: list[str] = []
    if isinstance(checker, Tokens):
        words = ["case_sensitive"] if checker.case_sensitive else []
        for name in ("float_tolerance", "float_relative_tolerance", "float_absolute_tolerance"):
            value = getattr(checker, name)
            words += [name, repr(value)] if value is not None else []
    return words


def _settings(package: Package, scoring: bool, words: dict[str, list[str]]) -> dict[str, str]:
    """Arguments of the validator, said once where they are the same everywhere, and what each group is worth."""
    groups = package.manifest.groups
    same = len({tuple(words.get(group.id, ())) for group in groups}) == 1
    first = next(iter(words.values()), [])
    files = {"data/test_group.yaml": _arguments(first)} if same and first else {}
    for group in groups:
        sample = group.id == package.manifest.run.cases
        lines = "" if same or group.id not in words else _arguments(words[group.id])
        lines += f"max_score: {group.points:g}\n" if scoring and not sample else ""
        if lines:
            files[f"data/{'sample' if sample else f'secret/{group.id}'}/test_group.yaml"] = lines
    return files


def _arguments(words: list[str]) -> str:
    return f"output_validator_args: [{', '.join(map(quoted, words))}]\n"


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
