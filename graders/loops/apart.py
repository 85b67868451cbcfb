"""A loop taken out of the shared folder: its file, and of the shared parts what its rounds use, as their authors wrote it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from graders.loops.loader import WHOLE, Loops
from graders.loops.model import Loop
from graders.package.tables import plain_lines, read_plain


def apart(root: Path, loop: Loop, loops: Loops) -> dict[str, str]:
    """The files of the loop in a folder of its own."""
    rubrics = {round_.rubric for round_ in loop.rounds}
    pools = {part.pool for round_ in loop.rounds for part in round_.parts if part.pool}
    topics = {topic for round_ in loop.rounds for part in round_.parts for topic in part.topics}
    asked = {row.question for row in loops.probes if row.question.partition("/")[0] in topics}
    files = {WHOLE: read_plain(root / f"{loop.id}.toml")}
    wanted: dict[str, tuple[str, Collection[str]]] = {
        "rubrics.toml": ("[[rubrics]]", rubrics),
        "prompts.toml": ("[[pools]]", pools),
        "probes.toml": ("[[questions]]", asked),
    }
    for name, (header, names) in wanted.items():
        if names:
            lines = {loops.lines[name, one] for one in names if (name, one) in loops.lines}
            files[name] = _cut(read_plain(root / "parts" / name), header, lines)
    return files


def _cut(text: str, header: str, kept: Collection[int]) -> str:
    """What stands before the first table, and of the tables those that begin on these lines."""
    starts = [number for number, line in plain_lines(text, header) if line.startswith(header)]
    lines = text.splitlines()
    ends = [start - 1 for start in starts[1:]] + [len(lines)]
    parts = ["\n".join(lines[: starts[0] - 1]).rstrip()] if starts else []
    parts += [
        "\n".join(lines[start - 1 : end]).rstrip()
        for start, end in zip(starts, ends, strict=True)
        if start in kept
    ]
    return "\n\n".join(parts) + "\n"
