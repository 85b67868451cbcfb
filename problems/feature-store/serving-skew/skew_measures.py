"""The five measures as the statement writes them, and whether a case is decided by more than rounding."""

from bisect import bisect_left, bisect_right
from math import ceil, fsum, log

MEASURES = ("missing", "default", "leak", "ks", "psi")

Rows = list[tuple[float | None, int]]
Table = dict[str, Rows]


def clear(
    serving: Table, training: Table, defaults: dict[str, float], thresholds: dict[str, float], bins: int
) -> bool:
    """Whether no value is where alerts begin, and no two severities are put in order by rounding alone."""
    severities = []
    for feature, served in serving.items():
        values = measured(served, training[feature], defaults.get(feature), bins)
        for measure, limit in thresholds.items():
            if abs(values[measure] - limit) < 2e-9 and _on_edge(values[measure]):
                return False
            severities.append(values[measure] / limit)
    severities.sort(reverse=True)
    return all(_apart(x, y) for x, y in zip(severities, severities[1:], strict=False))


def _apart(first: float, second: float) -> bool:
    """Whether every right computation puts two severities in the same order."""
    return first - second > 2e-9 or not (_on_edge(first) or _on_edge(second))


def _on_edge(value: float) -> bool:
    """Whether noise could tip the ninth decimal."""
    return abs(value * 10**9 % 1 - 0.5) <= 1e-3 * max(1.0, value)


def measured(served: Rows, trained: Rows, default: float | None, bins: int) -> dict[str, float]:
    """All measures of one feature."""
    pairs = list(zip(served, trained, strict=True))
    both = [(s, t) for (v, s), (w, t) in pairs if v is not None and w is not None]
    one = [(v == default) != (w == default) for (v, _), (w, _) in pairs if default is not None]
    gap = sum((v is None) - (w is None) for (v, _), (w, _) in pairs)
    values = {
        "missing": abs(gap) / max(1, len(pairs)),
        "default": sum(one) / max(1, len(pairs)),
        "leak": sum(t > s for s, t in both) / max(1, len(both)),
    }
    left = sorted(value for value, _ in served if value is not None)
    right = sorted(value for value, _ in trained if value is not None)
    return values | (_distances(left, right, bins) if left and right else {"ks": 0.0, "psi": 0.0})


def _distances(left: list[float], right: list[float], bins: int) -> dict[str, float]:
    ks = max(abs(_up_to(left, x) - _up_to(right, x)) for x in left + right)
    edges = sorted({right[ceil(j * len(right) / bins) - 1] for j in range(1, bins)})
    shares = zip(_shares(left, edges), _shares(right, edges), strict=True)
    return {"ks": ks, "psi": fsum((p - q) * log(p / q) for p, q in shares)}


def _up_to(ordered: list[float], x: float) -> float:
    return bisect_right(ordered, x) / len(ordered)


def _shares(ordered: list[float], edges: list[float]) -> list[float]:
    counts = [0] * (len(edges) + 1)
    for x in ordered:
        counts[bisect_left(edges, x)] += 1
    return [(count + 0.5) / (len(ordered) + len(counts) / 2) for count in counts]
