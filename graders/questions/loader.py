"""Read question banks from disk: everything wrong is reported with its line, and the rest still loads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import ValidationError

from graders.diagnostics import Diagnostics
from graders.package.manifest import LEVELS, TOPICS, Level, Line, Model, Topic
from graders.package.tables import Unreadable, locate, read_plain, read_table
from graders.questions.chunks import Chunk, split
from graders.questions.items import ITEM, TYPES, Item
from graders.questions.written import ReadinessFile, SelfCheck, Written, WrittenFile

FOLDER = "questions"
"""The folder under problems/ that holds banks and no packages."""
READINESS = "readiness.toml"
ABOUT = "bank.toml"
"""Says what a bank is about whose folder has a name of its own, so that a topic can have several."""
_PLACED = ("topic", "level")
"""Fields that the place of the file decides."""


@dataclass(frozen=True)
class Placed:
    """A quiz item and where it stands in its file."""

    item: Item
    file: str
    line: int


@dataclass(frozen=True)
class PlacedLine:
    """A line of the readiness check and where it stands in its file."""

    check: SelfCheck
    line: int


@dataclass(frozen=True)
class Bank:
    """Questions of one topic that loaded, quiz items by level and written questions by id, and what they prove."""

    topic: Topic
    path: Path
    title: str = ""
    placed: tuple[Placed, ...] = ()
    written: tuple[Written, ...] = ()
    checks: tuple[PlacedLine, ...] = ()

    @property
    def name(self) -> str:
        """The folder's."""
        return self.path.name

    @property
    def items(self) -> tuple[Item, ...]:
        """The quiz items."""
        return tuple(placed.item for placed in self.placed)

    @property
    def readiness(self) -> tuple[SelfCheck, ...]:
        """Its lines of the readiness check."""
        return tuple(placed.check for placed in self.checks)


@dataclass(frozen=True)
class Library:
    """All banks, in the order of the topics."""

    banks: tuple[Bank, ...] = ()

    @property
    def readiness(self) -> tuple[SelfCheck, ...]:
        """The readiness check: the lines of all banks, as they are asked."""
        lines = (line for bank in self.banks for line in bank.readiness)
        return tuple(sorted(lines, key=lambda line: (line.place, line.id)))

    def find(self, name: str) -> Item | Written | None:
        """The quiz item or written question of that name, `topic/id`."""
        questions: Iterable[Item | Written] = (q for bank in self.banks for q in (*bank.items, *bank.written))
        return next((question for question in questions if question.name == name), None)


class BankFile(Model):
    """bank.toml."""

    format: Literal[1]
    topic: Topic
    title: Line


class _QuizFile(Model):
    """What stands above the first item."""

    format: Literal[1]


def load_questions(root: Path, diagnostics: Diagnostics) -> Library:
    """The library in the folder `root`, e.g. problems/questions."""
    banks = []
    for folder in sorted(path for path in Path(root).iterdir() if path.is_dir()):
        bank = load_bank(folder, diagnostics.child(folder.name))
        banks += [bank] if bank else []
    if (Path(root) / READINESS).exists():
        words = f"lines of the readiness check lie in the banks of their proofs, as <bank>/{READINESS}"
        diagnostics.error(words, READINESS)
    # The topic's own bank first: what it has called something, others cannot.
    banks.sort(key=lambda bank: (TOPICS.index(bank.topic), bank.name != bank.topic, bank.name))
    return Library(_each_once(banks, diagnostics))


def load_bank(path: Path, diagnostics: Diagnostics) -> Bank | None:
    """The bank in the folder `path`, whose name or bank.toml says its topic, or None when neither does."""
    topic, title = _topic(path.name), ""
    if (path / ABOUT).exists():
        about = read_table(BankFile, path / ABOUT, diagnostics)
        if about is None:
            return None
        if topic not in (None, about.topic):
            diagnostics.error(f"topic: a folder of this name is about {topic}", ABOUT, 1)
            return None
        topic, title = about.topic, about.title
    if topic is None:
        diagnostics.error(f"is no topic, and has no {ABOUT} that names one; topics: {', '.join(TOPICS)}")
        return None
    _stray_files(path, diagnostics)
    placed: list[Placed] = []
    for level in get_args(Level):
        file = path / "quiz" / f"{level}.toml"
        if file.exists():
            placed += _quiz(file, topic, level, diagnostics)
    files = sorted(path.glob("written/*.toml"))
    written = [question for file in files if (question := read_written(file, topic, diagnostics))]
    checks = _readiness(path / READINESS, diagnostics)
    return _without_repeats(
        Bank(topic, path, title, tuple(placed), tuple(written), tuple(checks)), diagnostics
    )


def _topic(name: str) -> Topic | None:
    return next((topic for topic in get_args(Topic) if topic == name), None)


def _stray_files(path: Path, diagnostics: Diagnostics) -> None:
    """A misspelt file would be silently left out."""
    levels = "|".join(LEVELS)
    wanted = re.compile(
        rf"bank\.toml|readiness\.toml|quiz/({levels})\.toml|written/[a-z0-9]+(-[a-z0-9]+)*\.(toml|md)"
    )
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_file() and not wanted.fullmatch(name):
            diagnostics.error(
                f"is none of {ABOUT}, {READINESS}, quiz/<level>.toml, written/<id>.toml and written/<id>.md",
                name,
            )
        elif file.suffix == ".md" and not file.with_suffix(".toml").exists():
            diagnostics.error("answers no question: there is no .toml beside it", name)


def _quiz(file: Path, topic: Topic, level: Level, diagnostics: Diagnostics) -> list[Placed]:
    name = f"quiz/{file.name}"
    try:
        text = read_plain(file)
    except Unreadable as error:
        diagnostics.error(str(error), name)
        return []
    except UnicodeDecodeError as error:
        diagnostics.error(f"is not UTF-8: {error.reason} at byte {error.start}", name)
        return []
    head, chunks = split(text)
    try:
        _QuizFile.model_validate(tomllib.loads(head))
    except (ValueError, RecursionError):
        diagnostics.error("starts with `format = 1` and nothing else before the first [[items]]", name, 1)
        return []
    if not chunks:
        diagnostics.error("holds no [[items]]", name, 1)
    found = [(chunk, read_item(chunk, topic, level, name, diagnostics)) for chunk in chunks]
    return [Placed(item, name, chunk.line) for chunk, item in found if item]


def read_item(chunk: Chunk, topic: Topic, level: Level, file: str, diagnostics: Diagnostics) -> Item | None:
    """One item of a quiz file, or None after reporting each reason with its line."""
    try:
        table = chunk.table()
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"\(at line (\d+)", str(error))
        diagnostics.error(f"an item is not TOML: {error}", file, int(line[1]) if line else chunk.line)
        return None
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of too many digits
        diagnostics.error(f"an item cannot be read: {error}", file, chunk.line)
        return None
    label = table.get("id", "an item without id")
    for field in (field for field in _PLACED if field in table):
        diagnostics.error(f"{label}: {field}: the place of the file says that", file, chunk.locate((field,)))
        return None
    try:
        return ITEM.validate_python({**table, "topic": topic, "level": level})
    except ValidationError as error:
        problems = error.errors()
        for problem in problems:
            if problem["type"] == "too_short" and len(problems) > 1:
                continue  # pydantic counts only those elements that are valid
            loc, reason = _plain(problem["loc"]), problem["msg"].removeprefix("Value error, ")
            where = ".".join(map(str, loc))
            named = loc or ((found[1],) if (found := re.match(r"(\w+):", reason)) else ())
            words = f"{label}: {where}: {reason}" if where else f"{label}: {reason}"
            diagnostics.error(words, file, chunk.locate(named))
        return None


def _plain(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Without the item's type, which pydantic puts first."""
    return loc[1:] if loc and loc[0] in TYPES else loc


def read_written(file: Path, topic: Topic, diagnostics: Diagnostics) -> Written | None:
    """A written question with the answer beside it, or None after reporting each reason with its line."""
    here, name = Diagnostics(), f"written/{file.name}"
    read = read_table(WrittenFile, file, here)
    for note in here.notes:
        diagnostics.error(note.message, name, note.line)
    if read is None:
        return None
    answer = file.with_suffix(".md")
    data: dict[str, Any] = read.model_dump()
    try:
        text = read_plain(answer) if answer.exists() else ""
        return Written(**data, id=file.stem, topic=topic, answer=text)
    except (Unreadable, ValueError) as error:  # of the answer; or a name that is no slug
        diagnostics.error(str(error), name)
        return None


def _readiness(file: Path, diagnostics: Diagnostics) -> list[PlacedLine]:
    """The bank's lines of the readiness check, which has names of its own; of several with one id the first stays."""
    read = read_table(ReadinessFile, file, diagnostics) if file.exists() else None
    if read is None:
        return []
    text, first = read_plain(file), dict[str, PlacedLine]()
    for number, check in enumerate(read.items):
        placed = PlacedLine(check, locate(text, ("items", number)))
        if (other := first.setdefault(check.id, placed)) is not placed:
            words = f"{check.id}: the id is taken, in {READINESS}:{other.line}"
            diagnostics.error(words, READINESS, placed.line)
    return list(first.values())


def _without_repeats(bank: Bank, diagnostics: Diagnostics) -> Bank:
    """Names refer to one question each; of several with one id the first stays."""
    first: dict[str, Placed] = {}
    for placed in bank.placed:
        other = first.setdefault(placed.item.id, placed)
        if other is not placed:
            words = f"{placed.item.id}: the id is taken, in {other.file}:{other.line}"
            diagnostics.error(words, placed.file, placed.line)
    taken = [question for question in bank.written if question.id in first]
    for question in taken:
        words = f"the id is taken by a quiz item, in {first[question.id].file}:{first[question.id].line}"
        diagnostics.error(words, f"written/{question.id}.toml", 1)
    written = tuple(question for question in bank.written if question not in taken)
    return replace(bank, placed=tuple(first.values()), written=written)


def _each_once(banks: Iterable[Bank], diagnostics: Diagnostics) -> tuple[Bank, ...]:
    """Banks of one topic share its names; of two questions with one name the first stays."""
    taken: dict[str, str] = {}
    kept = []
    for bank in banks:
        here = diagnostics.child(bank.name)
        names = {question.name for question in (*bank.items, *bank.written, *bank.readiness)}
        for placed in bank.placed:
            if other := taken.get(placed.item.name):
                here.error(f"{placed.item.id}: the id is taken, in {other}", placed.file, placed.line)
        for question in bank.written:
            if other := taken.get(question.name):
                here.error(f"the id is taken, in {other}", f"written/{question.id}.toml", 1)
        for said in bank.checks:
            if other := taken.get(said.check.name):
                here.error(f"{said.check.id}: the id is taken, in {other}", READINESS, said.line)
        kept.append(
            replace(
                bank,
                placed=tuple(placed for placed in bank.placed if placed.item.name not in taken),
                written=tuple(question for question in bank.written if question.name not in taken),
                checks=tuple(said for said in bank.checks if said.check.name not in taken),
            )
        )
        taken |= dict.fromkeys(names - taken.keys(), bank.name)
    return tuple(kept)
