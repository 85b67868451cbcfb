"""Exercises with a stub, tests for unittest or pytest, and an exemplar: Exercism's layout, and plain folders."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.formats.assertions import from_methods
from graders.formats.model import Examined, Form, NotImported, Problem, Typed, slug_of, title_of
from graders.formats.registry import Found, Unreadable
from graders.formats.source import classes, defined, entry_of, inlined, parsed
from graders.package.texts import parse_hints

MOST_BYTES = 1 << 20
_EXEMPLARS = (
    ".meta/exemplar.py",
    ".meta/example.py",
    "exemplar.py",
    "example.py",
    "solution.py",
    "reference.py",
    "solution/{stub}",
    "solutions/{stub}",
)
_TAKEN = ("cases", "checker", "examiner", "reference", "simulator", "starter", "imported_tests")
_EXAMINER = '''"""Runs the exercise's tests against the candidate's module."""

from readyroom_tests import cases


def examine(candidate, *tests):
    return cases(candidate, "{stub}", "imported_tests", tests, classes={classes})
'''


@dataclass(frozen=True)
class Layout:
    """Where an exercise's files lie, as paths within its folder."""

    folder: Path
    stub: str
    tests: str
    exemplar: str
    about: dict[str, Any]


def read(path: Path) -> Iterator[Found]:
    """Every exercise at or under `path`."""
    for folder in folders(path):
        name = folder.relative_to(path).as_posix() if folder != path else folder.name
        try:
            yield problem_of(layout_of(folder), name)
        except NotImported as error:
            yield Unreadable(name, str(error))
        except (OSError, ValueError) as error:
            yield Unreadable(name, f"cannot be read: {error}")


def folders(path: Path) -> list[Path]:
    """The folders of exercises at or under `path`."""
    layouts = {file.parent.parent for file in path.rglob(".meta/config.json")}
    if not layouts:
        layouts = {file.parent for pattern in ("*_test.py", "test_*.py") for file in path.rglob(pattern)}
    return sorted(layouts)


def layout_of(folder: Path) -> Layout:
    """What the exercise's config names, or what a plain folder has; NotImported if a part is missing."""
    config = folder / ".meta" / "config.json"
    about = json.loads(_text(config)) if config.is_file() else {}
    files = about.get("files", {}) if isinstance(about, dict) else {}
    tests = files.get("test") or [f.name for p in ("*_test.py", "test_*.py") for f in sorted(folder.glob(p))]
    stubs = files.get("solution") or []
    if len(tests) > 1:  # one of them may be what the other imports
        tests = [name for name in tests if tests_of(parsed(_text(folder / name), name))]
    if len(tests) != 1:
        raise NotImported(f"it has {len(tests)} files of tests; one is read")
    if not stubs:
        imported = _imported(parsed(_text(folder / tests[0]), tests[0]))
        stubs = [f"{name}.py" for name in imported if (folder / f"{name}.py").is_file()]
        tested = tests[0].removesuffix("_test.py").removesuffix(".py").removeprefix("test_") + ".py"
        stubs = [tested] if tested in stubs else stubs  # the others are the tests' own
    if len(stubs) != 1:
        raise NotImported(f"a solution has {len(stubs)} files; one can be handed in")
    named = [*files.get("exemplar", []), *files.get("example", []), *_EXEMPLARS]
    found = [name.format(stub=stubs[0]) for name in named]
    exemplar = next((name for name in found if (folder / name).is_file() and name != stubs[0]), None)
    if exemplar is None:
        raise NotImported("it has no exemplar")
    return Layout(folder, stubs[0], tests[0], exemplar, about if isinstance(about, dict) else {})


def problem_of(layout: Layout, name: str) -> Problem:
    """The problem of an exercise."""
    reference, tests = _text(layout.folder / layout.exemplar), _text(layout.folder / layout.tests)
    parsed(reference, layout.exemplar)
    suite = parsed(tests, layout.tests)
    neighbours = _neighbours(layout)
    given = {Path(name).stem: content.decode() for name, content in neighbours.items()}
    reference, put = inlined(reference, given)
    tree = parsed(reference, layout.exemplar)
    module = Path(layout.stub).stem
    asked = [one for one in _names_from(suite, module) if one in defined(tree)]
    callables = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    _, entry, signature = entry_of(tree, next((one for one in asked if one in callables), None))
    title = title_of(layout.folder.name)
    found = tests_of(suite)
    if not found:
        raise NotImported("there is no test in it")
    examined = Examined(
        _EXAMINER.format(stub=module, classes=classes(tree)),
        tuple(
            (repr(test), test.rpartition(".")[2].removeprefix("test_").replace("_", " ")) for test in found
        ),
        {"imported_tests.py": tests.encode(), **neighbours},
    )
    stub = _text(layout.folder / layout.stub) if (layout.folder / layout.stub).is_file() else ""
    return Problem(
        name=name,
        slug=slug_of(layout.folder.name),
        title=title,
        statement=_statement(layout, title),
        starter=inlined(stub, given)[0]
        if _compiles(stub)
        else f"# Define {', '.join(asked) or entry} here.\n",
        reference=reference,
        entry=entry,
        signature=signature,
        forms=(*_typed(suite, module, entry), examined),
        source=str(layout.about.get("source") or f"the exercise {layout.folder.name}"),
        hints=_hints(layout),
        wall_s=5.0,
        not_carried=tuple(
            f"{name}.py beside the solution: what it holds is part of the code" for name in put
        ),
    )


def tests_of(suite: ast.Module) -> list[str]:
    """`Class.method` and function names of the tests, in order."""
    found = []
    for node in suite.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            found.append(node.name)
        elif isinstance(node, ast.ClassDef) and _is_test_class(node):
            found += [f"{node.name}.{method.name}" for method in _methods(node)]
    return found


def _is_test_class(node: ast.ClassDef) -> bool:
    bases = [ast.unparse(base) for base in node.bases]
    return any(base.endswith("TestCase") for base in bases) or node.name.startswith("Test")


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test")]


def _typed(suite: ast.Module, module: str, entry: str) -> list[Form]:
    """Typed cases, if one function is imported, and all that tests do is to compare its results with literals."""
    if not _is_all(suite, module, entry):
        return []
    methods: list[ast.FunctionDef] = []
    for node in suite.body:
        if isinstance(node, ast.ClassDef) and _is_test_class(node):
            if len(_methods(node)) != len(
                [one for one in node.body if not isinstance(one, ast.Expr | ast.Pass)]
            ):
                return []
            methods += _methods(node)
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            methods.append(node)
        elif not isinstance(node, ast.Import | ast.ImportFrom | ast.If | ast.Expr):
            return []
    if any(method.decorator_list for method in methods):
        return []
    cases = from_methods(methods, entry)
    return [Typed(cases)] if cases else []


def _names_from(suite: ast.Module, module: str) -> list[str]:
    """The names that tests import from the stub."""
    nodes = [node for node in ast.walk(suite) if isinstance(node, ast.ImportFrom) and node.module == module]
    return list(dict.fromkeys(alias.name for node in nodes for alias in node.names))


def _is_all(suite: ast.Module, module: str, entry: str) -> bool:
    """Whether the entry, under its own name, is all that tests have of the stub."""
    for node in ast.walk(suite):
        if isinstance(node, ast.Import) and any(alias.name == module for alias in node.names):
            return False
        if isinstance(node, ast.ImportFrom) and any(alias.asname for alias in node.names):
            return False
    return _names_from(suite, module) == [entry]


def _imported(suite: ast.Module) -> list[str]:
    nodes = [node for node in ast.walk(suite) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return [*names, *(node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))]


def _neighbours(layout: Layout) -> dict[str, bytes]:
    """Other modules beside the tests, which these may import."""
    found = {}
    for file in sorted(layout.folder.glob("*.py"))[:50]:
        own = file.name in (layout.stub, layout.tests, layout.exemplar)
        if not own and file.stem not in _TAKEN and not file.stem.startswith("readyroom"):
            found[file.name] = _text(file).encode()
    return found


def _statement(layout: Layout, title: str) -> str:
    names = (".docs/introduction.md", ".docs/instructions.md", ".docs/instructions.append.md", "README.md")
    texts = [_text(layout.folder / name) for name in names if (layout.folder / name).is_file()]
    parts = [text.strip() for text in texts if text.strip()]
    return "\n\n".join(parts) or str(layout.about.get("blurb") or f"{title}: make the tests pass.")


def _hints(layout: Layout) -> str:
    file = layout.folder / ".docs" / "hints.md"
    text = _text(file) if file.is_file() else ""
    hints = [hint for hint in parse_hints(text) if hint.body and hint.title]
    return "\n\n".join(f"## {hint.title}\n\n{hint.body}" for hint in hints)


def _compiles(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except (SyntaxError, ValueError):
        return False


def _text(file: Path) -> str:
    if file.is_symlink() or file.stat().st_size > MOST_BYTES:
        raise NotImported(f"{file.name} is a link, or larger than {MOST_BYTES >> 20} MiB")
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")
