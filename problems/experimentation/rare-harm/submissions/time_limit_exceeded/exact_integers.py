# group: scale
"""Weights as whole numbers of any length: exact, with sixty thousand bits each where 2000 users were harmed."""

from collections.abc import Callable
from math import comb, exp, log

Weights = list[int]


def common_odds(markets: list[tuple[int, int, int, int]], alpha: float) -> dict:
    if not 0 < alpha < 1:
        raise ValueError("alpha must lie between 0 and 1")
    weights: Weights = [1]
    observed = 0
    for n, a, c, b in markets:
        if min(a, b) < 0 or a > n or b > c:
            raise ValueError("a number of harmed users lies between 0 and that of users")
        fewest, most = max(0, a + b - c), min(n, a + b)
        market = [comb(n, x) * comb(c, a + b - x) for x in range(fewest, most + 1)]
        total = [0] * (len(weights) + len(market) - 1)
        for at, weight in enumerate(weights):
            for place, ways in enumerate(market, at):
                total[place] += weight * ways
        weights = total
        observed += a - fewest
    logs = [log(weight) for weight in weights]
    room = len(logs) - 1 - observed
    low = end(logs, observed, alpha)
    high = end(logs[::-1], room, alpha)
    estimate = None
    if room:
        estimate = solve(lambda tilt: off_the_mean(chances(logs, tilt), observed)) if observed else 0.0
    tail = sum(weights[observed:]) * 10**300 // sum(weights)
    return {"p": tail / 10**300, "estimate": estimate, "low": low, "high": 1 / high if high else None}


def chances(logs: list[float], tilt: float) -> list[float]:
    tilted = [weight + tilt * at for at, weight in enumerate(logs)]
    largest = max(tilted)
    shares = [exp(weight - largest) for weight in tilted]
    total = sum(shares)
    return [share / total for share in shares]


def off_the_mean(shares: list[float], observed: int) -> float:
    return sum((at - observed) * share for at, share in enumerate(shares))


def end(logs: list[float], observed: int, alpha: float) -> float:
    if observed == 0:
        return 0.0
    return solve(lambda tilt: sum(chances(logs, tilt)[observed:]) - alpha / 2)


def solve(rising: Callable[[float], float]) -> float:
    low, high = -100.0, 100.0
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return exp(middle)
