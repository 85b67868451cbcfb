"""Steps run when what they read changed or what they made is gone, and not otherwise."""

from collections.abc import Callable
from pathlib import Path
from threading import Barrier

import pytest

from tools.console import Failure
from tools.steps import Step, digest, perform

MakeStep = Callable[..., Step]


@pytest.fixture
def performed() -> list[str]:
    """Titles of the steps whose action ran, in order."""
    return []


@pytest.fixture
def step(tmp_path: Path, performed: list[str]) -> MakeStep:
    """A step that reads `input` and makes `product`."""
    source, product = tmp_path / "input", tmp_path / "product"
    source.write_text("one")

    def make(*, essential: bool = True, fails: bool = False) -> Step:
        def action() -> None:
            performed.append("step")
            if fails:
                raise Failure("it broke", who="you", command="mend it")
            product.write_text(source.read_text())

        stamp = tmp_path / "stamps" / "step"
        return Step("A step", stamp, lambda: digest([source]), action, product.exists, essential)

    return make


def test_step_runs_once_for_the_same_input(step: MakeStep, performed: list[str]) -> None:
    perform([step(), step()])

    assert performed == ["step"]


def test_step_runs_again_when_its_input_changed(step: MakeStep, performed: list[str], tmp_path: Path) -> None:
    perform([step()])
    (tmp_path / "input").write_text("two")

    perform([step()])

    assert performed == ["step", "step"]
    assert (tmp_path / "product").read_text() == "two"


def test_step_runs_again_when_its_product_is_gone(
    step: MakeStep, performed: list[str], tmp_path: Path
) -> None:
    perform([step()])
    (tmp_path / "product").unlink()

    perform([step()])

    assert performed == ["step", "step"]


def test_failed_step_stops_the_rest_and_is_tried_again(step: MakeStep, performed: list[str]) -> None:
    with pytest.raises(Failure, match="it broke"):
        perform([step(fails=True), step()])
    assert performed == ["step"]

    perform([step()])

    assert performed == ["step", "step"]


def test_failure_of_inessential_step_is_reported_and_stops_nothing(
    step: MakeStep, performed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    perform([step(essential=False, fails=True), step()])

    assert performed == ["step", "step"]
    assert "✗ it broke\n    Who can fix it: you\n    Command:        mend it\n" in capsys.readouterr().out


def test_digest_sees_a_renamed_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("same")
    before = digest([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")

    assert digest([tmp_path]) != before


def test_digest_is_blind_to_compiled_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = digest([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")

    assert digest([tmp_path]) == before


def test_lanes_go_side_by_side_and_each_in_order(tmp_path: Path) -> None:
    met, done = Barrier(2, timeout=10), []

    def lane(name: str) -> list[Step]:
        def meets() -> None:
            met.wait()
            done.append(f"{name} 1")

        actions = (meets, lambda: done.append(f"{name} 2"))
        return [Step(name, tmp_path / f"{name}{n}", str, action) for n, action in enumerate(actions)]

    perform(lane("left"), lane("right"))

    assert [one for one in done if "left" in one] == ["left 1", "left 2"]
    assert [one for one in done if "right" in one] == ["right 1", "right 2"]


def test_lane_that_fails_stops_no_other_and_is_reported(
    step: MakeStep, performed: list[str], tmp_path: Path
) -> None:
    other = Step("Another", tmp_path / "other", str, lambda: performed.append("other"))

    with pytest.raises(Failure, match="it broke"):
        perform([step(fails=True), step()], [other])

    assert sorted(performed) == ["other", "step"]
