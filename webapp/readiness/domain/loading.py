"""Bring question banks into the site, those on disk and what the studio publishes: a new wording becomes a new version, and
old ones stay with their evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from graders.diagnostics import Diagnostics
from graders.questions import Bank, SelfCheck, load_questions
from graders.questions.items import ITEM
from webapp.catalog.domain import bundles
from webapp.catalog.domain.bounded import TooMuch, bounded
from webapp.catalog.domain.rendering import RENDERER
from webapp.catalog.models import Bundle, Keeper
from webapp.readiness.domain.entries import CLAIM, Entry, claim_entry, entries_of, quiz_entry
from webapp.readiness.models import Item, ItemVersion

BATCH = 40
"""Items that are rendered together."""


@dataclass
class Loaded:
    """What one load did, as names of items; `broken` holds what was refused, with file and line."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # banks of the studio: what the folder has is left alone
    broken: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)

    def refuse(self, bank: str, message: str, file: str | None = None, line: int | None = None) -> None:
        """Note that something was not taken."""
        self.broken.append({"bank": bank, "file": file, "line": line, "message": message})


def load_banks(root: Path) -> Loaded:
    """Load every bank under `root` (problems/questions). A broken item changes nothing: its last version stays."""
    diagnostics, loaded = Diagnostics(), Loaded()
    if not root.is_dir():  # an address that is wrong must not retire every item
        loaded.refuse(str(root), "there is no such folder")
        return loaded
    library = load_questions(root, diagnostics)
    for note in dict.fromkeys(diagnostics.notes):
        if note.severity == "error":
            loaded.refuse(note.subject, note.message, note.file, note.line)
    studio = Bundle.objects.filter(kind=Bundle.Kind.BANK, keeper=Keeper.STUDIO)
    kept = set(studio.values_list("slug", flat=True))
    banks = [bank for bank in library.banks if bank.name not in kept]
    loaded.kept = sorted({bank.name for bank in library.banks} & kept)
    rows = {bank.name: _bundle(bank, diagnostics) for bank in banks}
    known = {
        item.name: item for item in Item.objects.select_related("current", "bank").defer("current__content")
    }
    entries = [entry for bank in banks for entry in entries_of(bank)]
    changed = []
    for source in entries:
        item = known.get(source.name)
        if item and item.bank and item.bank.keeper == Keeper.STUDIO:
            loaded.refuse(source.bank, f"{source.name}: the id is taken, in the studio's {item.bank.slug}")
        elif item and _is_current(item, source, rows):
            loaded.unchanged.append(source.name)
        else:
            changed.append(source)
    for source, html in _rendered_all(changed, loaded):
        _load(source, html, rows.get(source.bank), loaded)
    _render_kept(known.values(), loaded)
    if not loaded.broken:  # else what is missing may only be what could not be read
        _retire({entry.name for entry in entries}, known, set(rows), loaded)
    return loaded


def put_bank(bundle: Bundle, entries: Iterable[Entry], html: Mapping[str, Mapping[str, str]]) -> Loaded:
    """Make these the items of the bank: `html` are their rendered texts, by name. What it has no more is asked no more."""
    loaded, names = Loaded(), set()
    with transaction.atomic():
        for entry in entries:
            _load(entry, dict(html[entry.name]), bundle, loaded)
            names.add(entry.name)
        gone = Item.objects.filter(bank=bundle, retired=False).exclude(name__in=names)
        loaded.retired = sorted(gone.values_list("name", flat=True))
        gone.update(retired=True)
    return loaded


def taken_names(slug: str) -> dict[str, str]:
    """What other banks than `slug` call their items, or have called one: name -> bank. A name is an item's for good."""
    rows = Item.objects.exclude(bank__slug=slug).select_related("bank")
    return {row.name: row.bank.slug if row.bank else row.topic for row in rows}


def _bundle(bank: Bank, diagnostics: Diagnostics) -> Bundle:
    """The bank's row; where nothing is wrong with its files, with a version of them."""
    kind, texts = Bundle.Kind.BANK, bundles.texts_in(bank.path)
    if texts is None or diagnostics.child(bank.name).errors:
        return Bundle.objects.get_or_create(kind=kind, slug=bank.name)[0]
    written = [one.model_dump(mode="json") for one in bank.written]
    content = bank_content(bank.topic, [item.digest for item in bank.items], written)
    title = bank_title(bank.name, bank.title)
    return bundles.put_version(kind, bank.name, texts, title, content, Keeper.FOLDER).bundle


def bank_content(topic: str, items: list[str], written: list[dict[str, Any]]) -> dict[str, Any]:
    """What a version of a bank keeps beside its files: the digests of its items, and its written questions whole."""
    return {"topic": topic, "items": items, "written": written}


def bank_title(name: str, title: str) -> str:
    """What a bank is called: as bank.toml says, else after its folder."""
    return title or name.replace("-", " ").capitalize()


def _rendered_all(changed: list[Entry], loaded: Loaded) -> list[tuple[Entry, dict[str, str]]]:
    batches = (changed[begin : begin + BATCH] for begin in range(0, len(changed), BATCH))
    return [pair for batch in batches for pair in _rendered(batch, loaded)]


def _rendered(batch: list[Entry], loaded: Loaded) -> list[tuple[Entry, dict[str, str]]]:
    """The texts of each item as HTML, many in one process; if that is too much, one by one to find whose it is."""
    try:
        made = bounded(lambda: [source.html() for source in batch])
        return list(zip(batch, made, strict=True))
    except TooMuch as error:
        if len(batch) > 1:
            return [pair for source in batch for pair in _rendered([source], loaded)]
        # One author's text must not keep the others' items away.
        loaded.refuse(batch[0].name, str(error))
        return []


def _load(source: Entry, html: dict[str, str], bank: Bundle | None, loaded: Loaded) -> None:
    with transaction.atomic():
        item, _ = Item.objects.update_or_create(
            name=source.name,
            defaults={
                "kind": source.kind,
                "topic": source.topic,
                "order": source.order,
                "bank": bank,
                "retired": False,
            },
        )
        version = ItemVersion.objects.filter(item=item, digest=source.digest).first()
        if version is None:
            version = ItemVersion(item=item, digest=source.digest, **source.facts)
            (loaded.updated if item.current_id else loaded.added).append(source.name)
        else:
            loaded.rendered.append(source.name)
        version.html, version.renderer = html, RENDERER
        version.save()
        item.current = version
        item.save(update_fields=["current"])


def _is_current(item: Item, source: Entry, banks: Mapping[str, Bundle]) -> bool:
    version, bank = item.current, banks.get(source.bank)
    return (
        version is not None
        and (version.digest, version.renderer) == (source.digest, RENDERER)
        and item.order == source.order
        and item.bank_id == (bank.pk if bank else None)
        and not item.retired
    )


def _render_kept(items: Iterable[Item], loaded: Loaded) -> None:
    """Render anew what the studio published, where the renderer is another by now."""
    old = [
        item
        for item in items
        if item.bank
        and item.bank.keeper == Keeper.STUDIO
        and item.current
        and item.current.renderer != RENDERER
    ]
    entries = [_again(item.current) for item in old if item.current]
    for entry, html in _rendered_all(entries, loaded):
        ItemVersion.objects.filter(item__name=entry.name, digest=entry.digest).update(
            html=html, renderer=RENDERER
        )
        loaded.rendered.append(entry.name)


def _again(version: ItemVersion) -> Entry:
    if version.type == CLAIM:
        return claim_entry(SelfCheck.model_validate(version.content))
    return quiz_entry(ITEM.validate_python(version.content))


def _retire(there: set[str], known: Mapping[str, Item], banks: set[str], loaded: Loaded) -> None:
    """What is no longer on disk is asked no more; its versions and their evidence stay."""
    for name, item in known.items():
        studio = item.bank and item.bank.keeper == Keeper.STUDIO
        if name not in there and not item.retired and not studio:
            Item.objects.filter(pk=item.pk).update(retired=True)
            loaded.retired.append(name)
    folder = Bundle.objects.filter(kind=Bundle.Kind.BANK, keeper=Keeper.FOLDER, retired=False)
    folder.exclude(slug__in=banks).update(retired=True)
