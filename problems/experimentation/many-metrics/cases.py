"""Cases for adjusted p-values: each method's monotonicity, ties, families and missing metrics."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import inf, isnan, nan

from readyroom import Case

MAX_TESTS = 40_000
MAX_FAMILIES = 4_000
METHODS = ("holm", "bh", "by")

Test = tuple[str, float | None]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("tests", "method"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"tests", "method"}:
        raise ValueError("adjusted takes tests and method")
    tests, method = given["tests"], given["method"]
    if type(method) is not str or len(method) > 40:
        raise ValueError("method must be a text of at most 40 characters")
    if type(tests) is not list or len(tests) > MAX_TESTS:
        raise ValueError(f"tests must be a list of at most {MAX_TESTS} pairs")
    for number, test in enumerate(tests):
        if type(test) is not tuple or len(test) != 2 or type(test[0]) is not str or len(test[0]) > 40:
            raise ValueError(f"tests[{number}] must be a tuple (family, p), the family a text")
        _check_p(f"tests[{number}]", test[1])
    if len({family for family, _ in tests}) > MAX_FAMILIES:
        raise ValueError(f"at most {MAX_FAMILIES} families are allowed")


def _check_p(where: str, p: object) -> None:
    if p is not None and type(p) not in (int, float):
        raise ValueError(f"{where}: p must be a number or None")
    if p and not isnan(p) and abs(p) < 1e-300:
        raise ValueError(f"{where}: p is closer to 0 than 1e-300")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _holm(rng)
    yield from _fdr(rng)
    yield from _families(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("holm", note, "holm", _random_tests(rng, 30, ["only"], 3))
    yield _case("fdr", note, "by", _random_tests(rng, 30, ["only"], 3))
    yield _case("families", note, "bh", _random_tests(rng, 40, ["a", "b", "c"], 2, missing=0.2))


def _case(group: str, note: str, method: str, tests: list[Test]) -> Case:
    return Case(args=(tests, method), group=group, note=note)


def _one_family(*p_values: float | None) -> list[Test]:
    return [("only", p) for p in p_values]


def _random_tests(
    rng: random.Random, count: int, families: list[str], decimals: int, missing: float = 0.0
) -> list[Test]:
    """Mostly small p-values, rounded so that some are equal."""
    return [
        (rng.choice(families), None if rng.random() < missing else round(rng.random() ** 3, decimals))
        for _ in range(count)
    ]


def _samples() -> Iterator[Case]:
    yield _case(
        "samples",
        "Holm, in the order of the dashboard",
        "holm",
        [("primary", p) for p in (0.012, 0.5, 0.02, 0.011)],
    )
    tests = [("slices", 0.03), ("primary", 0.04), ("slices", None), ("slices", 0.01), ("slices", 0.025)]
    yield _case("samples", "two families and a metric without a test", "bh", tests)
    yield _case("samples", "three methods apart", "by", _one_family(0.001, 0.2, 0.04))


def _holm(rng: random.Random) -> Iterator[Case]:
    yield _case("holm", "already in order, nothing to lift", "holm", _one_family(0.001, 0.01, 0.03, 0.2))
    yield _case("holm", "descending", "holm", _one_family(0.4, 0.03, 0.01, 0.001))
    yield _case("holm", "one lifts all that follow", "holm", _one_family(0.03, 0.031, 0.032, 0.033, 0.2))
    yield _case("holm", "a smaller product in the middle", "holm", _one_family(0.02, 0.01, 0.3, 0.012))
    yield _case("holm", "cut at 1, and 1 for all behind", "holm", _one_family(0.5, 0.4, 0.9, 1.0, 0.3))
    yield _case("holm", "equal p-values", "holm", _one_family(0.01, 0.04, 0.01, 0.04, 0.01))
    yield _case("holm", "all equal", "holm", _one_family(0.1, 0.1, 0.1))
    yield _case("holm", "sixty tests, some equal", "holm", _random_tests(rng, 60, ["only"], 2))


def _fdr(rng: random.Random) -> Iterator[Case]:
    for method in ("bh", "by"):
        yield _case("fdr", "on the line m/j", method, _one_family(0.01, 0.02, 0.03, 0.04))
        yield _case(
            "fdr", "a later value pulls earlier ones down", method, _one_family(0.039, 0.038, 0.001, 0.04)
        )
        yield _case(
            "fdr", "pulled down only as far as its own rank", method, _one_family(0.3, 0.011, 0.012, 0.29)
        )
        yield _case(
            "fdr", "equal p-values take their last rank", method, _one_family(0.02, 0.005, 0.02, 0.02, 0.7)
        )
        yield _case("fdr", "all equal", method, _one_family(0.2, 0.2, 0.2))
        yield _case("fdr", "large p-values", method, _one_family(0.8, 0.95, 1.0, 0.9, 0.6))
        yield _case("fdr", "sixty tests, some equal", method, _random_tests(rng, 60, ["only"], 2))


def _families(rng: random.Random) -> Iterator[Case]:
    mixed = [("b", 0.02), ("a", 0.01), ("b", 0.01), ("a", 0.04), ("b", 0.04), ("b", 0.5), ("", 0.03)]
    gaps = [("a", 0.02), ("a", None), ("b", None), ("a", 0.01), ("c", 0.2), ("a", None), ("a", 0.3)]
    for method in METHODS:
        yield _case("families", "three families of different sizes", method, mixed)
        yield _case("families", "missing metrics are not counted", method, gaps)
        tests = _random_tests(rng, 80, ["primary", "guardrail", "slice"], 3, missing=0.15)
        yield _case("families", "eighty metrics", method, tests)
    yield _case("families", "a family without any test", "holm", [("a", None), ("b", 0.2), ("a", None)])
    yield _case("families", "names that differ in case", "bh", [("A", 0.01), ("a", 0.02), ("A", 0.04)])


def _bounds() -> Iterator[Case]:
    for method in METHODS:
        yield _case("bounds", "no tests", method, [])
        yield _case("bounds", "one test", method, _one_family(0.3))
        yield _case("bounds", "0 and 1", method, _one_family(1, 0.0, 0.5, 0, 1.0))
        yield _case("bounds", "tiny p-values", method, _one_family(3e-300, 1e-300, 1e-12, 2e-300))
        for p in (-1e-9, 1 + 1e-9, nan, inf, -inf):
            tests = [("a", 0.5), ("b", None), ("a", p), ("c", 0.1)]
            yield Case(args=(tests, method), group="bounds", note="not a p-value", raises="ValueError")
    for method in ("bonferroni", "", "BH", "holm "):
        for tests in ([], _one_family(0.5)):
            yield Case(args=(tests, method), group="bounds", note="no such method", raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    for method in METHODS:
        tests = _random_tests(rng, MAX_TESTS, ["only"], 7)
        yield _case("scale", "40 000 tests in one family", method, tests)
    names = [f"slice-{number}" for number in range(MAX_FAMILIES)]
    yield _case(
        "scale", "40 000 tests in 4 000 families", "bh", _random_tests(rng, MAX_TESTS, names, 4, 0.05)
    )
    yield _case("scale", "20 000 tests in 4 000 families", "holm", _random_tests(rng, 20_000, names, 4, 0.05))
