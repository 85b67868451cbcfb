"""New workspaces: from a template, from a published problem, from files."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from graders.new.starting import CannotStart, start
from graders.package.model import MUTANTS
from graders.store import NotStored, Store
from webapp.accounts.models import User
from webapp.authoring.domain.archives import unpack
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.bounds import decode_all
from webapp.authoring.domain.files import fill
from webapp.authoring.models import Workspace
from webapp.catalog.models import Problem, StoredPackage
from webapp.practice.domain.refusals import Refused

MOST_OPEN = 200
"""Workspaces of one person that are not put away."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORDER = re.compile(r"^order = \d+$", re.MULTILINE)


def from_template(user: User, set_slug: str, slug: str, kind: str, set_title: str = "") -> Workspace:
    """A draft that verifies as it is, to be changed file by file."""
    _check_names(set_slug, slug)
    if Problem.objects.filter(set__slug=set_slug, slug=slug).exists():
        raise Refused(
            "problem.there",
            f"There is a problem {set_slug}/{slug} already: open that one, or take another name.",
            409,
        )
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = start(Path(folder), f"{set_slug}/{slug}", kind)
        except CannotStart as error:
            raise Refused("template.bad", str(error)) from None
        files = {
            file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()
        }
    texts = decode_all(files)
    texts["problem.toml"] = _ORDER.sub(f"order = {_next_order(set_slug)}", texts["problem.toml"], count=1)
    return create(user, set_slug, slug, texts, set_title=set_title, source=f"template {kind}")


def from_problem(user: User, problem: Problem) -> Workspace:
    """A draft that holds the problem's current version."""
    if problem.current is None:
        raise Refused("problem.empty", f"{problem} has no version yet.", 404)
    texts = decode_all(files_of_version(str(problem), problem.current.digest))
    with transaction.atomic():
        made = create(user, problem.set.slug, problem.slug, texts, source="published version", published=True)
        made.base, made.title = problem.current, problem.current.title
        made.save(update_fields=["base", "title"])
    return made


def files_of_version(name: str, digest: str) -> dict[str, bytes]:
    """Every file of a published version, with its marks of mutants where they are known."""
    stored = StoredPackage.objects.filter(digest=digest).first()
    if stored:
        return unpack(bytes(stored.archive))[1]
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


def create(
    user: User, set_slug: str, slug: str, texts: Mapping[str, str], *, set_title: str = "", source: str = "",
    not_carried: list[str] | None = None, published: bool = False,
) -> Workspace:  # fmt: skip
    """A workspace of these files."""
    _check_names(set_slug, slug)
    if Workspace.objects.filter(owner=user, closed_at=None).count() >= MOST_OPEN:
        raise Refused("workspaces.many", f"You have {MOST_OPEN} open drafts: put some away first.", 409)
    with transaction.atomic():
        made = Workspace.objects.create(
            owner=user, set_slug=set_slug, slug=slug, set_title=set_title[:120], source=source[:300],
            not_carried=list(not_carried or ()),
        )  # fmt: skip
        fill(made, texts, user, published=published)
        note(user, "workspace.created", str(made), made, source=source[:300], files=len(texts))
    return made


def _check_names(set_slug: str, slug: str) -> None:
    for name in (set_slug, slug):
        if not _SLUG.fullmatch(name) or len(name) > 60:
            raise Refused(
                "name.bad", f"{name!r:.80} is no name: small letters, digits and single hyphens, up to 60."
            )


def _next_order(set_slug: str) -> int:
    last = Problem.objects.filter(set__slug=set_slug).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1
