# group: psi
"""Cuts the bins by the serving values."""

from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from math import log

MEASURES = {"missing", "default", "leak", "ks", "psi"}


def skew_alerts(
    serving: dict[str, list[tuple[float | None, int]]],
    training: dict[str, list[tuple[float | None, int]]],
    defaults: dict[str, float],
    thresholds: dict[str, float],
    bins: int,
) -> list[tuple[str, str, float, float]]:
    if bins < 2 or thresholds.keys() - MEASURES or any(limit <= 0 for limit in thresholds.values()):
        raise ValueError("bins or thresholds cannot be used")
    if {f: len(rows) for f, rows in serving.items()} != {f: len(rows) for f, rows in training.items()}:
        raise ValueError("the two sides do not have the same requests")
    alerts = []
    for feature, served in serving.items():
        for name, value in measure(served, training[feature], defaults.get(feature), bins).items():
            if name in thresholds and round(value, 9) > thresholds[name]:
                alerts.append((feature, name, value, value / thresholds[name]))
    return sorted(alerts, key=lambda alert: (-round(alert[3], 9), alert[0], alert[1]))


def measure(
    served: list[tuple[float | None, int]],
    trained: list[tuple[float | None, int]],
    default: float | None,
    bins: int,
) -> dict[str, float]:
    """The measures of one feature; without those that compare distributions where one is empty."""
    pairs = [(*left, *right) for left, right in zip(served, trained)]
    known = default is not None
    values = {
        "missing": abs(share([(s is None) - (t is None) for s, _, t, _ in pairs])),
        "default": share([known and (s == default) != (t == default) for s, _, t, _ in pairs]),
        "leak": share([t_of > s_of for s, s_of, t, t_of in pairs if s is not None and t is not None]),
    }
    sides = [[value for value, _ in rows if value is not None] for rows in (served, trained)]
    if all(sides):
        values |= {"ks": ks(sides), "psi": psi(sides, bins)}
    return values


def share(flags: list[int]) -> float:
    """Their mean; 0 for none."""
    return sum(flags) / len(flags) if flags else 0.0


def ks(sides: list[list[float]]) -> float:
    """Largest distance between the two distribution functions."""
    here, there = map(Counter, sides)
    n, m = map(len, sides)
    steps = (here[x] * m - there[x] * n for x in sorted(here | there))
    return max(map(abs, accumulate(steps))) / (n * m)


def psi(sides: list[list[float]], bins: int) -> float:
    """Population stability index against bins that the second side cuts."""
    training = sorted(sides[0])
    edges = sorted({training[(j * len(training) - 1) // bins] for j in range(1, bins)})
    counts = [Counter(bisect_left(edges, x) for x in side) for side in sides]
    sizes = [len(side) + (len(edges) + 1) / 2 for side in sides]
    total = 0.0
    for i in range(len(edges) + 1):
        p, q = ((count[i] + 0.5) / size for count, size in zip(counts, sizes))
        total += (p - q) * log(p / q)
    return total
