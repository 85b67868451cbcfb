"""What the site needs in its database before it serves: tables, problems, questions, the demo account."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import shell
from tools.paths import PROBLEMS, PYTHON, REQUIREMENTS, ROOT, data_directory
from tools.steps import Step, digest


def steps() -> Iterator[Step]:
    """Tables, problems, questions and demo account, each redone when its inputs or the database changed."""
    yield _step("Database tables", "migrations", _migration_files(), _migrate)
    # Statements are rendered when they are loaded, so the code that renders them is an input too.
    folder = Path(os.environ.get("PROBLEMS_DIR") or PROBLEMS)
    rendering = [ROOT / "graders", ROOT / "webapp" / "catalog"]
    # A rejected package is reported, the others are loaded, and the site serves those.
    yield _step("Problems", "problems", [folder, *rendering], _load_problems, essential=False)
    rendering += [ROOT / "webapp" / "readiness" / "domain" / "loading.py"]
    yield _step(
        "Questions",
        "questions",
        [folder / "questions", folder / "loops", folder / "rubrics", *rendering],
        _load_questions,
        essential=False,
    )
    yield _step("Demo account", "demo", [], _create_demo)


def demo_login() -> str:
    """What create_demo printed when it made the account, or nothing."""
    kept = _kept_login()
    return kept.read_text().strip() if kept.exists() else ""


def _step(
    title: str, name: str, inputs: list[Path], action: Callable[[], None], *, essential: bool = True
) -> Step:
    url = os.environ.get("DATABASE_URL", "")
    return Step(
        title=title,
        stamp=_stamp(name),
        digest=lambda: digest([*inputs, REQUIREMENTS / "site.lock"], url),
        action=action,
        # Nothing here tells whether a database elsewhere is still the same one, so ask it each time.
        present=lambda: not url and _sqlite().exists(),
        essential=essential,
    )


def _migrate() -> None:
    data_directory().mkdir(parents=True, exist_ok=True)
    if not _sqlite().exists():
        for name in ("problems", "questions", "demo"):
            _stamp(name).unlink(missing_ok=True)
    _manage("migrate", "--no-input", "--verbosity", "0")


def _load_problems() -> None:
    who = "whoever writes them: each line above names a file; the other problems are loaded"
    _manage("load_problems", what="Some problems are broken", who=who)


def _load_questions() -> None:
    who = "whoever writes them: each line above names a file; the other questions are loaded"
    _manage("load_questions", what="Some questions are broken", who=who)


def _create_demo() -> None:
    kept = _kept_login()
    kept.touch(mode=0o600)
    kept.write_text(_manage("create_demo"))


def _manage(*words: str, what: str = "", who: str = "") -> str:
    return shell.run(
        [PYTHON, "manage.py", *words],
        what=what or f"manage.py {words[0]} failed",
        who=who or "you: see the output above",
        env={"READYROOM_DATA": str(data_directory())},
    )


def _migration_files() -> list[Path]:
    return sorted((ROOT / "webapp").glob("*/migrations/*.py"))


def _stamp(name: str) -> Path:
    return data_directory() / "stamps" / name


def _sqlite() -> Path:
    return data_directory() / "db.sqlite3"


def _kept_login() -> Path:
    return data_directory() / "demo-login.txt"
