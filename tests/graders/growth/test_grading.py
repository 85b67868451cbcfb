"""Growth in a grade: what is told of it, what follows, and who cannot get around it. With real cells and real times."""

import pytest

from graders.cells import Author
from graders.growth.drawing import draw_scaled
from graders.report import for_audience
from graders.stock import draw
from graders.verdict import Verdict
from graders.verify.run import Plan, verify
from sandboxes.values import encode
from tests.benchmarks.functions import LINEAR, QUADRATIC
from tests.graders.conftest import grade_job, loaded
from tests.graders.growth.packages import BAG, write_bag, write_list

pytestmark = pytest.mark.bubblewrap
WIDE = {"margin = 0.08": "margin = 0.25", "2048": "1024"}


def told(report):
    """Verdict, score and the state of each growth."""
    return report.verdict, report.score, [row.state for row in report.growth or ()]


def test_linear_code_is_not_called_slower(tmp_path, pool) -> None:
    package = loaded(write_list(tmp_path, scaling=WIDE))
    report, events = grade_job(package, pool, LINEAR["scan"])
    assert told(report) == (Verdict.AC, 100.0, ["held"])
    (row,) = report.growth
    assert row.low < 1.25
    assert 0.5 < row.exponent < 1.25
    assert [point.size for point in row.points] == [32, 57, 102, 181, 323, 575, 1024]
    assert row.in_words == f"weigh() grows as n^{row.exponent:.2f} ({row.low:.2f}–{row.high:.2f}); asked: n."
    assert [event.data["report"]["growth"] for event in events if event.kind == "done"] == [
        [row.model_dump(mode="json")]
    ]


@pytest.mark.parametrize(
    ("policy", "verdict", "score", "id"),
    [
        ({}, Verdict.TLE, 0.0, "growth.fail"),
        ({'"fail"': '"lower"\nkeep = 0.3'}, Verdict.PA, 30.0, "growth.lower"),
        ({'"fail"': '"flag"'}, Verdict.AC, 100.0, "growth.flag"),
    ],
)
def test_quadratic_code_gets_what_the_author_says(tmp_path, pool, policy, verdict, score, id) -> None:
    report, _ = grade_job(
        loaded(write_list(tmp_path, scaling={**WIDE, **policy})), pool, QUADRATIC["list_as_set"]
    )
    assert told(report) == (verdict, score, ["slower"])
    (row,) = report.growth
    assert row.low > 1.25
    assert row.times_more > 4
    assert (report.message.id, report.message.text) == (id, f"Right, but {row.in_words}")
    assert all(case.verdict is Verdict.AC for case in report.cases)


@pytest.mark.parametrize(("steps", "turns"), [(0, "many"), (400, "one")])
def test_short_runs_go_through_their_cases_again(tmp_path, pool, steps, turns) -> None:
    source = f"def weigh(x):\n    for _ in range({steps} * len(x)):\n        pass\n    return len(x)\n"
    report, _ = grade_job(loaded(write_list(tmp_path, scaling=WIDE)), pool, source)
    (row,) = report.growth
    asked = [128, 72, 40, 23, 13, 7, 4]  # calls at each size, so that all are as much work
    done = [point.calls for point in row.points]
    again = done[-1] // asked[-1]
    assert (row.state, done, "one" if again == 1 else "many") == (
        "held",
        [again * calls for calls in asked],
        turns,
    )


def test_code_too_slow_for_a_fit_is_told_so(tmp_path, pool) -> None:
    sextic = "def weigh(x):\n    sum(range(len(x) ** 6 // 65536))\n    return len(x)\n"
    package = loaded(write_list(tmp_path, scaling={"repeat = 4": "repeat = 1"}))
    report, _ = grade_job(package, pool, sextic)
    assert told(report) == (Verdict.TLE, 0.0, ["slower"])
    (row,) = report.growth
    assert (row.exponent, row.points[-1].beyond) == (None, True)
    assert row.in_words == f"weigh() grows at least as n^{row.low:.2f}; asked: n."


@pytest.mark.parametrize(
    ("source", "verdict", "id"),
    [
        ("def weigh(x):\n    return len(x) if len(x) < 200 else 7\n", Verdict.WA, "wa.value"),
        ("def weigh(x):\n    return len(x) if len(x) < 200 else 1 // 0\n", Verdict.RE, "re.raised"),
        ("import os\ndef weigh(x):\n    return len(x) if len(x) < 200 else os._exit(0)\n", Verdict.RE, "re.exit"),
        ("seen = []\ndef weigh(x):\n    seen.extend(x)\n    return len(seen)\n", Verdict.WA, "wa.state"),
    ],
)  # fmt: skip
def test_answers_at_growing_sizes_count(tmp_path, pool, source, verdict, id) -> None:
    report, _ = grade_job(loaded(write_list(tmp_path)), pool, source)
    assert told(report) == (verdict, 0.0, ["failed"])
    assert (report.message.id, report.growth[0].message.id) == (id, id)
    assert report.passed == report.total == 2


def test_only_what_passes_a_grade_is_timed(tmp_path, pool) -> None:
    package = loaded(write_list(tmp_path))
    wrong, _ = grade_job(package, pool, "def weigh(x):\n    return 1\n")
    run, _ = grade_job(package, pool, LINEAR["scan"], mode="run")
    own, _ = grade_job(package, pool, LINEAR["scan"], mode="run", own_input="weigh([1, 2])")
    assert [report.growth for report in (wrong, run, own)] == [None, None, None]


def test_last_calls_of_a_class_are_timed_without_what_comes_before(tmp_path, pool) -> None:
    package = loaded(write_bag(tmp_path))
    keeps, _ = grade_job(package, pool, BAG["submissions/accepted/plain.py"])
    looks = "class Bag:\n    def __init__(self):\n        self.all = []\n\n    def put(self, x):\n        self.all.append(x)\n\n    def most(self):\n        return max(self.all)\n"
    slow, _ = grade_job(package, pool, looks)
    assert keeps.verdict is Verdict.AC
    assert keeps.growth[0].state != "slower"
    assert told(slow) == (Verdict.TLE, 0.0, ["slower"])


def test_inputs_are_of_the_submission_and_repeated_by_its_seed(tmp_path, pool) -> None:
    package = loaded(write_list(tmp_path, scaling={"2048": "256", "repeat = 4": "repeat = 1"}))

    def inputs(scaled) -> bytes:
        return encode([case.args for item in scaled for sized in item.sized for case in sized.cases])

    with Author(pool, package) as author:
        one, again, other = (inputs(draw_scaled(package, author, seed)) for seed in (5, 5, 6))
    assert (one == again, one == other) == (True, False)
    assert inputs(draw(package, pool, 5, whole=True).scaled) == one
    report, _ = grade_job(package, pool, LINEAR["scan"], seed=5)
    assert report.engine.seed == 5


def test_no_input_is_in_the_report_of_a_candidate(tmp_path, pool) -> None:
    canary = "return Case(args=([770077] * size,))"
    cases = (write_list(tmp_path) / "cases.py").read_text()
    start = cases.index("return Case(args=([rng")
    package = loaded(write_list(tmp_path, {"cases.py": cases[:start] + canary + "\n"}))
    for source in (LINEAR["scan"], "def weigh(x):\n    return len(x) if len(x) < 200 else x[0]\n"):
        report, _ = grade_job(package, pool, source)
        shown = for_audience(report, "candidate")["growth"][0]
        assert ("770077" in str(shown["points"]), shown["rounds"], shown["cpu_s"]) == (False, 0, 0.0)


def test_author_whose_reference_fails_at_a_size_is_told(tmp_path, pool) -> None:
    reference = "def weigh(x):\n    if len(x) > 300:\n        raise KeyError(1)\n    return len(x)\n"
    package = loaded(write_list(tmp_path, {"submissions/accepted/plain.py": reference}))
    report, _ = grade_job(package, pool, LINEAR["scan"])
    assert report.verdict is Verdict.IE
    assert "scaling(rng, 512): the reference raised KeyError" in report.message.text


def test_verification_holds_submissions_to_the_claim(tmp_path, pool) -> None:
    changes = {
        "submissions/accepted/quick.py": LINEAR["scan"],
        "submissions/time_limit_exceeded/slow.py": "# growth: slower\n" + QUADRATIC["list_as_set"],
        "submissions/time_limit_exceeded/not_slow.py": "# growth: slower\n" + LINEAR["scan"],
    }
    path = write_list(tmp_path, changes, scaling=WIDE)
    text = (path / "cases.py").read_text()
    (path / "cases.py").write_text(
        text
        + "\n\ndef validate(args, calls):\n    if len(args[0]) > 1000:\n        raise ValueError('too long')\n"
    )
    (proof,) = verify([loaded(path)], pool, Plan(mutants=False, fresh=True))
    assert [note.message for note in proof.notes] == [
        "validate refuses what scaling(rng, size) gives: too long"
    ]
    (path / "cases.py").write_text(text)
    (proof,) = verify([loaded(path)], pool, Plan(mutants=False, fresh=True))
    problems = {result.name: result.problem for result in proof.results if result.problem}
    assert list(problems) == ["time_limit_exceeded/not_slow.py"]
    assert problems["time_limit_exceeded/not_slow.py"].startswith(
        "declares TLE, gets AC: All 2 cases passed."
    )
