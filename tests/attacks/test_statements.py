"""Texts of hostile authors that the site renders: too much work is refused, and the others' packages load."""

import time
from pathlib import Path

import pytest

from graders.store import Store
from tests.attacks.stage import PACKAGES, rewritten
from webapp.catalog.domain import bounded as bounding
from webapp.catalog.domain.bounded import TooMuch, bounded
from webapp.catalog.domain.loading import load_problems
from webapp.catalog.models import Problem

STATEMENT = (PACKAGES / "vault" / "statement.md").read_text()
TEXTS = {
    "fences of all lengths": "".join("`" * length + "a\n" for length in range(3, 300)),
    "links in links": "[a][" * 20_000,
    "lists in lists": "\n".join("    " * depth + "- a" for depth in range(300)),
    "formulas without end": "$$a$$\n\n" * 30_000,
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_statement_that_costs_too_much_keeps_no_other_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(bounding, "CPU_S", 1)
    monkeypatch.setattr(bounding, "MOST_BYTES", 1 << 20)
    for name in ("vault", "vault-checked", "vault-class"):
        rewritten(name, tmp_path / "problems", {})
    root = tmp_path / "problems" / "attacks"
    (root / "set.toml").write_text((PACKAGES / "set.toml").read_text())
    (root / "vault-checked" / "statement.md").write_text(f"{STATEMENT}\n\n{text}\n")

    loaded = load_problems(tmp_path / "problems", Store(tmp_path / "store"))

    assert [entry["package"] for entry in loaded.broken] == ["attacks/vault-checked"]
    assert sorted(Problem.objects.values_list("slug", flat=True)) == ["vault", "vault-class"]


def test_work_in_bounds_gives_what_it_makes() -> None:
    assert bounded(lambda: {"a": [1, "b", None]}) == {"a": [1, "b", None]}


def _loop() -> None:
    while True:
        time.monotonic()


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: 1 / 0, "cannot be rendered: ZeroDivisionError"),
        (lambda: "x" * (9 << 20), "becomes larger than 8 MiB"),
        (_loop, "takes longer than 1 s"),
        (lambda: time.sleep(60), "takes longer than 1 s"),
    ],
)
def test_work_beyond_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, work, words: str) -> None:
    monkeypatch.setattr(bounding, "CPU_S", 1)
    monkeypatch.setattr(bounding, "WALL_S", 3)
    with pytest.raises(TooMuch, match=words):
        bounded(work)
