"""Drafts of question banks: data, which the desk checks as the verifier does."""

import tomllib
from collections.abc import Mapping
from typing import Any, ClassVar

from django.template.loader import render_to_string

from graders.package.manifest import LEVELS
from webapp.authoring.domain.desk import desk, rendered
from webapp.authoring.domain.subjects.base import Subject
from webapp.authoring.models import Proof, Workspace
from webapp.catalog.domain import bundles
from webapp.catalog.domain.rendering import RENDERER
from webapp.catalog.models import Bundle, BundleVersion
from webapp.practice.domain.refusals import Refused
from webapp.readiness.domain.entries import CLAIM, Entry
from webapp.readiness.domain.loading import bank_content, bank_title, put_bank, taken_names
from webapp.readiness.domain.presenting import Showing, present, review
from webapp.readiness.models import Asked, Evidence, Item, ItemVersion

CHECK_S, SHOW_S = 30.0, 4.0
ABOUT = "bank.toml"


class _Banks(Subject):
    noun: ClassVar[str] = "question bank"
    proves: ClassVar[str] = (
        "checks every item and rubric as the library's own are checked: keys and numbers, options that give the key away, "
        "questions that are asked already, here or in another bank. Nothing runs."
    )
    first: ClassVar[str] = "quiz/"
    shown: ClassVar[tuple[str, ...]] = (r"\.md$", r"^quiz/", r"^written/", r"^readiness\.toml$")
    follows: ClassVar[bool] = True
    example: ClassVar[str] = "quiz/2-1.toml, or written/two-heaps.toml"
    known: ClassVar[tuple[str, ...]] = (
        "bank.toml", *(f"quiz/{level}.toml" for level in LEVELS), "written/two-heaps.toml", "written/two-heaps.md",
        "readiness.toml",
    )  # fmt: skip
    counted: ClassVar[str] = "Answers"
    runs: ClassVar[bool] = False

    def published(self, set_slug: str, slug: str) -> Bundle | None:
        return Bundle.objects.select_related("current").filter(kind=Bundle.Kind.BANK, slug=slug).first()

    def in_folder_only(self, slug: str) -> bool:
        return bundles.only_in_folder(Bundle.Kind.BANK, slug)

    def files(self, published: Bundle) -> dict[str, bytes]:
        if published.current is None:
            raise Refused("bank.empty", f"{published} has no version yet: its files have errors.", 404)
        return {path: text.encode() for path, text in bundles.texts_of(published.current).items()}

    def read(self, set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
        about = {
            "slug": slug,
            "files": dict(texts),
            "others": _items_beside(slug),
            "taken": _taken(slug),
        }
        found: dict[str, Any] = desk().ask("bank", about, CHECK_S)
        if found["package"]:
            title = bank_title(slug, found["package"]["title"])
            found["package"] |= {"digest": bundles.digest_of(texts), "title": title}
        return found

    def preview(self, draft: Workspace, path: str, text: str, line: int) -> dict[str, Any]:
        if path.endswith(".md"):
            return {"html": rendered(text)}
        topic = _topic(draft)
        shown = desk().ask("bank_shown", {"topic": topic, "path": path, "text": text, "line": line}, SHOW_S)
        what = f"item {shown['number']} of {shown['of']}" if "number" in shown else ""
        if "item" in shown:
            html = _item_html(shown["item"], shown["html"])
        elif "claim" in shown:
            html = _claim_html(shown["claim"], shown["html"])
        elif "written" in shown:
            html = _written_html(shown["written"], shown["html"])
        else:
            html = render_to_string("authoring/preview/broken.html", {"notes": shown["notes"]})
        return {"html": html, "what": what}

    def candidate(self, draft: Workspace, texts: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        made = _entries(draft.slug, texts)
        context: dict[str, Any] = {"notes": self.read(draft.set_slug, draft.slug, texts)["notes"]}
        if made["bank"]:
            context |= {
                "title": bank_title(draft.slug, made["bank"]["title"]),
                "topic": made["bank"]["topic"],
                "items": [
                    _entry_html(row["kind"], row["facts"]["content"], made["html"][row["name"]])
                    for row in made["entries"]
                ],
                "written": [
                    {"html": _written_html(one["content"], one["html"]), "answer": one["answer"]}
                    for one in made["written"]
                ],
            }
        return "authoring/candidate_data.html", context

    def prepare(self, draft: Workspace, texts: Mapping[str, str]) -> dict[str, Any]:
        return _entries(draft.slug, texts)

    def put(
        self, draft: Workspace, texts: Mapping[str, str], proof: Proof, prepared: dict[str, Any]
    ) -> BundleVersion:
        entries = [Entry(**{**row, "texts": tuple(row["texts"])}) for row in prepared["entries"]]
        written = [one["content"] for one in prepared["written"]]
        names = [f"{prepared['bank']['topic']}/{one['id']}" for one in written]
        names += [entry.name for entry in entries]
        taken = {name: bank for name, bank in _taken(draft.slug).items() if name in names}
        if taken:  # since it was proved
            name, bank = min(taken.items())
            raise Refused(
                "publish.taken", f"{name} is a question of the bank {bank} by now. Prove it again.", 409
            )
        bank = prepared["bank"]
        version = bundles.put_version(
            Bundle.Kind.BANK,
            draft.slug,
            texts,
            bank_title(draft.slug, bank["title"]),
            bank_content(bank["topic"], [one.digest for one in entries if one.kind != CLAIM], written),
            Bundle.Keeper.STUDIO,
        )
        put_bank(version.bundle, entries, prepared["html"])
        return version

    def middle(self, version: BundleVersion) -> int:
        """How many people are in the middle of a check that has asked something of this bank."""
        open_ = Asked.objects.filter(version__item__bank=version.bundle, check_run__finished_at=None)
        return open_.values("check_run").distinct().count()

    def reinstate(self, version: BundleVersion) -> None:
        texts = bundles.texts_of(version)
        made = _entries(version.bundle.slug, texts)
        if made["bank"] is None:
            raise Refused("restore.old", "That version cannot be read any more: its format is too old.", 409)
        Bundle.objects.filter(pk=version.bundle_id).update(current=version)
        entries = [Entry(**{**row, "texts": tuple(row["texts"])}) for row in made["entries"]]
        put_bank(version.bundle, entries, made["html"])

    def set_retired(self, published: Any, retired: bool) -> None:
        super().set_retired(published, retired)
        if retired:
            Item.objects.filter(bank=published).update(retired=True)
        elif published.current:
            self.reinstate(published.current)

    def counts(self, version: BundleVersion) -> int:
        """Answers to items as they are in this version."""
        answers = Evidence.objects.filter(item__item__bank=version.bundle)
        return answers.filter(item__digest__in=version.content["items"]).count()


BANKS = _Banks()


def _entries(slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = desk().ask("bank_entries", {"slug": slug, "files": dict(texts)}, CHECK_S)
    return made


def _items_beside(slug: str) -> list[dict[str, Any]]:
    """The items that the site asks, of all other banks."""
    rows = Item.objects.filter(kind=Item.Kind.QUIZ, retired=False, current__isnull=False)
    return list(rows.exclude(bank__slug=slug).values_list("current__content", flat=True))


def _taken(slug: str) -> dict[str, str]:
    """Every name that another bank has, or had, with that bank."""
    return taken_names(slug) | _written_taken(slug)


def _written_taken(slug: str) -> dict[str, str]:
    """The names of written questions in other banks."""
    banks = Bundle.objects.filter(kind=Bundle.Kind.BANK, current__isnull=False).exclude(slug=slug)
    contents = [(bank.slug, bank.current.content) for bank in banks.select_related("current") if bank.current]
    return {f"{held['topic']}/{one['id']}": slug for slug, held in contents for one in held["written"]}


def _topic(draft: Workspace) -> str:
    about = draft.files.filter(path=ABOUT, deleted=False).values_list("text", flat=True).first()
    try:
        return str(tomllib.loads(about or "")["topic"])[:40]
    except (ValueError, KeyError, RecursionError):
        return draft.slug


def _entry_html(kind: str, content: dict[str, Any], html: dict[str, str]) -> str:
    return _claim_html(content, html) if kind == CLAIM else _item_html(content, html)


def _claim_html(content: dict[str, Any], html: dict[str, str]) -> str:
    """A line of the self-check as it is asked, and what proves it."""
    context = {"line": content, "can": html[content["can"]], "yes": html[content["yes"]]}
    return render_to_string("authoring/preview/claim.html", context)


def _item_html(content: dict[str, Any], html: dict[str, str]) -> str:
    """A quiz item as it is asked, and what is told once it is answered."""
    version = ItemVersion(content=content, html=html, renderer=RENDERER)
    showing = Showing("preview", 1)
    context: dict[str, Any] = {
        "question": present(showing, version),
        "review": review(showing, version),
        "item": content,
    }
    context["apart"] = f"-{content['id']}"  # a page shows many of them
    if content["type"] in ("numeric", "short"):
        context["mistakes"] = [
            {"given": f"{one['value']:g}" if "value" in one else one["text"], "why": html[one["why"]]}
            for one in content["mistakes"]
        ]
    elif content["type"] == "ordering":
        context["slips"] = [{**slip, "why": html[slip["why"]]} for slip in content["slips"]]
    return render_to_string("authoring/preview/item.html", context)


def _written_html(content: dict[str, Any], html: str) -> str:
    """A written question as it is asked, and the rubric that it is marked by."""
    return render_to_string("authoring/preview/written.html", {"question": content, "html": html})
