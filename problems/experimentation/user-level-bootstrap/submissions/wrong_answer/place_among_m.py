# group: samples
"""Puts the quantile at q·m instead of q·(m - 1)."""

from collections.abc import Iterable
from itertools import repeat
from math import ceil, floor

Totals = dict[str, list[int]]  # impressions and clicks per user of one arm


def interval(rows: list[tuple[str, str, int, int]], weights: dict[str, list[int]], level: float) -> dict:
    if not 0 < level < 1 or any(user not in weights for user, *_ in rows):
        raise ValueError("level must lie between 0 and 1, and every user needs weights")
    arms: dict[str, Totals] = {"control": {}, "treatment": {}}
    for user, arm, impressions, clicks in rows:
        total = arms[arm].setdefault(user, [0, 0])
        total[0] += impressions
        total[1] += clicks
    lift = _lift(*(_weighted(totals, repeat(1)) for totals in arms.values()))
    if lift is None:
        raise ValueError("the lift is not defined")
    lifts = map(_lift, *(_replicates(totals, weights) for totals in arms.values()))
    defined = sorted(value for value in lifts if value is not None)
    low, high = (_quantile(defined, (1 + side * level) / 2) if defined else None for side in (-1, 1))
    return {"lift": lift, "low": low, "high": high, "replicates": len(defined)}


def _replicates(totals: Totals, weights: dict[str, list[int]]) -> list[tuple[int, int]]:
    """Impressions and clicks of an arm in every replicate."""
    return [_weighted(totals, drawn) for drawn in zip(*(weights[user] for user in totals))]


def _weighted(totals: Totals, drawn: Iterable[int]) -> tuple[int, int]:
    shown = clicked = 0
    for (impressions, clicks), weight in zip(totals.values(), drawn):
        shown += weight * impressions
        clicked += weight * clicks
    return shown, clicked


def _lift(control: tuple[int, int], treatment: tuple[int, int]) -> float | None:
    if treatment[0] == 0 or control[1] == 0:  # without impressions control has no clicks either
        return None
    return treatment[1] / treatment[0] * control[0] / control[1] - 1


def _quantile(ascending: list[float], q: float) -> float:
    place = min(len(ascending) * q, len(ascending) - 1)
    below = floor(place)
    first, second = ascending[below], ascending[ceil(place)]
    return first + (place - below) * (second - first)
