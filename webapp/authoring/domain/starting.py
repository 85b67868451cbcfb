"""New workspaces: from a template, from what is published, from files."""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from graders.new.starting import CannotStart, data_texts, start
from webapp.accounts.models import User
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.bounds import check_together, decode_all
from webapp.authoring.domain.files import fill
from webapp.authoring.domain.subjects import BUNDLES, RESERVED, Published, subject_for
from webapp.authoring.models import Workspace
from webapp.catalog.models import Problem
from webapp.practice.domain.refusals import Refused

MOST_OPEN = 200
"""Workspaces of one person that are not put away."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ORDER = re.compile(r"^order = \d+$", re.MULTILINE)


def from_template(user: User, set_slug: str, slug: str, kind: str, set_title: str = "") -> Workspace:
    """A draft that verifies as it is, to be changed file by file."""
    _check_names(set_slug, slug)
    if set_slug in RESERVED:
        raise Refused("set.reserved", f"{set_slug} is the folder of other things: take another name.")
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


def from_bundle_template(user: User, folder: str, slug: str, title: str, topic: str = "") -> Workspace:
    """A draft of a question bank or a loop that is above the bar as it is."""
    _check_names(folder, slug)
    subject = BUNDLES[folder]
    if subject.published(folder, slug) or subject.in_folder_only(slug):
        raise Refused(
            "bundle.there",
            f"There is a {subject.noun} {slug} already: open that one, or take another name.",
            409,
        )
    title = title.strip() or slug.replace("-", " ").capitalize()
    names = {"id": slug, "title": json.dumps(title, ensure_ascii=False)[1:-1], "topic": topic}
    texts = data_texts(folder, names)
    check_together(texts)
    made = create(user, folder, slug, texts, source="template")
    made.title = title[:160]
    made.save(update_fields=["title"])
    return made


def from_published(user: User, published: Published) -> Workspace:
    """A draft that holds what is published, as it is now."""
    folder, _, slug = str(published).partition("/")
    texts = decode_all(subject_for(folder).files(published))
    with transaction.atomic():
        made = create(user, folder, slug, texts, source="published version", published=True)
        assert published.current is not None
        made.base_digest, made.title = published.current.digest, published.current.title
        made.save(update_fields=["base_digest", "title"])
    return made


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
