# group: samples
"""Makes Holm monotone by a running minimum from above, which is Hochberg's procedure."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate


def adjusted(tests: list[tuple[str, float | None]], method: str) -> list[float | None]:
    adjust = {"holm": _holm, "bh": _bh, "by": _by}.get(method)
    if adjust is None:
        raise ValueError("method must be holm, bh or by")
    result: list[float | None] = [None] * len(tests)
    families: dict[str, list[int]] = defaultdict(list)  # where the tests of each family stand
    for place, (family, p) in enumerate(tests):
        if p is None:
            continue
        if not 0 <= p <= 1:
            raise ValueError("a p-value lies between 0 and 1")
        families[family].append(place)
    for places in families.values():
        places.sort(key=lambda place: tests[place][1])
        for place, value in zip(places, adjust([tests[place][1] for place in places])):
            result[place] = min(1, value)
    return result


def _holm(ascending: list[float]) -> Iterable[float]:
    count = len(ascending)
    return list(accumulate([(count - rank) * p for rank, p in enumerate(ascending)][::-1], min))[::-1]


def _bh(ascending: list[float]) -> list[float]:
    count = len(ascending)
    descending = [p * count / (count - below) for below, p in enumerate(ascending[::-1])]
    return list(accumulate(descending, min))[::-1]


def _by(ascending: list[float]) -> list[float]:
    harmonic = sum(1 / rank for rank in range(1, len(ascending) + 1))
    return [harmonic * value for value in _bh(ascending)]
