"""scaling.toml: sizes and parts that follow from it, and what is wrong with one, by file and line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.diagnostics import Diagnostics
from graders.package import load_package
from graders.package.scaling import Growth
from tests.graders.growth.packages import write_bag, write_list
from tests.graders.packages import FILES, write_package

GIVEN = {"call": "f", "claim": "n", "smallest": 32, "largest": 2048, "group": "more", "when_slower": "flag"}


def test_sizes_are_in_equal_ratios_and_runs_are_equal_work() -> None:
    growth = Growth(**GIVEN, repeat=2)
    assert growth.sizes == [32, 64, 128, 256, 512, 1024, 2048]
    assert [growth.parts(size) for size in growth.sizes] == [128, 64, 32, 16, 8, 4, 2]


@given(st.sampled_from(["1", "log n", "n", "n log n", "n^1.5"]), st.integers(16, 400), st.integers(1, 4))
def test_every_run_is_as_much_work_as_the_largest(claim: str, smallest: int, repeat: int) -> None:
    growth = Growth(**{**GIVEN, "claim": claim, "smallest": smallest, "largest": 8 * smallest}, repeat=repeat)
    whole = repeat * growth.asked(growth.largest)
    for size in growth.sizes:
        assert abs(growth.parts(size) * growth.asked(size) - whole) <= growth.asked(size) / 2 + 1e-9


def wrong(path) -> list[str]:
    load_package(path, diagnostics := Diagnostics())
    return [f"{note.file}:{note.line} {note.message}" for note in diagnostics.errors]


@pytest.mark.parametrize(
    ("scaling", "found"),
    [
        ({'"n"': '"n!"'}, "scaling.toml:5 growth.0.claim: 'n!' is no growth; write a product such as \"n log n\", \"n^2\" or \"1\""),
        ({'"weigh"': '"size"'}, "scaling.toml:4 growth.0.call: 'size' is none of weigh"),
        ({"32": "300"}, "scaling.toml:3 growth.0: largest: 2048 is less than 8 times the smallest, 300"),
        ({"repeat": "repeats"}, "scaling.toml:8 growth.0.repeats: Extra inputs are not permitted"),
        ({'"more"': '"less"'}, "scaling.toml:9 growth.0.group: problem.toml has no group 'less'"),
        ({"repeat = 4": "last = 4"}, "scaling.toml:8 growth.0.last: only a class has last calls"),
        ({"repeat = 4": 'cases = "sizes"'}, "scaling.toml:8 growth.0.cases: cases.py has no function sizes(rng, size)"),
        (
            {'"more"': '"samples"', '"fail"': '"lower"'},
            "scaling.toml:10 growth.0.when_slower: the group 'samples' has no points to lower",
        ),
        (
            {"repeat = 4": "repeat = 40"},
            "scaling.toml:3 growth.0: smallest: 5080 calls a round, at most 4000; so that every size is as much "
            "work as the largest, 2560 of size 32 are made",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path, scaling, found) -> None:
    assert wrong(write_list(tmp_path, scaling=scaling)) == [found]


def test_what_may_call_itself_slower(tmp_path) -> None:
    source = "# growth: slower\ndef weigh(x):\n    return 0\n"
    changes = {
        "submissions/wrong_answer/slower.py": source,
        "submissions/time_limit_exceeded/slower.py": source,
    }
    told = "says `growth: slower`, which leads to one of accepted, partially_accepted, time_limit_exceeded"
    assert wrong(write_list(tmp_path / "with", changes)) == [f"submissions/wrong_answer/slower.py:1 {told}"]
    plain = "# growth: slower\n" + FILES["submissions/accepted/plain.py"]
    without = write_package(tmp_path / "without", {"submissions/accepted/plain.py": plain})
    assert wrong(without) == [
        "submissions/accepted/plain.py:1 says `growth: slower`, but there is no scaling.toml"
    ]


def test_a_class_and_a_function_load(tmp_path) -> None:
    assert (wrong(write_list(tmp_path / "list")), wrong(write_bag(tmp_path / "bag"))) == ([], [])
