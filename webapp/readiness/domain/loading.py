"""Bring the question banks on disk into the site: a new wording becomes a new version, and old ones stay."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from graders.diagnostics import Diagnostics
from graders.questions import Item as Source
from graders.questions import Library, SelfCheck, load_questions, texts_of
from webapp.catalog.domain.bounded import TooMuch, bounded
from webapp.catalog.domain.rendering import RENDERER, render_markdown
from webapp.readiness.models import Item, ItemVersion

CLAIM = "claim"
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
    broken: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)


@dataclass(frozen=True)
class _Entry:
    """One item on disk, as the rows want it; `texts` are its Markdown."""

    name: str
    kind: str
    topic: str
    order: int
    digest: str
    facts: dict[str, Any]
    texts: tuple[str, ...]


def load_banks(root: Path) -> Loaded:
    """Load every bank under `root` (problems/questions). A broken item changes nothing: its last version stays."""
    diagnostics, loaded = Diagnostics(), Loaded()
    if not root.is_dir():  # an address that is wrong must not retire every item
        message = "there is no such folder"
        loaded.broken.append({"bank": str(root), "file": None, "line": None, "message": message})
        return loaded
    library = load_questions(root, diagnostics)
    for note in dict.fromkeys(diagnostics.notes):
        if note.severity == "error":
            entry = {"bank": note.subject, "file": note.file, "line": note.line, "message": note.message}
            loaded.broken.append(entry)
    known = {item.name: item for item in Item.objects.select_related("current").defer("current__content")}
    entries, changed = list(_entries(library)), []
    for source in entries:
        item = known.get(source.name)
        if item and _is_current(item, source):
            loaded.unchanged.append(source.name)
        else:
            changed.append(source)
    for begin in range(0, len(changed), BATCH):
        for source, html in _rendered(changed[begin : begin + BATCH], loaded):
            _load(source, html, loaded)
    if not loaded.broken:  # else what is missing may only be what could not be read
        _retire({entry.name for entry in entries}, known, loaded)
    return loaded


def _entries(library: Library) -> Iterator[_Entry]:
    for bank in library.banks:
        for order, item in enumerate(bank.items):
            yield _quiz(item, order)
    for order, claim in enumerate(library.readiness):
        yield _claim(claim, order)


def _quiz(item: Source, order: int) -> _Entry:
    facts = {
        "type": item.type,
        "level": item.level,
        "difficulty": item.difficulty,
        "seconds": item.seconds,
        "topics": dict(item.weights),
        "content": item.model_dump(mode="json"),
    }
    texts = tuple(dict.fromkeys(text for _, text in texts_of(item)))
    return _Entry(item.name, Item.Kind.QUIZ, item.topic, order, item.digest, facts, texts)


def _claim(claim: SelfCheck, order: int) -> _Entry:
    content = claim.model_dump(mode="json")
    stable = json.dumps(content, sort_keys=True, ensure_ascii=False)
    facts = {
        "type": CLAIM,
        "level": claim.level,
        "difficulty": claim.difficulty,
        "seconds": 30,
        "topics": {claim.topic: 1.0},
        "content": content,
    }
    digest = f"sha256:{hashlib.sha256(stable.encode()).hexdigest()}"
    # A quiz item may have the same id; its name is topic/id.
    return _Entry(
        f"readiness/{claim.id}", Item.Kind.CLAIM, claim.topic, order, digest, facts, (claim.can, claim.yes)
    )


def _rendered(batch: list[_Entry], loaded: Loaded) -> list[tuple[_Entry, dict[str, str]]]:
    """The texts of each item as HTML, many in one process; if that is too much, one by one to find whose it is."""
    try:
        made = bounded(lambda: [_html(source) for source in batch])
        return list(zip(batch, made, strict=True))
    except TooMuch as error:
        if len(batch) > 1:
            return [pair for source in batch for pair in _rendered([source], loaded)]
        # One author's text must not keep the others' items away.
        loaded.broken.append({"bank": batch[0].name, "file": None, "line": None, "message": str(error)})
        return []


def _html(source: _Entry) -> dict[str, str]:
    return {text: render_markdown(text) for text in source.texts}


def _load(source: _Entry, html: dict[str, str], loaded: Loaded) -> None:
    with transaction.atomic():
        item, _ = Item.objects.update_or_create(
            name=source.name,
            defaults={"kind": source.kind, "topic": source.topic, "order": source.order, "retired": False},
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


def _is_current(item: Item, source: _Entry) -> bool:
    version = item.current
    return (
        version is not None
        and (version.digest, version.renderer) == (source.digest, RENDERER)
        and item.order == source.order
        and not item.retired
    )


def _retire(there: set[str], known: dict[str, Item], loaded: Loaded) -> None:
    """What is no longer on disk is asked no more; its versions and their evidence stay."""
    for name, item in known.items():
        if name not in there and not item.retired:
            Item.objects.filter(pk=item.pk).update(retired=True)
            loaded.retired.append(name)
