"""Read packages from disk: everything wrong with one is reported, and the others still load."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.kinds import registry
from graders.own_input import InputError
from graders.package.checker_spec import CheckerFile, CheckerSpec
from graders.package.curves import RECORDED, Curve, Recorded
from graders.package.included import MOST_BYTES, beside_submission, refusal
from graders.package.manifest import Manifest, SetManifest
from graders.package.model import SHARED, DeclaredSubmission, Package, ProblemSet, digest_of, package_files
from graders.package.samples import Sample, parse_sample
from graders.package.scaling import Growth, Scaling
from graders.package.tables import read_table
from graders.package.texts import Hint, fenced_blocks, headings, parse_hints
from graders.verdict import DECLARED

MAX_FILE, MAX_PACKAGE, MAX_TEXT, MOST_FILES = 4 << 20, 16 << 20, 256 << 10, 2000
_NAME = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)
REQUIRED = ("statement.md", "starter.py", "hints.md", "editorial.md", "design.md", "cases.py")
OPTIONAL = (
    "checker.toml", "checker.py", "examiner.py", "simulator.py", "curves.py", "curves.toml", "scaling.toml", "answers.toml",
    "mutants.toml",
)  # fmt: skip
"""The other names that mean something in a package's own folder."""
SLOWER = ("accepted", "partially_accepted", "time_limit_exceeded")
"""Folders of what passes every case and grows faster than asked, by what the author says follows."""
_GROUP_COMMENT = re.compile(r"^#\s*group:\s*(\S+)\s*$")
_GROWTH_COMMENT = re.compile(r"^#\s*growth:\s*slower\s*$")


def load_library(root: Path, diagnostics: Diagnostics) -> list[ProblemSet]:
    """Every set under `root` that has a set.toml, in order, each with those of its packages that load."""
    folders = sorted(file.parent for file in Path(root).glob("*/set.toml"))
    sets = [load_set(path, diagnostics.child(path.name)) for path in folders]
    return sorted((item for item in sets if item), key=lambda item: (item.manifest.order, item.slug))


def load_set(path: Path, diagnostics: Diagnostics) -> ProblemSet | None:
    """The set in the folder `path` with those of its packages that load, or None if set.toml is refused."""
    manifest = read_table(SetManifest, path / "set.toml", diagnostics)
    if manifest is None:
        return None
    folders = sorted(file.parent for file in path.glob("*/problem.toml"))
    there = {folder.name for folder in folders}
    for slug in sorted({slug for chain in manifest.stages for slug in chain} - there):
        diagnostics.error(f"stages: the set has no problem {slug!r}", "set.toml")
    packages = [load_package(folder, diagnostics.child(folder.name)) for folder in folders]
    kept = sorted((p for p in packages if p), key=lambda p: (p.manifest.order, p.slug))
    return ProblemSet(path.name, manifest, path, tuple(kept))


def load_package(path: Path, diagnostics: Diagnostics) -> Package | None:
    """The package in the folder `path`, or None after reporting each reason with file and line."""
    path = Path(path)
    if path.is_symlink():
        diagnostics.error("is a symbolic link; a package lies where it is found")
        return None
    before = len(diagnostics.errors)
    files = _read_files(path, diagnostics)
    manifest = read_table(Manifest, path / "problem.toml", diagnostics)
    if manifest is None or files is None:
        return None
    files |= _shared(path, manifest, files, diagnostics)
    if manifest.id != path.name:
        diagnostics.error(f"id is {manifest.id!r} but the folder is {path.name!r}", "problem.toml", 1)
    given = any(name.startswith("data/") for name in files)  # cases as files
    texts = {
        name: _text(name, files, diagnostics)
        for name in REQUIRED
        if name != "cases.py" or name in files or not given
    }
    for name in (
        name for name in files if name.endswith(".py") and not name.startswith("submissions/compile_error/")
    ):
        _must_parse(name, files[name], diagnostics)
    _included(files, diagnostics)
    package = Package(
        manifest=manifest,
        set_slug=path.parent.name,
        path=path,
        digest=digest_of(path.parent.name, files),
        statement=texts["statement.md"],
        starter=texts["starter.py"],
        hints=_hints(texts["hints.md"], diagnostics),
        editorial=texts["editorial.md"],
        samples=_samples(manifest, texts["statement.md"], diagnostics),
        checker=_checker(path, files, diagnostics),
        growths=_growths(path, files, diagnostics),
        submissions=_submissions(path, manifest, files, diagnostics),
        files=files,
        curves=_curves(path, files, diagnostics),
    )
    if manifest.kind not in registry.kinds():
        known = ", ".join(registry.kinds())
        diagnostics.error(f"kind: {manifest.kind!r} is none of {known}", "problem.toml")
    else:
        registry.check_package(package, diagnostics)
    return package if len(diagnostics.errors) == before else None


def _read_files(path: Path, diagnostics: Diagnostics) -> dict[str, bytes] | None:
    if not path.is_dir():
        diagnostics.error("is not a folder")
        return None
    files: dict[str, bytes] = {}
    for name, file in islice(package_files(path), MOST_FILES + 1):
        if len(files) >= MOST_FILES:
            diagnostics.error(f"has more than {MOST_FILES} files")
            return None
        if not _NAME.fullmatch(name):
            diagnostics.error("has a name of other characters than letters, digits and . _ - /", name)
        elif any(part.is_symlink() for part in (file, *file.parents) if path in part.parents):
            diagnostics.error("is a symbolic link; a package holds plain files only", name)
        elif file.stat().st_size > MAX_FILE:
            diagnostics.error(f"is larger than {MAX_FILE >> 20} MiB", name)
        else:
            files[name] = file.read_bytes()
    if sum(map(len, files.values())) > MAX_PACKAGE:
        diagnostics.error(f"the package is larger than {MAX_PACKAGE >> 20} MiB")
        return None
    return files


def _shared(
    path: Path, manifest: Manifest, files: Mapping[str, bytes], diagnostics: Diagnostics
) -> dict[str, bytes]:
    """The modules of the set's author/ that the manifest names; no other of them belongs to the version."""
    found: dict[str, bytes] = {}
    for name in manifest.shared:
        file = path.parent / "author" / name
        if name in files:
            diagnostics.error(f"shared: {name} lies in the package as well", "problem.toml")
        elif file.is_symlink() or file.parent.is_symlink() or not file.is_file():
            diagnostics.error(f"shared: {name} is no plain file of the set's author/", "problem.toml")
        elif file.stat().st_size > MAX_FILE:
            diagnostics.error(f"is larger than {MAX_FILE >> 20} MiB", SHARED + name)
        else:
            found[SHARED + name] = file.read_bytes()
    if sum(map(len, (*files.values(), *found.values()))) > MAX_PACKAGE:
        diagnostics.error(f"the package is larger than {MAX_PACKAGE >> 20} MiB", "problem.toml")
    return found


def _text(name: str, files: Mapping[str, bytes], diagnostics: Diagnostics) -> str:
    if name not in files:
        diagnostics.error("is missing", name)
        return ""
    try:
        text = files[name].decode()
    except UnicodeDecodeError as error:
        line = files[name][: error.start].count(b"\n") + 1
        diagnostics.error("is not UTF-8", name, line)
        return ""
    if len(text) > MAX_TEXT and name != "cases.py":
        diagnostics.error(f"is longer than {MAX_TEXT >> 10} Ki characters", name)
        return ""
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        diagnostics.error("holds a NUL character", name, line)
        return ""
    if not text.strip():
        diagnostics.error("is empty", name, 1)
    if name == "statement.md":
        for depth, words, line in headings(text):
            if depth == 1:
                diagnostics.error(
                    f"has a title of its own ({words!r}); the title is problem.toml's", name, line
                )
    return text


def _must_parse(name: str, source: bytes, diagnostics: Diagnostics) -> None:
    try:
        ast.parse(source)
    except (RecursionError, MemoryError):  # of the parser's own stack
        diagnostics.error("is not Python: nested too deeply", name)
    except (SyntaxError, ValueError) as error:
        diagnostics.error(
            f"is not Python: {getattr(error, 'msg', error)}", name, getattr(error, "lineno", None)
        )


def _hints(text: str, diagnostics: Diagnostics) -> tuple[Hint, ...]:
    hints = parse_hints(text)
    if text and not hints:
        diagnostics.error("has no hint: each starts with a `## ` heading", "hints.md", 1)
    for hint in hints:
        if not hint.body or not hint.title:
            diagnostics.error(f"hint {hint.title!r} is empty", "hints.md")
    return tuple(hints)


def _samples(manifest: Manifest, statement: str, diagnostics: Diagnostics) -> tuple[Sample, ...]:
    samples = []
    for block in fenced_blocks(statement, "sample"):
        try:
            samples.append(parse_sample(manifest.entry, block))
        except InputError as error:
            diagnostics.error(f"sample: {error}", "statement.md", error.line)
    return tuple(samples)


def _checker(path: Path, files: Mapping[str, bytes], diagnostics: Diagnostics) -> CheckerSpec | None:
    if "checker.toml" not in files:
        return None
    read = read_table(CheckerFile, path / "checker.toml", diagnostics)
    return read.root if read else None


def _growths(path: Path, files: Mapping[str, bytes], diagnostics: Diagnostics) -> tuple[Growth, ...]:
    if "scaling.toml" not in files:
        return ()
    read = read_table(Scaling, path / "scaling.toml", diagnostics)
    return read.growth if read else ()


def _curves(path: Path, files: Mapping[str, bytes], diagnostics: Diagnostics) -> tuple[Curve, ...]:
    if RECORDED not in files:
        return ()
    read = read_table(Recorded, path / RECORDED, diagnostics)
    return read.curve if read else ()


def _included(files: Mapping[str, bytes], diagnostics: Diagnostics) -> None:
    beside = beside_submission(files)
    taken = {name.removeprefix(SHARED) for name in files}
    for name, there in beside.items():
        if why := refusal(there):
            diagnostics.error(why, name)
        elif there in taken:
            diagnostics.error(
                "has the name of a module of the author's, which the reference would import", name
            )
    if sum(len(files[name]) for name in beside) > MOST_BYTES:
        diagnostics.error(f"the files beside a submission are larger than {MOST_BYTES >> 20} MiB", "include")


def _submissions(
    path: Path, manifest: Manifest, files: Mapping[str, bytes], diagnostics: Diagnostics
) -> tuple[DeclaredSubmission, ...]:
    found = []
    for name in (name for name in files if name.startswith("submissions/")):
        parts = name.split("/")
        if len(parts) != 3 or parts[1] not in DECLARED:
            known = ", ".join(DECLARED)
            diagnostics.error(f"does not lie in a folder of submissions/ that names a verdict: {known}", name)
        elif not name.endswith(".py"):
            diagnostics.error("is not a Python file", name)
        else:
            first = files[name].decode(errors="replace").partition("\n")[0]
            comment = _GROUP_COMMENT.match(first)
            group = comment[1] if comment else None
            if group and not manifest.group(group):
                diagnostics.error(f"names the group {group!r}, which problem.toml does not have", name, 1)
            slower = bool(_GROWTH_COMMENT.match(first))
            if slower and "scaling.toml" not in files:
                diagnostics.error("says `growth: slower`, but there is no scaling.toml", name, 1)
            elif slower and parts[1] not in SLOWER:
                known = ", ".join(SLOWER)
                diagnostics.error(f"says `growth: slower`, which leads to one of {known}", name, 1)
            found.append(DeclaredSubmission(path / name, DECLARED[parts[1]], group, slower))
    return tuple(found)
