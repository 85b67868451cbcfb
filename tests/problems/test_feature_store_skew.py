"""Skew alerts: accepted solutions against exact fractions, and what the measures must and must not see."""

import random
from collections.abc import Callable
from fractions import Fraction
from math import ceil, fsum, log
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.problems.author import accepted, load
from tests.problems.feature_store import load_cases

PACKAGE = "feature-store/serving-skew"
Rows = list[tuple[float | None, int]]
Table = dict[str, Rows]
Alert = tuple[str, str, float, float]
SOLUTIONS: dict[str, Callable[..., list[Alert]]] = {
    name: load(PACKAGE, f"submissions/accepted/{name}").skew_alerts for name in accepted(PACKAGE)
}
CASES = load_cases("serving-skew")
MEASURES = ("missing", "default", "leak", "ks", "psi")

row = st.tuples(st.none() | st.sampled_from([-1.0, 0.0, 0.5, 1.0, 7.0]), st.integers(0, 2))
tables = st.dictionaries(
    st.sampled_from(["a", "B", "c"]),
    st.integers(0, 9).flatmap(
        lambda length: st.tuples(*[st.lists(row, min_size=length, max_size=length)] * 2)
    ),
).map(lambda both: tuple({name: pair[side] for name, pair in both.items()} for side in (0, 1)))
limits = st.dictionaries(st.sampled_from(MEASURES), st.sampled_from([0.05, 0.1, 0.25, 0.5]), min_size=1)


def exact(served: Rows, trained: Rows, default: float | None, bins: int) -> dict[str, float]:
    """Every measure as a fraction, PSI but for its logarithms."""

    def mean(flags: list[int]) -> Fraction:
        return Fraction(sum(flags), len(flags)) if flags else Fraction(0)

    pairs = [(s, t, s_of, t_of) for (s, s_of), (t, t_of) in zip(served, trained, strict=True)]
    left, right = ([value for value, _ in rows if value is not None] for rows in (served, trained))
    ks, psi = Fraction(0), 0.0
    if left and right:
        ks = max(abs(mean([v <= x for v in left]) - mean([v <= x for v in right])) for x in left + right)
        ranks = [ceil(Fraction(j * len(right), bins)) for j in range(1, bins)]
        edges = {sorted(right)[rank - 1] for rank in ranks}
        total = len(edges) + 1
        bin_of = [[sum(edge < x for edge in edges) for x in side] for side in (left, right)]
        shares = [
            [(side.count(i) + Fraction(1, 2)) / (len(side) + Fraction(total, 2)) for i in range(total)]
            for side in bin_of
        ]
        psi = fsum(float(p - q) * log(p / q) for p, q in zip(*shares, strict=True))
    return {
        "missing": float(abs(mean([s is None for s, *_ in pairs]) - mean([t is None for _, t, *_ in pairs]))),
        "default": float(mean([default is not None and (s == default) != (t == default) for s, t, *_ in pairs])),
        "leak": float(mean([b > a for s, t, a, b in pairs if s is not None and t is not None])),
        "ks": float(ks),
        "psi": psi,
    }  # fmt: skip


def oracle(serving: Table, training: Table, defaults: dict, thresholds: dict, bins: int) -> list[Alert]:
    """The statement with exact measures."""
    alerts = []
    for feature in serving:
        values = exact(serving[feature], training[feature], defaults.get(feature), bins)
        alerts += [
            (feature, name, values[name], values[name] / limit)
            for name, limit in thresholds.items()
            if round(values[name], 9) > limit
        ]
    return sorted(alerts, key=lambda alert: (-round(alert[3], 9), *alert[:2]))


def agree(first: list[Alert], second: list[Alert]) -> bool:
    """Whether the checker of the package would call two answers the same."""
    if [alert[:2] for alert in first] != [alert[:2] for alert in second]:
        return False
    numbers = zip((n for a in first for n in a[2:]), (n for a in second for n in a[2:]), strict=True)
    return all(abs(x - y) <= 1e-9 + 1e-7 * abs(y) for x, y in numbers)


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=150, deadline=None)
@given(sides=tables, default=st.sampled_from([0.0, 1.0]), thresholds=limits, bins=st.integers(2, 6))
def test_accepted_solution_equals_the_statement(
    name: str, sides: tuple[Table, Table], default: float, thresholds: dict[str, float], bins: int
) -> None:
    given = (*sides, {"a": default, "c": default, "x": default}, thresholds, bins)
    assume(CASES.clear(*given))
    assert agree(SOLUTIONS[name](*given), oracle(*given))


@pytest.mark.parametrize("name", SOLUTIONS)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=12), seed=st.randoms(use_true_random=False))
def test_distributions_do_not_see_a_permutation_and_nothing_differs_from_itself(
    name: str, rows: Rows, seed: random.Random
) -> None:
    everything = dict.fromkeys(MEASURES, 1e-6)
    assert SOLUTIONS[name]({"f": rows}, {"f": rows}, {"f": 0.0}, everything, 4) == []
    shuffled = seed.sample(rows, len(rows))
    assert SOLUTIONS[name]({"f": rows}, {"f": shuffled}, {}, {"ks": 1e-6, "psi": 1e-6}, 4) == []


@pytest.mark.parametrize("seed", [7, 8])
def test_accepted_solutions_agree_on_every_case(seed: int) -> None:
    for case in [*CASES.cases(random.Random(seed)), *CASES.fresh(random.Random(seed))]:
        if case.raises is None:
            first, *others = (solve(*case.args) for solve in SOLUTIONS.values())
            assert [agree(first, other) for other in others] == [True] * len(others), case.note


def test_clear_refuses_what_rounding_decides() -> None:
    half = {"f": [(1.0, 0)] * 1024}, {"f": [(1.0, 1)] + [(1.0, 0)] * 1023}
    assert CASES.clear(*half, {}, {"leak": 0.000976562}, 2) is False  # 1/1024 = 0.0009765625
    assert CASES.clear(*half, {}, {"leak": 0.0009}, 2) is True


GOOD = {"f": [(1.0, 0)]}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((GOOD, GOOD, {}, {}), "takes serving, training, defaults, thresholds and bins"),
        (([], GOOD, {}, {}, 2), "serving must be a dict"),
        ((GOOD, {str(n): [] for n in range(51)}, {}, {}, 2), "training must be a dict of at most 50"),
        ((GOOD, {"f" * 21: []}, {}, {}, 2), "names are strings of at most 20"),
        ((GOOD, {"f": ((1.0, 0),)}, {}, {}, 2), r"training\['f'\] must be a list"),
        ((GOOD, {"f": [(1.0,)]}, {}, {}, 2), r"must hold tuples \(value, as_of\)"),
        ((GOOD, {"f": [(1.0, 0.5)]}, {}, {}, 2), r"must hold tuples \(value, as_of\)"),
        ((GOOD, {"f": [(float("nan"), 0)]}, {}, {}, 2), "nan is not a number"),
        ((GOOD, {"f": [(True, 0)]}, {}, {}, 2), "True is not a number"),
        (({"f": [(1.0, 0)] * 14_001}, GOOD, {}, {}, 2), "at most 14000 requests"),
        ((GOOD, GOOD, {"f": None}, {}, 2), "the default of 'f'"),
        ((GOOD, GOOD, {}, {"ks": 10**7}, 2), "the threshold of 'ks'"),
        ((GOOD, GOOD, {}, {}, 2.0), "bins must be an integer"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
