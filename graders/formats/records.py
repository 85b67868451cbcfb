"""Collections of function problems as JSON: records in a file, or a folder for each problem."""

from __future__ import annotations

import ast
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graders.formats.model import NotImported, Problem, slug_of, title_of
from graders.formats.registry import Found, Unreadable
from graders.formats.scripts import Suite, Test, called_in, forms_of
from graders.formats.source import defined, docstring, entry_of, parsed

MOST_BYTES = 64 << 20
"""Of a file, unpacked."""
FIELDS = {
    "name": ("task_id", "id", "slug", "name", "title"),
    "title": ("title",),
    "statement": ("description", "statement", "text", "question", "problem", "prompt"),
    "starter": ("starter", "starter_code", "prompt"),
    "entry": ("entry_point", "entry", "function_name"),
    "reference": ("canonical_solution", "reference", "reference_solution", "solution", "code"),
    "tests": ("test", "tests", "test_list", "test_cases", "assertions"),
    "setup": ("test_setup_code", "test_imports", "setup"),
    "more": ("challenge_test_list",),
    "difficulty": ("difficulty",),
    "category": ("category",),
    "editorial": ("learn", "editorial", "explanation"),
}
"""What collections call their fields; of several that are there, the first counts."""
FILES = {
    "statement": ("description.md", "statement.md", "README.md"),
    "starter": ("starter_code.py", "starter.py"),
    "reference": ("solution.py", "reference.py"),
    "tests": ("tests.json", "test_cases.json"),
    "editorial": ("learn.md", "editorial.md"),
}
"""The same of a problem's folder; meta.json has the fields above, and example.json input, output and reasoning."""
_CODE = ("test", "call", "code")
_PRINTED = ("expected_output", "stdout")
_DIFFICULTY = {"easy": -1.0, "medium": 0.0, "hard": 1.0}
_TOPICS = {"deep learning": "deep-learning", "nlp": "llm-multimodal", "computer vision": "deep-learning"}
_BODY = "    raise NotImplementedError\n"


def read(path: Path) -> Iterator[Found]:
    """Every record of the .json and .jsonl files (packed by gzip or not) at `path`, every problem folder under it."""
    for name, record in records(path):
        if isinstance(record, Unreadable):
            yield record
            continue
        try:
            yield problem_of(record, name)
        except NotImported as error:
            yield Unreadable(name, str(error))


def records(path: Path) -> Iterator[tuple[str, dict[str, Any] | Unreadable]]:
    """(name, record) of each problem: folders are read into records of the same fields."""
    folders = sorted({file.parent for name in FILES["tests"] for file in path.glob(f"**/{name}")})
    if path.is_dir() and folders:
        for folder in folders:
            name = folder.relative_to(path).as_posix() if folder != path else folder.name
            yield name, _guarded(name, lambda f=folder: _of_folder(f))
        return
    ends = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
    files = [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.name.endswith(ends))
    for file in files:
        found = _guarded(file.name, lambda f=file: _of_file(f))
        if isinstance(found, Unreadable):
            yield file.name, found
            continue
        for number, record in enumerate(found, start=1):
            named = _field(record, "name") if isinstance(record, dict) else None
            name = str(named if named is not None else f"{file.name}:{number}")
            yield name, record if isinstance(record, dict) else Unreadable(name, "is no JSON object")


def problem_of(record: dict[str, Any], name: str) -> Problem:
    """The problem in a record; NotImported says what it lacks."""
    prompt = _text(record, "starter")
    reference = _reference(record, prompt)
    tree = parsed(reference, "the reference")
    suite = suite_of(record)
    entry = _text(record, "entry").strip() or called_in(suite, defined(tree)) or None
    _, entry, signature = entry_of(tree, entry)
    statement, starter = _statement(record, prompt, entry), _starter(prompt, entry, signature)
    category = _text(record, "category").lower()
    title = _text(record, "title") or title_of(entry)
    return Problem(
        name=name,
        slug=slug_of(title),
        title=title,
        statement=statement,
        starter=starter,
        reference=reference,
        entry=entry,
        signature=signature,
        forms=forms_of(suite, tree, entry),
        source=f"{name} of a collection of function problems",
        editorial=_editorial(record, reference),
        difficulty=_DIFFICULTY.get(_text(record, "difficulty").lower(), 0.0),
        topics={_TOPICS.get(category, "coding"): 1.0},
        wall_s=5.0,
        not_carried=("the video",) if record.get("video") else (),
    )


def suite_of(record: dict[str, Any]) -> Suite:
    """The record's tests, in whichever of the forms they are."""
    given, setup = _field(record, "tests"), _field(record, "setup")
    setup = "\n".join(map(str, setup)) if isinstance(setup, list) else str(setup or "")
    if isinstance(given, str):
        tree = parsed(given, "the tests")
        if not tree.body:
            raise NotImported("it has no tests")
        checked = any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in tree.body)
        return Suite((Test(given),), setup, checked)
    if not isinstance(given, list) or not given:
        raise NotImported("it has no tests")
    more = _field(record, "more")
    return Suite(tuple(map(_test, [*given, *(more if isinstance(more, list) else [])])), setup)


def _test(given: Any) -> Test:
    if isinstance(given, str):
        return Test(given)
    if isinstance(given, dict):
        code = next((given[name] for name in _CODE if isinstance(given.get(name), str)), None)
        printed = next((given[name] for name in _PRINTED if isinstance(given.get(name), str)), None)
        if code is not None:
            return Test(code, printed)
    raise NotImported("a test is neither code nor a call with what it prints")


def _reference(record: dict[str, Any], prompt: str) -> str:
    """The solution; where it goes on from a prompt that is code, both together."""
    solution = _text(record, "reference")
    if not solution.strip():
        raise NotImported("it has no reference solution")
    try:
        alone = bool(defined(ast.parse(solution)))
    except (SyntaxError, ValueError):
        alone = False
    return solution if alone else prompt + solution


def _statement(record: dict[str, Any], prompt: str, entry: str) -> str:
    text = _text(record, "statement")
    if not text.strip() or (text == prompt and _parses(prompt)):
        text = docstring(ast.parse(prompt), entry) if _parses(prompt) else ""
    example = record.get("example")
    if isinstance(example, dict):
        lines = [
            f"{word.capitalize()}: `{example[word]}`" for word in ("input", "output") if example.get(word)
        ]
        text += "\n\n## Example\n\n" + "\n\n".join([*lines, str(example.get("reasoning") or "")])
    return _fenced(text).strip() or f"Write `{entry}`."


def _fenced(text: str) -> str:
    """The text with its doctests as code."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.strip().startswith(">>>") and not inside:
            inside = True
            lines += ["", "```python"]
        elif inside and not line.strip():
            inside = False
            lines.append("```")
        lines.append(line)
    return "\n".join([*lines, *(["```"] if inside else [])])


def _starter(prompt: str, entry: str, signature: str) -> str:
    for text in (prompt, f"{prompt.rstrip()}\n{_BODY}"):
        if _parses(text) and entry in defined(ast.parse(text)):
            return text
    stub = f"def {signature}:\n{_BODY}"
    return stub if _parses(stub) else f"def {entry}(*args, **kwargs):\n{_BODY}"


def _editorial(record: dict[str, Any], reference: str) -> str:
    words = _text(record, "editorial").strip()
    return f"{words}\n\n```python\n{reference.strip()}\n```" if words else ""


def _parses(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _field(record: dict[str, Any], name: str) -> Any:
    return next((record[key] for key in FIELDS[name] if record.get(key) is not None), None)


def _text(record: dict[str, Any], name: str) -> str:
    value = _field(record, name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _guarded(name: str, read: Any) -> Any:
    try:
        return read()
    except NotImported as error:
        return Unreadable(name, str(error))
    except (OSError, ValueError, RecursionError, EOFError) as error:
        return Unreadable(name, f"cannot be read: {error}")


def _of_file(file: Path) -> list[Any]:
    text = _content(file)
    if ".jsonl" in file.name:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    data = json.loads(text)
    return data if isinstance(data, list) else [data]


def _content(file: Path) -> str:
    with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotImported(f"{file.name} is larger than {MOST_BYTES >> 20} MiB")
    return data.decode()


def _of_folder(folder: Path) -> dict[str, Any]:
    """A record of a problem's folder."""
    record: dict[str, Any] = {}
    for name in ("meta.json", "example.json"):
        if (folder / name).is_file():
            data = json.loads(_content(folder / name))
            record |= data if name == "meta.json" and isinstance(data, dict) else {"example": data}
    for field, names in FILES.items():
        file = next((folder / name for name in names if (folder / name).is_file()), None)
        if file is not None:
            record[FIELDS[field][0]] = (
                json.loads(_content(file)) if file.suffix == ".json" else _content(file)
            )
    return record
