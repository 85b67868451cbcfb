"""Drafts of interview loops: data, which is read by the desk and checked against what this site has to draw from."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.template.loader import render_to_string

from graders.diagnostics import Diagnostics
from graders.loops import check_loop
from graders.loops.loader import PARTS, WHOLE
from webapp.authoring.domain.desk import desk
from webapp.authoring.domain.subjects.base import Subject
from webapp.authoring.models import Proof, Workspace
from webapp.catalog.domain import bundles
from webapp.catalog.models import Bundle, BundleVersion
from webapp.interviews.domain.drawing import loops_from, shelf
from webapp.interviews.models import Round
from webapp.practice.domain.refusals import Refused

READ_S, SHOW_S = 15.0, 4.0


class _Loops(Subject):
    noun: ClassVar[str] = "loop"
    proves: ClassVar[str] = (
        "checks the loop as the library's own are checked: minutes and weights add up, every rubric and pool is there and "
        "used, and each round can be drawn at each level from what this site has. Nothing runs."
    )
    first: ClassVar[str] = "loop.toml"
    shown: ClassVar[tuple[str, ...]] = (r"\.toml$",)
    follows: ClassVar[bool] = False
    example: ClassVar[str] = "probes.toml"
    known: ClassVar[tuple[str, ...]] = (WHOLE, *PARTS)
    counted: ClassVar[str] = ""
    runs: ClassVar[bool] = False

    def published(self, set_slug: str, slug: str) -> Bundle | None:
        return Bundle.objects.select_related("current").filter(kind=Bundle.Kind.LOOP, slug=slug).first()

    def in_folder_only(self, slug: str) -> bool:
        return bundles.only_in_folder(Bundle.Kind.LOOP, slug)

    def files(self, published: Bundle) -> dict[str, bytes]:
        if published.current is None:
            raise Refused("loop.empty", f"{published} has no version yet.", 404)
        return {path: text.encode() for path, text in bundles.texts_of(published.current).items()}

    def read(self, set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
        found = _read(slug, texts)
        notes, content = found["notes"], found["content"]
        if content is None:
            return {"notes": notes, "package": None}
        read, rounds = _errors(notes), content["loop"]["rounds"]
        rows = [_row("Files", read, "no findings")]
        if read:  # what could not be read would be missed everywhere
            rows.append({"name": "Rounds", "state": "skipped", "words": "not reached"})
        else:
            diagnostics = Diagnostics()
            lines = {(file, name): line for file, name, line in found["lines"]}
            check_loop(loops_from(content, lines), shelf(), diagnostics)
            notes += [
                {"severity": str(one.severity), "message": one.message, "file": one.file, "line": one.line}
                for one in dict.fromkeys(diagnostics.notes)
            ]
            words = f"{len(rounds)} rounds drawn at {len(content['loop']['levels'])} levels"
            rows.append(_row("Rounds", len(diagnostics.errors), words))
        package = {"digest": bundles.digest_of(texts), "title": content["loop"]["title"]}
        return {"notes": notes, "package": package, "rows": rows}

    def preview(self, draft: Workspace, path: str, text: str, line: int) -> dict[str, Any]:
        shown = desk().ask("loop_shown", {"path": path, "text": text}, SHOW_S)
        template = "broken" if "notes" in shown else "loop"
        return {"html": render_to_string(f"authoring/preview/{template}.html", shown)}

    def candidate(self, draft: Workspace, texts: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        context: dict[str, Any] = {
            "notes": self.read(draft.set_slug, draft.slug, texts)["notes"],
            "written": [],
        }
        context["items"] = [
            self.preview(draft, path, texts[path], 1)["html"]
            for path in ("loop.toml", "prompts.toml", "probes.toml", "rubrics.toml")
            if path in texts
        ]
        return "authoring/candidate_data.html", {"title": draft.title or draft.slug, **context}

    def prepare(self, draft: Workspace, texts: Mapping[str, str]) -> Any:
        return _read(draft.slug, texts)["content"]

    def put(self, draft: Workspace, texts: Mapping[str, str], proof: Proof, prepared: Any) -> BundleVersion:
        return bundles.put_version(
            Bundle.Kind.LOOP, draft.slug, texts, prepared["loop"]["title"], prepared, Bundle.Keeper.STUDIO
        )

    def middle(self, version: BundleVersion) -> int:
        """How many people have rounds of this loop before them: what was drawn for them stays as it was drawn."""
        waiting = Round.objects.filter(interview__loop=version.bundle.slug).exclude(state=Round.State.DONE)
        return waiting.values("interview__user").distinct().count()

    def reinstate(self, version: BundleVersion) -> None:
        Bundle.objects.filter(pk=version.bundle_id).update(current=version)


LOOPS = _Loops()


def _read(slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = desk().ask("loop", {"slug": slug, "files": dict(texts)}, READ_S)
    return found


def _errors(notes: list[dict[str, Any]]) -> int:
    return sum(note["severity"] == "error" for note in notes)


def _row(name: str, errors: int, words: str) -> dict[str, Any]:
    said = f"{errors} error{'' if errors == 1 else 's'}" if errors else words
    return {"name": name, "state": "bad" if errors else "good", "words": said}
