"""`include/` of a Kattis package: files by language that a judge puts beside every submission before it runs that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graders.formats.kattis_files import read_bytes, size_of
from graders.formats.kattis_judging import is_python
from graders.formats.model import NotImported
from graders.package.included import FOLDER, MOST_BYTES, refusal

LANGUAGES = ("python3", "default")
"""Whose files a submission in Python 3 gets: its own language's, or those for languages that have none."""
_STARTS = ("main.py", "__main__.py")
_SHOWN_LINES = 120
_UNSHOWN = ("```", "~~~")


@dataclass
class Included:
    """What goes beside submissions here, and what of the original's does not; `incomplete` if that may change a verdict."""

    files: dict[str, bytes] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    incomplete: bool = False

    def statement(self) -> list[str]:
        """Paragraphs that tell a candidate what there is, short modules in full."""
        if not self.files:
            return []
        names = [name.removeprefix(FOLDER) for name in self.files]
        listed = ", ".join(f"`{name}`" for name in names)
        shown = [
            f"`{name}`:\n\n```python\n{text.rstrip()}\n```"
            for name, text in zip(names, map(_text, self.files.values()), strict=True)
            if name.endswith(".py")
            and text.count("\n") < _SHOWN_LINES
            and not any(m in text for m in _UNSHOWN)
        ]
        return ["## Beside your program", f"What lies beside it: {listed}.", *shown]


def included_of(folder: Path) -> Included:
    """What the package in `folder` puts beside submissions in Python 3."""
    made, root = Included(), folder / "include"
    if not root.is_dir():
        return made
    language = next((name for name in LANGUAGES if (root / name).is_dir()), None)
    for place in sorted(root.iterdir()):
        if place.name == language:
            for file in sorted(one for one in place.rglob("*") if not one.is_dir()):
                _take(made, file, file.relative_to(place).as_posix(), file.relative_to(folder).as_posix())
        elif not place.name.startswith("."):
            made.left.append(f"include/{place.name}{'/, for other languages' if place.is_dir() else ''}")
    return made


def _take(made: Included, file: Path, there: str, label: str) -> None:
    why = refusal(there) if there not in _STARTS else "is started in the place of the submission"
    try:
        if why is None and sum(map(len, made.files.values())) + size_of(file) > MOST_BYTES:
            why = f"makes what lies beside a submission larger than {MOST_BYTES >> 20} MiB"
        data = read_bytes(file) if why is None else b""
    except NotImported as error:
        why = str(error)
    if why is None and there.endswith(".py") and not is_python(data):
        why = "is not Python 3"
    if why is None:
        made.files[FOLDER + there] = data
    else:
        made.left.append(f"{label}: {why}")
        made.incomplete = True


def _text(data: bytes) -> str:
    return data.decode(errors="replace")
