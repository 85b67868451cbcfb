"""The levels' lines on the ability scale."""

import pytest

from tests.problems.author import PROBLEMS
from webapp.readiness.ability.levels import abilities, difficulty


def test_lines_of_the_ladder_are_one_step_apart():
    lines = abilities(PROBLEMS / "levels.toml")
    assert lines == {"1-2": -2.0, "2-1": -1.0, "2-2": 0.0, "3-1": 1.0, "3-2": 2.0}


def test_difficulty_is_from_the_middle_of_the_levels():
    lines = abilities(PROBLEMS / "levels.toml")
    assert difficulty(lines, ("2-1", "2-2"), 0.2) == pytest.approx(-0.3)


def test_lines_out_of_order(tmp_path):
    file = tmp_path / "levels.toml"
    file.write_text('[[levels]]\nid = "a"\nability = 1.0\n[[levels]]\nid = "b"\nability = 1.0\n')
    with pytest.raises(ValueError, match="must increase"):
        abilities(file)
