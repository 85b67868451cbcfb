"""`lint`: load packages and questions and print what is wrong with them, without any cell."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from graders.cli.loops import find_loops, has_loops, holds_loops, loops_data
from graders.cli.questions import find_questions, has_questions, holds_questions
from graders.diagnostics import Diagnostics
from graders.package import Package, load_library, load_package, load_set
from graders.verify.prose import check_prose


def find_packages(paths: list[Path], diagnostics: Diagnostics) -> list[Package]:
    """The packages under each path: a package, a set or a library of sets; folders of questions hold none."""
    packages: list[Package] = []
    for path in (path.resolve() for path in paths):
        if (path / "problem.toml").exists():
            loaded = load_package(path, diagnostics.child(f"{path.parent.name}/{path.name}"))
            packages += [loaded] if loaded else []
        elif (path / "set.toml").exists():
            problem_set = load_set(path, diagnostics.child(path.name))
            packages += problem_set.packages if problem_set else []
        elif holds_questions(path) or holds_loops(path):
            continue
        elif path.is_dir():
            packages += [package for item in load_library(path, diagnostics) for package in item.packages]
        else:
            diagnostics.error(f"{path} is not a folder")
    if (
        not packages
        and not diagnostics.errors
        and not any(map(has_questions, paths))
        and not any(map(has_loops, paths))
    ):
        diagnostics.error("there is no package here: " + ", ".join(map(str, paths)))
    return packages


def lint(paths: list[Path], as_json: bool) -> int:
    """Print every note; 0 when no package is refused, else 1."""
    diagnostics = Diagnostics()
    packages = find_packages(paths, diagnostics)
    for package in packages:
        check_prose(package, diagnostics.child(f"{package.set_slug}/{package.slug}"))
    questions = find_questions(paths, diagnostics)
    loops = find_loops(paths, diagnostics)
    if as_json:
        loaded = [{"set": p.set_slug, "problem": p.slug, "digest": p.digest} for p in packages]
        notes = [asdict(note) for note in diagnostics.notes]
        print(
            json.dumps(
                {
                    "packages": loaded,
                    "questions": questions.data(),
                    "loops": loops_data(loops),
                    "notes": notes,
                },
                indent=2,
            )
        )
    else:
        for note in diagnostics.notes:
            print(note)
        if questions.banks:
            print(questions.summary())
        if loops:
            print(f"{sum(len(found.loops) for found in loops)} interview loops")
        print(f"{len(packages)} packages load, {len(diagnostics.errors)} errors")
    return 1 if diagnostics.errors else 0
