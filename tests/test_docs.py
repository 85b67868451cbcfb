"""The documentation keeps up: settings, commands and targets are described, links lead somewhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_OPERATIONS = (_ROOT / "docs" / "operations.md").read_text()
_PAGES = [_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md"))]
_CODE = [_ROOT / folder for folder in ("webapp", "graders", "sandboxes", "tools")]
# Read, but set by somebody else: the system, a terminal, or the set-up for a process that it starts.
_NOT_SETTINGS = {
    "DJANGO_SETTINGS_MODULE",
    "HOME",
    "PATH",
    "SSL_CERT_FILE",
    "XDG_RUNTIME_DIR",
    "READYROOM_NO_DOCKER",
}


def _sources() -> Iterator[Path]:
    for folder in _CODE:
        yield from (file for file in folder.rglob("*.py") if "node_modules" not in file.parts)


def _variables(tree: ast.AST) -> Iterator[str]:
    """Names that code takes from the environment: env.str("X"), os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name, called = node.args[0], ast.unparse(node.func)
            reads = (
                re.fullmatch(r"env(\.(?!setdefault|pop)\w+)?|(os\.)?environ\.get|(os\.)?getenv", called)
                is not None
            )
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            name = node.slice
            reads = ast.unparse(node.value) in {"os.environ", "environ"}
        else:
            continue
        if reads and isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value


def test_variables_finds_every_way_to_read_one() -> None:
    code = "env.str('A'); os.environ['B']; os.environ.get('C', ''); os.getenv('D'); env('E').f; os.environ.setdefault('X', '')"

    assert sorted(_variables(ast.parse(code))) == ["A", "B", "C", "D", "E"]


def test_every_setting_is_in_a_table_of_operations() -> None:
    trees = [ast.parse(file.read_text()) for file in _sources()]
    read = {name for tree in trees for name in _variables(tree) if name.isupper()}
    # sandboxes/ reads its own through a mapping, which tests replace; there the name itself tells.
    literals = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    read |= {
        value for value in literals if isinstance(value, str) and re.fullmatch(r"SANDBOX(_[A-Z]+)*", value)
    }
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", _OPERATIONS, re.MULTILINE))

    assert len(read) > 15
    assert sorted(read - _NOT_SETTINGS - described) == []


def test_no_setting_is_described_that_nothing_reads() -> None:
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", _OPERATIONS, re.MULTILINE))
    code = "\n".join([*(file.read_text() for file in _sources()), (_ROOT / "Makefile").read_text()])
    code += (_ROOT / "tests" / "conftest.py").read_text()

    assert sorted(name for name in described if not re.search(rf"\b{name}\b", code)) == []


def test_every_compose_variable_is_described() -> None:
    files = "".join((_ROOT / name).read_text() for name in ("docker-compose.yml", "docker-compose.gpu.yml"))

    missing = sorted(name for name in set(re.findall(r"\$\{([A-Z_]+)", files)) if name not in _OPERATIONS)

    assert missing == []


def test_every_make_target_is_described() -> None:
    makefile = (_ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)

    assert sorted(set(targets)) == sorted(
        set(re.findall(r"^\| `make ([a-z-]+)` \|", _OPERATIONS, re.MULTILINE))
    )


def test_every_management_command_is_described() -> None:
    commands = sorted(
        file.stem
        for file in (_ROOT / "webapp").glob("*/management/commands/*.py")
        if not file.stem.startswith("_")
    )

    assert [name for name in commands if f"manage.py {name}`" not in _OPERATIONS] == []


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", prose)

    assert [link for link in links if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    if "://" in link or link.startswith("mailto:"):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_readme_fits_one_screen() -> None:
    assert len((_ROOT / "README.md").read_text().splitlines()) <= 50


def test_decisions_have_numbers_of_their_own() -> None:
    names = [file.name for file in (_ROOT / "docs" / "decisions").glob("*.md")]
    numbers = [match.group(1) for name in names if (match := re.match(r"(\d{4})-[a-z0-9-]+\.md$", name))]

    assert len(set(numbers)) == len(names)
