"""Puts imported problems where they belong: proved ones into the library, all others among the drafts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graders.diagnostics import Diagnostics, Severity
from graders.formats.model import Form, Problem, Typed, Whole, title_of
from graders.formats.writing import files_of, write, write_set
from graders.package import Package, load_package
from graders.verify.proof import Proof
from graders.verify.run import Plan, verify
from sandboxes import Pool

DRAFTS = "drafts"
"""Folder of a library for what is not proved: it has no set.toml of its own, so no site loads what lies in it."""
PoolOf = Callable[[Package], Pool]
"""The pool that has the image of a package."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Placed:
    """What became of one problem: `state` is proved, draft or refused; `solved`, whether the reference is accepted."""

    name: str
    state: str
    folder: Path | None = None
    form: str = ""
    solved: bool = False
    findings: list[str] = field(default_factory=list)
    not_carried: list[str] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """Plain data for --json."""
        return {**asdict(self), "folder": str(self.folder) if self.folder else None}


def place(
    problem: Problem | Whole, library: Path, set_slug: str, pools: PoolOf | None, plan: Plan, order: int = 1
) -> Placed:
    """Write the problem as a draft in the first form in which its reference is accepted, and publish it if it holds.

    Without pools nothing is run, so it stays a draft. A problem of that name that is there already is left alone.
    """
    proved, folder = library / set_slug / problem.slug, library / DRAFTS / set_slug / problem.slug
    if not (_SLUG.fullmatch(set_slug) and _SLUG.fullmatch(problem.slug)):
        return Placed(
            problem.name, "refused", findings=["it is not named by small letters, digits and hyphens"]
        )
    if proved.exists():
        return Placed(problem.name, "refused", findings=[f"{proved} exists"])
    write_set(folder.parent, set_slug, title_of(set_slug))
    placed = Placed(problem.name, "draft", folder)
    placed.not_carried = list(problem.not_carried)
    incomplete = isinstance(problem, Whole) and problem.incomplete
    if isinstance(problem, Problem):
        ways = [(_name(form), files_of(problem, form, order)) for form in problem.forms]
    else:
        ways = [("package", dict(problem.files))]
    holds = False
    for placed.form, files in ways:
        holds = _try(placed, files, pools, plan)
        if placed.solved or pools is None:
            break
    if holds and plan.mutants and pools is not None and not incomplete:
        write_set(proved.parent, set_slug, title_of(set_slug))
        shutil.move(folder, proved)
        placed.state, placed.folder = "proved", proved
    else:
        _note(folder, placed)
    return placed


def _try(placed: Placed, files: dict[str, bytes], pools: PoolOf | None, plan: Plan) -> bool:
    """Write the draft and prove it; whether it holds, as far as the plan goes."""
    assert placed.folder is not None
    shutil.rmtree(placed.folder, ignore_errors=True)
    try:
        write(files, placed.folder)
    except (ValueError, OSError) as error:
        placed.findings = [str(error)]
        return False
    package = load_package(placed.folder, diagnostics := Diagnostics())
    if package is None:
        placed.findings = [str(note) for note in diagnostics.errors]
        return False
    if pools is None:
        placed.findings = ["nothing was run: its reference and its tests are unproved"]
        return False
    (proof,) = verify([package], pools(package), plan)
    placed.findings, placed.solved = findings_of(proof), _is_solved(proof, package)
    if proof.holds and not plan.mutants:
        placed.findings.append("its mutants were not tried")
    return proof.holds


def findings_of(proof: Proof) -> list[str]:
    """What keeps a package from holding, in lines; survivors among the mutants last."""
    lines = [str(note) for note in proof.notes if note.severity is not Severity.INFO]
    lines += [f"{result.name}: {result.problem}" for result in proof.results if result.problem]
    survivors = proof.mutation.survivors if proof.mutation else []
    return lines + [f"{mutant.file}: {mutant.id} survives" for mutant in survivors]


def _is_solved(proof: Proof, package: Package) -> bool:
    accepted = {s.name for s in package.submissions if s.path.parent.name == "accepted"}
    results = {result.name: result for result in proof.results}
    return bool(accepted) and all(name in results and results[name].problem is None for name in accepted)


def _name(form: Form) -> str:
    return "typed" if isinstance(form, Typed) else "examiner"


def _note(folder: Path, placed: Placed) -> None:
    """Findings lie beside the draft, so that they are no part of it."""
    text = json.dumps(placed.data(), indent=2, ensure_ascii=False)
    folder.with_name(f"{folder.name}.findings.json").write_text(text + "\n", encoding="utf-8")
