"""Question banks: read, checked as `python -m graders verify` checks them, rendered."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from graders.diagnostics import Diagnostics
from graders.package.manifest import Level, Topic
from graders.package.model import SHARED
from graders.package.tables import read_table
from graders.questions import Bank, load_bank
from graders.questions.checks import check_bank
from graders.questions.checks.likeness import check_beside
from graders.questions.chunks import split
from graders.questions.items import ITEM
from graders.questions.loader import FOLDER, READINESS, read_item, read_written
from graders.questions.written import ReadinessFile
from webapp.authoring.deskwork.folders import Laid, notes_of
from webapp.catalog.domain.rendering import render_markdown
from webapp.readiness.domain.entries import claim_entry, entries_of, quiz_entry

FIRST: Topic = "coding"
"""What a preview says where the draft names no topic yet."""


def inspect(
    slug: str,
    files: dict[str, str],
    others: list[dict[str, Any]],
    taken: dict[str, str],
) -> dict[str, Any]:
    """What the verifier finds, and what the bank says of itself if it can be read.

    `others` are the items of the site's other banks, `taken` names with the bank that has them.
    """
    diagnostics = Diagnostics()
    with Laid(FOLDER, slug, files) as folder:
        bank = load_bank(Path(folder), diagnostics)
    if bank is None:
        return {"notes": notes_of(diagnostics), "package": None}
    for name in files:
        if name.startswith(SHARED):
            diagnostics.error("lies outside of the bank", name)
    read = len(diagnostics.errors)
    check_bank(bank, diagnostics)
    if not (bank.items or bank.written):
        diagnostics.error("holds no question: add quiz/<level>.toml or written/<id>.toml")
    checked = len(diagnostics.errors)
    _check_names(bank, taken, diagnostics)
    check_beside(bank.placed, [ITEM.validate_python(one) for one in others], diagnostics)
    beside = len(diagnostics.errors)
    rows = [
        _row("Files", read, "no findings"),
        _row(
            "Questions",
            checked - read,
            f"{_many(len(bank.items), 'quiz item')}, {len(bank.written)} written{_lines(bank)}",
        ),
        _row("Beside others", beside - checked, f"{_many(len(others), 'item')} of other banks compared"),
    ]
    return {"notes": notes_of(diagnostics), "package": _facts(bank), "rows": rows}


def entries(slug: str, files: dict[str, str]) -> dict[str, Any]:
    """The questions as the site's rows want them, rendered; `bank` is None if the bank cannot be read."""
    with Laid(FOLDER, slug, files) as folder:
        bank = load_bank(Path(folder), Diagnostics())
    if bank is None:
        return {"bank": None}
    rows = list(entries_of(bank))
    written = [
        {
            "content": one.model_dump(mode="json"),
            "html": render_markdown(one.prompt),
            "answer": render_markdown(one.answer),
        }
        for one in bank.written
    ]
    return {
        "bank": _facts(bank),
        "entries": [asdict(row) for row in rows],
        "html": {row.name: row.html() for row in rows},
        "written": written,
    }


def shown(topic: str, path: str, text: str, line: int) -> dict[str, Any]:
    """The quiz item that stands at `line` of a file, or the written question of one; else what is wrong with it."""
    known: Topic = next((one for one in get_args(Topic) if one == topic), FIRST)
    name = PurePosixPath(path)
    if path.startswith("quiz/"):
        return _item_at(known, name, text, line)
    if path == READINESS:
        return _claim_at(text, line)
    diagnostics = Diagnostics()
    with Laid(FOLDER, FIRST, {path: text}) as folder:
        question = read_written(Path(folder) / path, known, diagnostics)
    if question is None:
        return {"notes": notes_of(diagnostics)}
    return {"written": question.model_dump(mode="json"), "html": render_markdown(question.prompt)}


def _item_at(topic: Topic, path: PurePosixPath, text: str, line: int) -> dict[str, Any]:
    level: Level | None = next((one for one in get_args(Level) if one == path.stem), None)
    chunks = split(text)[1]
    if level is None or not chunks:
        return {"notes": []}
    number = max((place for place, chunk in enumerate(chunks) if chunk.line <= line), default=0)
    diagnostics = Diagnostics()
    item = read_item(chunks[number], topic, level, path.as_posix(), diagnostics)
    about = {"number": number + 1, "of": len(chunks)}
    if item is None:
        return {"notes": notes_of(diagnostics), **about}
    entry = quiz_entry(item)
    return {"item": entry.facts["content"], "html": entry.html(), **about}


def _claim_at(text: str, line: int) -> dict[str, Any]:
    """The line of the self-check that stands there, whatever is wrong with the others."""
    chunks = split(text)[1]
    number = max((place for place, chunk in enumerate(chunks) if chunk.line <= line), default=0)
    about, diagnostics = {"number": number + 1, "of": len(chunks)}, Diagnostics()
    alone = f"format = 1\n{chunks[number].text.removeprefix(chr(10))}" if chunks else text
    with Laid(FOLDER, FIRST, {READINESS: alone}) as folder:
        read = read_table(ReadinessFile, Path(folder) / READINESS, diagnostics)
    if read is None:
        return {"notes": notes_of(diagnostics), **about}
    entry = claim_entry(read.items[0])
    return {"claim": entry.facts["content"], "html": entry.html(), **about}


def _check_names(bank: Bank, taken: Mapping[str, str], diagnostics: Diagnostics) -> None:
    for placed in bank.placed:
        if other := taken.get(placed.item.name):
            words = f"{placed.item.id}: the id is taken, in the bank {other}; answers refer to it for good"
            diagnostics.error(words, placed.file, placed.line)
    for question in bank.written:
        if other := taken.get(question.name):
            diagnostics.error(f"the id is taken, in the bank {other}", f"written/{question.id}.toml", 1)
    for said in bank.checks:
        if other := taken.get(said.check.name):
            words = f"{said.check.id}: the id is taken, in the bank {other}; answers refer to it for good"
            diagnostics.error(words, READINESS, said.line)


def _row(name: str, errors: int, words: str) -> dict[str, Any]:
    return {
        "name": name,
        "state": "bad" if errors else "good",
        "words": _many(errors, "error") if errors else words,
    }


def _lines(bank: Bank) -> str:
    return f", {_many(len(bank.checks), 'line')} of the readiness check" if bank.checks else ""


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _facts(bank: Bank) -> dict[str, Any]:
    return {
        "title": bank.title,
        "topic": bank.topic,
        "items": len(bank.items),
        "written": [question.model_dump(mode="json") for question in bank.written],
    }
