"""From what an importer found to the files of a package."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from graders.formats.libraries import image_of
from graders.formats.model import Examined, Form, Problem, Typed, TypedCase
from graders.package.manifest import Entry
from graders.package.samples import parse_sample
from graders.package.texts import Block

SHOWN = 2
"""Tests that candidates see as samples."""
TOGETHER = 40
"""Tests of one case, at most."""
HINT = "## Work an example by hand\n\nTake the first example, note each step that leads to its result, and make code of the steps.\n"
_FENCE = re.compile(r"^(`{3,}|~{3,})")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_REFERENCE = "imported.py"


def files_of(problem: Problem, form: Form, order: int = 1) -> dict[str, bytes]:
    """Every file of the package, by its name."""
    typed = isinstance(form, Typed)
    files = {
        "problem.toml": _manifest(problem, form, order),
        "statement.md": _statement(problem, form),
        "starter.py": _text(problem.starter),
        "hints.md": _text(problem.hints or HINT),
        "editorial.md": _text(problem.editorial or f"```python\n{problem.reference.strip()}\n```"),
        "design.md": _design(problem),
        f"submissions/accepted/{_REFERENCE}": _text(problem.reference),
        "cases.py": _typed_cases(ordered(problem, form))
        if isinstance(form, Typed)
        else _examined_cases(form),
        "checker.toml" if typed else "examiner.py": 'type = "exact"\nsequences = "same"\n'
        if isinstance(form, Typed)
        else _text(form.examiner),
    }
    more = dict(form.files) if isinstance(form, Examined) else {}
    return {**{name: text.encode() for name, text in files.items()}, **more}


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a package's files into a folder of its own; ValueError for a name that leads elsewhere."""
    for name in files:
        if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            raise ValueError(f"{name!r:.120} is no name of a file in a package")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_set(folder: Path, slug: str, title: str, order: int = 100) -> None:
    """Make the set's folder with its set.toml, if that is not there."""
    if not (folder / "set.toml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        lines = ["format = 1", f"title = {quoted(title)}", f"summary = {quoted(f'Imported: {title}')}"]
        lines += [f"order = {order}", 'track = "interview"']
        (folder / "set.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def quoted(text: str, most: int = 190) -> str:
    """One line of text as a TOML string."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return json.dumps(line if len(line) <= most else line[: most - 1] + "…", ensure_ascii=False)


def summary_of(statement: str) -> str:
    """The first sentence of a statement."""
    lines = [line for line in statement.splitlines() if line.strip() and not line.startswith(("#", "`", ">"))]
    words = re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(lines[:4]))
    return re.split(r"(?<=[.!?])\s", words.strip(), maxsplit=1)[0][:180] or "An imported problem."


def _manifest(problem: Problem, form: Form, order: int) -> str:
    more = [data.decode() for data in form.files.values()] if isinstance(form, Examined) else []
    lines = [
        "format = 1",
        f"id = {quoted(problem.slug)}",
        f"title = {quoted(problem.title, 120)}",
        f"summary = {quoted(summary_of(problem.statement))}",
        'kind = "function"',
        f'image = "{image_of(problem.reference, problem.starter, *more)}"',
        f"order = {order}",
        'level = ["1-2", "2-1"]',
        f"minutes = {problem.minutes}",
        f"difficulty = {problem.difficulty}",
        f"source = {quoted(problem.source)}",
        f'reference = "{_REFERENCE}"',
        "",
        "[topics]",
        *(f"{topic} = {weight}" for topic, weight in problem.topics.items()),
        "",
        "[entry]",
        'type = "function"',  # an examiner asks for whatever it wants; a class is a function that makes objects
        f"name = {quoted(problem.entry)}",
        f"signature = [{quoted(problem.signature, 200)}]",
        "",
        "[limits]",
        f"wall_s = {problem.wall_s}",
        "author_wall_s = 120",
        "memory_mib = 512",
        "total_wall_s = 300",
        "",
    ]
    return "\n".join([*lines, *_groups(form)])


def _groups(form: Form) -> list[str]:
    lines = _group("samples", "Samples", 0, hidden=False)
    points = form.points if isinstance(form, Examined) else ()
    if not points:
        return lines + _group("tests", "Tests", 100, hidden=True)
    shares = [round(100 * worth / sum(points), 6) for worth in points]
    largest = shares.index(max(shares))
    shares[largest] = 100 - sum(shares[:largest] + shares[largest + 1 :])
    for number, share in enumerate(shares, start=1):
        lines += _group(f"tests-{number}", f"Tests {number}", share, hidden=True)
    return lines


def _group(id: str, title: str, points: float, hidden: bool) -> list[str]:
    lines = ["[[groups]]", f'id = "{id}"', f'title = "{title}"', f"points = {points:.9g}"]
    return [*lines, *([] if hidden else ["hidden = false"]), ""]


def _statement(problem: Problem, form: Form) -> str:
    text = demoted(problem.statement.strip(), problem.title)
    if not isinstance(form, Typed):
        return _text(text)
    shown = [f"```sample\n{case.call} → {case.claim}\n```" for case in ordered(problem, form)[:SHOWN]]
    blocks = [
        block for block, case in zip(shown, ordered(problem, form), strict=False) if _shows(problem, case)
    ]
    return _text("\n\n".join([text, "## Sample", *blocks]))


def ordered(problem: Problem, form: Typed) -> list[TypedCase]:
    """The cases with those first that a statement can show."""
    return sorted(form.cases, key=lambda case: not _shows(problem, case))


def _shows(problem: Problem, case: TypedCase) -> bool:
    if max(len(case.call), len(case.claim)) > 400 or "\n" in case.call + case.claim:
        return False
    entry = Entry(type="function", name=problem.entry, signature=(problem.signature,))
    try:
        sample = parse_sample(entry, Block(f"{case.call} → {case.claim}", 1))
    except ValueError:
        return False
    return bool(sample.claims)


def _typed_cases(cases: list[TypedCase]) -> str:
    return _cases([(f"{case.arguments}, {case.outcome}", "") for case in cases])


def _examined_cases(form: Examined) -> str:
    """A case for each sample and each group of its own; the others together, since each costs a process or two."""
    shown = [(f"args=({argument},)", note, "") for argument, note in form.samples or form.tests[:SHOWN]]
    if form.points:
        each = enumerate(form.tests, start=1)
        return _listed(
            shown + [(f"args=({argument},)", note, f"tests-{number}") for number, (argument, note) in each]
        )
    rest = form.tests if form.samples else form.tests[SHOWN:] or form.tests
    parts = [rest[start : start + TOGETHER] for start in range(0, len(rest), TOGETHER)]
    graded = [(f"args=({', '.join(argument for argument, _ in part)},)", _notes(part)) for part in parts]
    return _listed(shown + [(*test, "tests") for test in graded])


def _notes(part: Sequence[tuple[str, str]]) -> str:
    return part[0][1] if len(part) == 1 else f"{part[0][1]}, and {len(part) - 1} more"


def _cases(tests: list[tuple[str, str]]) -> str:
    """cases.py: the first tests are samples; the others are graded, or all of them where there are so few."""
    graded = tests[SHOWN:] or tests
    return _listed([(*test, "") for test in tests[:SHOWN]] + [(*test, "tests") for test in graded])


def _listed(rows: list[tuple[str, str, str]]) -> str:
    lines = ["from readyroom import Case", "", "", "def cases(rng):"]
    for test, note, group in rows:
        lines.append(f"    yield Case({test}{f', group={group!r}' if group else ''}{_note(note)})")
    return "\n".join(lines) + "\n"


def _note(note: str) -> str:
    return f", note={note[:120]!r}" if note else ""


def _design(problem: Problem) -> str:
    lines = [f"Imported from {problem.source}."]
    if problem.not_carried:
        lines += ["", "Not carried over:", "", *(f"- {line}" for line in problem.not_carried)]
    return "\n".join(lines) + "\n"


def demoted(text: str, title: str) -> str:
    """A statement has no title of its own: a first heading goes, others of depth one move down."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        if not fenced and line.startswith("# "):
            if not any(part.strip() for part in lines):
                continue
            line = "#" + line
        lines.append(line)
    return "\n".join(lines).strip() or title


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").rstrip() + "\n"
