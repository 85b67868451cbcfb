"""Bring the problem packages on disk into the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from graders.diagnostics import Diagnostics
from graders.ledger import Ledger
from graders.package import Package, load_library
from graders.package import ProblemSet as LoadedSet
from graders.store import NotStored, Store
from webapp.catalog.domain.bounded import TooMuch, bounded
from webapp.catalog.domain.facts import version_facts
from webapp.catalog.domain.rendering import RENDERER, render_markdown
from webapp.catalog.domain.stored import restore_stored
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion


@dataclass
class Loaded:
    """What one load did, as slugs "set/problem"; `broken` holds what was refused, with file and line."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    kept: list[str] = field(
        default_factory=list
    )  # published by the studio: the folder's package is left alone
    broken: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)


def load_problems(root: Path, store: Store) -> Loaded:
    """Load every set under `root`: a new digest becomes a new current version; broken packages change nothing."""
    diagnostics, loaded = Diagnostics(), Loaded()
    sets = load_library(root, diagnostics)
    for note in dict.fromkeys(diagnostics.notes):  # several checks may find the same
        entry = {"package": note.subject, "file": note.file, "line": note.line, "message": note.message}
        if note.severity == "error":
            loaded.broken.append(entry)
        elif note.severity == "warning":
            loaded.warnings.append(entry)
    known = {
        (problem.set.slug, problem.slug): problem
        for problem in Problem.objects.select_related("set", "current", "follows").defer(
            "current__statement_html", "current__editorial_html", "current__hints"
        )
    }
    restore_stored(store)
    for problem_set in sets:
        _load_set(problem_set, known, store, loaded)
    loaded.rendered += render_kept(known.values(), store)
    _retire_missing(root, known, loaded)
    return loaded


def _load_set(source: LoadedSet, known: dict[tuple[str, str], Problem], store: Store, loaded: Loaded) -> None:
    manifest = source.manifest
    values = {
        "title": manifest.title,
        "summary": manifest.summary,
        "track": manifest.track,
        "order": manifest.order,
    }
    row = ProblemSet.objects.filter(slug=source.slug).first()
    if row is None or any(getattr(row, name) != value for name, value in values.items()):
        row, _ = ProblemSet.objects.update_or_create(slug=source.slug, defaults=values)
    ledger = Ledger.read(source.path)
    for package in source.packages:
        problem = known.get((source.slug, package.slug))
        if problem and problem.keeper == Problem.Keeper.STUDIO:
            loaded.kept.append(f"{source.slug}/{package.slug}")
            continue
        entry = ledger.of(package)
        rate = entry.per_cent if entry else None
        try:
            _load_package(row, package, problem, store, loaded, rate)
        except TooMuch as error:  # one author's text must not keep the others' packages away
            name = f"{source.slug}/{package.slug}"
            loaded.broken.append({"package": name, "file": None, "line": None, "message": str(error)})
    before = {
        slug: row.follows.slug if row.follows else None
        for (own, slug), row in known.items()
        if own == source.slug
    }
    if any(before.get(package.slug, "") != manifest.follows.get(package.slug) for package in source.packages):
        _chain(row, manifest.follows)


def _chain(problem_set: ProblemSet, follows: Mapping[str, str]) -> None:
    """Say of each problem of the set which one it follows."""
    rows = {problem.slug: problem for problem in Problem.objects.filter(set=problem_set)}
    for slug, problem in rows.items():
        before = rows.get(follows.get(slug, ""))
        if problem.follows_id != (before.pk if before else None):
            problem.follows = before
            problem.save(update_fields=["follows"])


def _load_package(
    problem_set: ProblemSet,
    package: Package,
    problem: Problem | None,
    store: Store,
    loaded: Loaded,
    kill_rate: float | None,
) -> None:
    """`kill_rate`: how many per cent of its mutants this version was proved to kill; a later proof changes no version."""
    name = f"{problem_set.slug}/{package.slug}"
    if package.digest not in store:  # looked at on every load: nothing can be graded without it
        store.put(package.path)
    if problem and _is_current(problem, package):
        if problem.current and problem.current.kill_rate != kill_rate:
            ProblemVersion.objects.filter(pk=problem.current.pk).update(kill_rate=kill_rate)
        loaded.unchanged.append(name)
        return
    texts = bounded(lambda: texts_of(package))
    first = problem is None or problem.current_id is None
    _, new = set_current(problem_set, package, {**texts, "kill_rate": kill_rate})
    (loaded.rendered if not new else loaded.added if first else loaded.updated).append(name)


def set_current(
    problem_set: ProblemSet, package: Package, shown: Mapping[str, Any], **more: Any
) -> tuple[ProblemVersion, bool]:
    """Make the package the current version of its problem; the version, and whether it is new.

    `shown` are the version's rendered texts and its kill rate, `more` further fields of the problem.
    """
    with transaction.atomic():
        problem, _ = Problem.objects.update_or_create(
            set=problem_set,
            slug=package.slug,
            defaults={"order": package.manifest.order, "retired": False, **more},
        )
        version = ProblemVersion.objects.filter(problem=problem, digest=package.digest).first()
        new = version is None
        if version is None:
            version = ProblemVersion(problem=problem, digest=package.digest, **version_facts(package))
        for attribute, value in shown.items():
            setattr(version, attribute, value)
        version.save()
        problem.current = version
        problem.save(update_fields=["current"])
    return version, new


def _is_current(problem: Problem, package: Package) -> bool:
    version = problem.current
    return (
        version is not None
        and version.digest == package.digest
        and version.renderer == RENDERER
        and problem.order == package.manifest.order
        and not problem.retired
    )


def render_kept(problems: Iterable[Problem], store: Store) -> list[str]:
    """Render anew what the studio published, where the renderer is another by now; the names of these problems."""
    rendered = []
    for problem in problems:
        version = problem.current
        if problem.keeper != Problem.Keeper.STUDIO or version is None or version.renderer == RENDERER:
            continue
        try:
            package = store.get(version.digest)
            texts = bounded(partial(texts_of, package))
        except (NotStored, TooMuch):  # it keeps what it shows; grading will say what is wrong with the store
            continue
        ProblemVersion.objects.filter(pk=version.pk).update(**texts)
        rendered.append(str(problem))
    return rendered


def texts_of(package: Package) -> dict[str, Any]:
    """Its Markdown, rendered."""
    return {
        "statement_html": render_markdown(package.statement),
        "hints": [{"title": hint.title, "html": render_markdown(hint.body)} for hint in package.hints],
        "editorial_html": render_markdown(package.editorial),
        "renderer": RENDERER,
    }


def _retire_missing(root: Path, known: dict[tuple[str, str], Problem], loaded: Loaded) -> None:
    """Retire what is no longer on disk; a package that is there but broken keeps its last version."""
    for (set_slug, slug), problem in known.items():
        folder = problem.keeper == Problem.Keeper.FOLDER
        if folder and not problem.retired and not (root / set_slug / slug / "problem.toml").exists():
            Problem.objects.filter(pk=problem.pk).update(retired=True)
            loaded.retired.append(f"{set_slug}/{slug}")
