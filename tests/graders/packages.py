"""Small packages written to a folder, for tests of what reads them."""

from __future__ import annotations

from pathlib import Path

from graders.cli.curves import recording

PROBLEM = """\
format = 1
id = "double"
title = "Double"
summary = "Twice a number."
kind = "function"
order = 1
level = ["1-2", "2-1"]
minutes = 5
difficulty = -2.0
source = "Made for a test."
reference = "plain.py"

[topics]
coding = 0.75
system-design = 0.25

[entry]
type = "function"
name = "double"
signature = ["double(x: int) -> int"]

[limits]
wall_s = 1.0

[[groups]]
id = "samples"
title = "Samples"
points = 0
hidden = false

[[groups]]
id = "more"
title = "More"
points = 100
"""
SET = 'format = 1\ntitle = "Tests"\nsummary = "For tests."\norder = 1\ntrack = "interview"\n'
FILES = {
    "problem.toml": PROBLEM,
    "statement.md": "Return twice `x`.\n\n## Sample\n\n```sample\ndouble(2) → 4\n```\n",
    "starter.py": "def double(x):\n    raise NotImplementedError\n",
    "hints.md": "## Add\n\nAdd it to itself.\n",
    "editorial.md": "`x + x`.\n",
    "design.md": "For tests.\n",
    "cases.py": (
        "from readyroom import Case\n\n\ndef cases(rng):\n    yield Case(args=(2,))\n    yield Case(args=(-3,), group='more')\n"
    ),
    "checker.toml": 'type = "exact"\n',
    "submissions/accepted/plain.py": "def double(x):\n    return x + x\n",
    "submissions/wrong_answer/square.py": "# group: more\ndef double(x):\n    return x * x\n",
}

RECORDED = recording({"Loss": {0: 1, 2: 3, 4: 5}})
TRAINED: dict[str, str | None] = {
    "starter.py": "def double(x):\n    return x + 1\n",
    "curves.py": (
        "from solution import double\n\n\ndef curves():\n    return {'Loss': {step: double(step) for step in (0, 2, 4)}}\n"
    ),
    "curves.toml": RECORDED,
}
"""What makes it a package with a curve."""


def write_package(root: Path, changes: dict[str, str | None] | None = None, set_slug: str = "tests") -> Path:
    """Write the package `double` with some files changed (or left out, by None); return its folder."""
    path = root / set_slug / "double"
    (root / set_slug).mkdir(parents=True, exist_ok=True)
    (root / set_slug / "set.toml").write_text(SET)
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text)
    return path
