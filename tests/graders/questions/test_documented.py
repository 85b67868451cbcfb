"""docs/questions.md: its worked examples load without a note, and its formulas are all there are."""

import re
from pathlib import Path

from graders.diagnostics import Diagnostics
from graders.questions import key_of, load_bank, mark
from graders.questions.arithmetic import FUNCTIONS
from graders.questions.checks import check_bank
from graders.questions.items import TYPES

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "questions.md").read_text()
FILES = dict(re.findall(r"^`([\w./-]+)`:\n\n```toml\n(.*?)^```$", GUIDE, flags=re.M | re.S))


def test_the_worked_examples_are_a_bank_without_errors(tmp_path):
    for name, text in FILES.items():
        file = tmp_path / "coding" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    bank = load_bank(tmp_path / "coding", diagnostics := Diagnostics())
    check_bank(bank, diagnostics)
    assert [str(note) for note in diagnostics.errors] == []
    assert tuple(item.type for item in bank.items) == TYPES
    assert [mark(item, key_of(item)).score for item in bank.items] == [1.0] * 5
    assert [question.score({"invariant": 2, "cost": 1, "edges": 0}) for question in bank.written] == [0.7]


def test_every_function_of_formulas_is_described():
    line = GUIDE.split("`formula` knows", 1)[1].split("\n\n")[0]
    assert set(re.findall(r"[a-z]\w*", " ".join(re.findall(r"`([^`]*)`", line)))) - {"p", "x"} == set(
        FUNCTIONS
    )
