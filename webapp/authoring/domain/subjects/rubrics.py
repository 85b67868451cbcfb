"""Drafts of rubrics for handed-in code: data, which is read by the desk."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.template.loader import render_to_string

from webapp.authoring.domain.desk import desk
from webapp.authoring.domain.subjects.base import Subject
from webapp.authoring.models import Proof, Workspace
from webapp.catalog.domain import bundles
from webapp.catalog.models import Bundle, BundleVersion
from webapp.marking.models import Pile
from webapp.practice.domain.refusals import Refused

READ_S, SHOW_S = 15.0, 4.0
RUBRIC = "rubric.toml"


class _Rubrics(Subject):
    noun: ClassVar[str] = "rubric for code"
    proves: ClassVar[str] = (
        "checks the rubric as the library's own are checked: weights add up, levels rise from nothing, and no two anchors are the "
        "same. Nothing runs."
    )
    first: ClassVar[str] = RUBRIC
    shown: ClassVar[tuple[str, ...]] = (r"\.toml$",)
    follows: ClassVar[bool] = False
    example: ClassVar[str] = RUBRIC
    known: ClassVar[tuple[str, ...]] = (RUBRIC,)
    counted: ClassVar[str] = "Items marked"
    runs: ClassVar[bool] = False

    def published(self, set_slug: str, slug: str) -> Bundle | None:
        return Bundle.objects.select_related("current").filter(kind=Bundle.Kind.RUBRIC, slug=slug).first()

    def in_folder_only(self, slug: str) -> bool:
        return bundles.only_in_folder(Bundle.Kind.RUBRIC, slug)

    def files(self, published: Bundle) -> dict[str, bytes]:
        if published.current is None:
            raise Refused("rubric.empty", f"{published} has no version yet.", 404)
        return {path: text.encode() for path, text in bundles.texts_of(published.current).items()}

    def read(self, set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
        found = _read(slug, texts)
        notes, content = found["notes"], found["content"]
        if content is None:
            return {"notes": notes, "package": None}
        errors = sum(note["severity"] == "error" for note in notes)
        many = len(content["criteria"])
        words = f"{many} {'criterion' if many == 1 else 'criteria'}"
        said = f"{errors} error{'' if errors == 1 else 's'}" if errors else words
        rows = [{"name": "Rubric", "state": "bad" if errors else "good", "words": said}]
        package = {"digest": bundles.digest_of(texts), "title": content["title"]}
        return {"notes": notes, "package": package, "rows": rows}

    def preview(self, draft: Workspace, path: str, text: str, line: int) -> dict[str, Any]:
        shown = desk().ask("loop_shown", {"path": path, "text": text}, SHOW_S)
        template = "loop" if shown.get("file") == RUBRIC else "broken"
        return {"html": render_to_string(f"authoring/preview/{template}.html", shown)}

    def candidate(self, draft: Workspace, texts: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        context: dict[str, Any] = {
            "title": draft.title or draft.slug,
            "notes": self.read(draft.set_slug, draft.slug, texts)["notes"],
            "items": [self.preview(draft, RUBRIC, texts[RUBRIC], 1)["html"]] if RUBRIC in texts else [],
        }
        return "authoring/candidate_data.html", context

    def prepare(self, draft: Workspace, texts: Mapping[str, str]) -> Any:
        return _read(draft.slug, texts)["content"]

    def put(self, draft: Workspace, texts: Mapping[str, str], proof: Proof, prepared: Any) -> BundleVersion:
        return bundles.put_version(
            Bundle.Kind.RUBRIC, draft.slug, texts, prepared["title"], prepared, Bundle.Keeper.STUDIO
        )

    def middle(self, version: BundleVersion) -> int:
        """How many items are being marked by this version: they go on with it."""
        return _marked_by(version).filter(released_at=None).count()

    def reinstate(self, version: BundleVersion) -> None:
        Bundle.objects.filter(pk=version.bundle_id).update(current=version)

    def counts(self, version: BundleVersion) -> int:
        """Items of assignments that are, or were, marked by this version."""
        return _marked_by(version).count()


RUBRICS = _Rubrics()


def _marked_by(version: BundleVersion) -> Any:
    return Pile.objects.filter(rubric=version.content)


def _read(slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = desk().ask("rubric", {"slug": slug, "files": dict(texts)}, READ_S)
    return found
