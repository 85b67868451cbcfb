"""Determinantal re-ranking: accepted solutions against determinants in fractions, and the laws of greedy choice."""

import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from tests.problems.author import accepted, load

PACKAGE = "recsys-modelling/diverse-reranking"
SOLUTIONS = {name: load(PACKAGE, f"submissions/accepted/{name}").rerank for name in accepted(PACKAGE)}
CASES = load(PACKAGE, "cases.py")

Vectors = list[list[float]]


def determinant(matrix: list[list[Fraction]]) -> Fraction:
    """By elimination; the leading minors of a positive definite matrix are not 0."""
    rows, value = [list(row) for row in matrix], Fraction(1)
    for at, pivot in enumerate(rows):
        value *= pivot[at]
        for other in rows[at + 1 :]:
            factor = other[at] / pivot[at]
            other[:] = [x - factor * y for x, y in zip(other, pivot, strict=True)]
    return value


def oracle(quality: list[float], vectors: Vectors, alpha: float, k: int) -> list[tuple[int, float]]:
    """The statement read literally: determinants of every page that is one candidate longer."""
    q, mix = [Fraction(x) for x in quality], Fraction(alpha)
    v = [[Fraction(part) for part in vector] for vector in vectors]

    def worth(page: list[int]) -> Fraction:
        inner = {(i, j): sum(x * y for x, y in zip(v[i], v[j], strict=True)) for i in page for j in page}
        return determinant(
            [[q[i] * q[j] * ((1 - mix) * (i == j) + mix * inner[i, j]) for j in page] for i in page]
        )

    page: list[int] = []
    answer = []
    while len(page) < min(k, len(q)):
        gains = {i: worth([*page, i]) / worth(page) for i in range(len(q)) if i not in page}
        best = min(gains, key=lambda i: (-round(gains[i], 9), i))
        answer.append((best, float(gains[best])))
        page.append(best)
    return answer


def drawn(seed: int) -> tuple[list[float], Vectors, float, int]:
    """Few candidates, in every third with coarse numbers, so that gains meet."""
    rng = random.Random(seed)
    n, d, step = rng.randint(1, 7), rng.randint(1, 4), 2 if seed % 3 == 0 else 64
    vectors = [[rng.randint(-step, step) / step for _ in range(d)] for _ in range(n)]
    quality = [rng.randint(1, 3 * step) / step for _ in range(n)]
    return quality, vectors, rng.choice([0.0, 0.25, 0.5, 0.9375, 0.984375]), rng.randint(1, 8)


def agree(first: list[tuple[int, float]], second: list[tuple[int, float]]) -> bool:
    places = [at for at, _ in first] == [at for at, _ in second]
    return places and [gain for _, gain in first] == pytest.approx([gain for _, gain in second], rel=1e-10)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_accepted_solution_equals_determinants(name: str) -> None:
    asked = [given for given in map(drawn, range(150)) if CASES.clear(*given)]
    assert len(asked) > 140
    for given in asked:
        assert agree(SOLUTIONS[name](*given), oracle(*given)), given


@pytest.mark.parametrize("name", SOLUTIONS)
def test_gains_never_rise_and_stay_above_the_noise(name: str) -> None:
    for seed in range(40):
        quality, vectors, alpha, _ = drawn(seed)
        page = SOLUTIONS[name](quality, vectors, alpha, 10)
        assert sorted(at for at, _ in page) == list(range(len(quality)))
        assert all(before >= after - 1e-9 for (_, before), (_, after) in pairwise(page))
        assert all(gain >= quality[at] ** 2 * (1 - alpha) - 1e-9 for at, gain in page)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_turning_all_vectors_changes_nothing(name: str) -> None:
    for seed in range(20):
        quality, vectors, alpha, k = drawn(3 * seed + 1)
        turned = [[0.6 * x[0] - 0.8 * x[-1], 0.8 * x[0] + 0.6 * x[-1]] for x in vectors]
        plain = [[x[0], x[-1]] for x in vectors]
        if CASES.clear(quality, plain, alpha, k):
            assert agree(*(SOLUTIONS[name](quality, given, alpha, k) for given in (turned, plain)))


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (([], [], 0.5), "rerank takes"),
        (((), [], 0.5, 1), "quality must be a list"),
        (([3.5], [[1.0]], 0.5, 1), "a quality must be a number"),
        (([1.0], [(1.0,)], 0.5, 1), "vectors must be lists"),
        (([1.0], [[1.5]], 0.5, 1), "an entry of a vector must be a number"),
        (([1.0], [[1.0]], 0.995, 1), "alpha may be at most"),
        (([1.0], [[1.0]], 0.5, 1.0), "k must be an integer"),
        (([1.0] * 4_000, [[1.0]] * 4_000, 0.5, 61), "at most 60 may be asked for"),
    ],
)
def test_validate_refuses_junk(args: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CASES.validate(args)
