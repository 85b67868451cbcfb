"""A small package with a scaling.toml, for tests of what grows."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.functions import SCALING, write_functions

CLASS = {
    'type = "function"\nname = "weigh"\nsignature = ["weigh(x: list[int]) -> int"]': (
        'type = "class"\nname = "Bag"\nmethods = ["put", "most"]\n'
        'signature = ["Bag()", "put(x: int) -> None", "most() -> int"]'
    )
}
BAG = {
    "statement.md": "A bag.\n\n## Sample\n\n```sample\nBag()\nput(4)\nmost() → 4\n```\n",
    "cases.py": (
        "from readyroom import Case\n\n\n"
        "def cases(rng):\n"
        "    yield Case(calls=[('put', 4), ('most',)])\n"
        "    yield Case(calls=[('put', 4), ('put', 9), ('most',)], group='more')\n\n\n"
        "def scaling(rng, size):\n"
        "    calls = [('put', rng.randrange(10**6)) for _ in range(size)]\n"
        "    return Case(calls=[*calls, *[('most',)] * 1500])\n"
    ),
    "submissions/accepted/plain.py": (
        "class Bag:\n    def __init__(self):\n        self.best = 0\n\n"
        "    def put(self, x):\n        self.best = max(self.best, x)\n\n"
        "    def most(self):\n        return self.best\n"
    ),
    "starter.py": "class Bag:\n    def __init__(self):\n        raise NotImplementedError\n",
    "submissions/wrong_answer/square.py": "class Bag:\n    def put(self, x): ...\n\n    def most(self): ...\n",
}
SCALING_OF_BAG = (
    SCALING.replace('call = "weigh"', 'call = "most"')
    .replace('claim = "n"', 'claim = "1"')
    .replace("repeat = 4", "last = 1500")
    .replace("smallest = 32", "smallest = 60")
    .replace("margin = 0.08", "margin = 0.4")
)


def write_list(
    root: Path, changes: dict[str, str] | None = None, scaling: dict[str, str] | None = None
) -> Path:
    """The package that asks for the length of a list, with some files and words of scaling.toml changed."""
    path = write_functions(root)
    text = SCALING
    for old, new in (scaling or {}).items():
        assert old in text
        text = text.replace(old, new)
    for name, content in {"scaling.toml": text, **(changes or {})}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(content)
    return path


def write_bag(root: Path) -> Path:
    """The package of a class whose `most` is to take the same time however much is in the bag."""
    path = write_functions(root)
    manifest = (path / "problem.toml").read_text()
    for old, new in CLASS.items():
        assert old in manifest
        manifest = manifest.replace(old, new)
    for name, content in {**BAG, "problem.toml": manifest, "scaling.toml": SCALING_OF_BAG}.items():
        (path / name).write_text(content)
    return path
