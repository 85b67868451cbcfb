"""Drafts of problems: packages that graders prove."""

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone

from graders.diagnostics import Diagnostics
from graders.formats.archive import read_zip
from graders.formats.writing import write
from graders.package import Package, load_package
from graders.package.included import FOLDER as INCLUDE
from graders.package.loader import OPTIONAL, REQUIRED
from graders.package.model import MUTANTS
from graders.store import NotStored, Store
from graders.verdict import DECLARED
from webapp.authoring.domain.archives import pack, unpack
from webapp.authoring.domain.desk import as_candidate, inspected, rendered
from webapp.authoring.domain.subjects.base import Subject
from webapp.authoring.models import Proof, Workspace
from webapp.catalog.domain import stored
from webapp.catalog.domain.loading import set_current
from webapp.catalog.domain.rendering import RENDERER
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion, StoredPackage
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Draft

IN_THE_MIDDLE = timedelta(days=30)
"""Whoever has not touched a draft for longer is not waiting for anything."""


class _Problems(Subject):
    noun: ClassVar[str] = "problem"
    proves: ClassVar[str] = (
        "runs every submission against its declared verdict, tries junk, attacks and small mistakes, and says what your "
        "cases do not notice. Your code runs in a sandbox, on a grader."
    )
    first: ClassVar[str] = "statement.md"
    shown: ClassVar[tuple[str, ...]] = (r"\.md$",)
    follows: ClassVar[bool] = False
    example: ClassVar[str] = "submissions/wrong_answer/off_by_one.py"
    known: ClassVar[tuple[str, ...]] = (
        "problem.toml", *REQUIRED, *OPTIONAL, "data/secret/more/one.in", "data/secret/more/one.ans",
        f"{INCLUDE}helping.py", *(f"submissions/{verdict}/one.py" for verdict in DECLARED),
    )  # fmt: skip
    counted: ClassVar[str] = "Submissions"
    runs: ClassVar[bool] = True

    def published(self, set_slug: str, slug: str) -> Problem | None:
        found = Problem.objects.select_related("set", "current")
        return found.filter(set__slug=set_slug, slug=slug).first()

    def files(self, published: Problem) -> dict[str, bytes]:
        if published.current is None:
            raise Refused("problem.empty", f"{published} has no version yet.", 404)
        return files_of_version(str(published), published.current.digest)

    def read(self, set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
        return inspected(set_slug, slug, texts)

    def preview(self, draft: Workspace, path: str, text: str, line: int) -> dict[str, Any]:
        return {"html": rendered(text)}

    def candidate(self, draft: Workspace, texts: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        return "authoring/candidate.html", as_candidate(draft.set_slug, draft.slug, texts)

    def prepare(self, draft: Workspace, texts: Mapping[str, str]) -> dict[str, Any]:
        return as_candidate(draft.set_slug, draft.slug, texts)

    def put(
        self, draft: Workspace, texts: Mapping[str, str], proof: Proof, prepared: dict[str, Any]
    ) -> ProblemVersion:
        archive = pack(draft.set_slug, draft.slug, texts)
        with tempfile.TemporaryDirectory() as folder:
            package = _package(Path(folder), draft, archive, proof.digest)
            if not stored.put(Store(settings.PACKAGE_STORE), package.digest, archive):
                raise Refused(
                    "publish.store",
                    "The package store did not take it; whoever runs the site finds out why.",
                    503,
                )
            stored.keep(package.digest, archive)
            rate = proof.summary.get("rate")
            version, _ = set_current(
                _set_of(draft),
                package,
                {
                    "statement_html": prepared["statement"],
                    "hints": prepared["hints"],
                    "editorial_html": prepared["editorial"],
                    "renderer": RENDERER,
                    "kill_rate": round(100 * rate, 2) if rate is not None else None,
                },
                keeper=Problem.Keeper.STUDIO,
            )
        return version

    def middle(self, version: ProblemVersion) -> int:
        """How many people have a draft that was begun on this version and is not old."""
        since = timezone.now() - IN_THE_MIDDLE
        return Draft.objects.filter(version=version, updated_at__gte=since).count()

    def reinstate(self, version: ProblemVersion) -> None:
        Problem.objects.filter(pk=version.problem_id).update(current=version)

    def counts(self, version: ProblemVersion) -> int:
        return version.submissions.filter(mode="grade").count()


PROBLEMS = _Problems()


def files_of_version(name: str, digest: str) -> dict[str, bytes]:
    """Every file of a published version, with its marks of mutants where they are known."""
    kept = StoredPackage.objects.filter(digest=digest).first()
    if kept:
        return unpack(bytes(kept.archive))[1]
    try:
        files = dict(Store(settings.PACKAGE_STORE).get(digest).files)
    except NotStored as error:
        raise Refused(
            "problem.not_stored", f"The site's package store has no such version: {error}", 503
        ) from None
    marks = Path(settings.PROBLEMS_DIR) / name / MUTANTS
    if marks.is_file() and not marks.is_symlink() and marks.stat().st_size < 1 << 18:
        files[MUTANTS] = marks.read_bytes()
    return files


def _package(folder: Path, draft: Workspace, archive: bytes, digest: str) -> Package:
    write(read_zip(archive), folder)
    package = load_package(folder / draft.set_slug / draft.slug, Diagnostics())
    if package is None or package.digest != digest:
        raise Refused(
            "publish.moved", "The files are others than those that were proved. Prove it again.", 409
        )
    return package


def _set_of(draft: Workspace) -> ProblemSet:
    title = draft.set_title or draft.set_slug.replace("-", " ").capitalize()
    defaults = {"title": title[:120], "summary": f"Written in the studio: {title}"[:300], "order": 1000}
    made, _ = ProblemSet.objects.get_or_create(slug=draft.set_slug, defaults=defaults)
    return made
