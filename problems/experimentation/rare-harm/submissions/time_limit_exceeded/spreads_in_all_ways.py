# group: test
"""Goes through all ways in which harm can be spread over the markets."""

from collections import Counter
from itertools import product
from math import comb, exp, log, prod


def common_odds(markets: list[tuple[int, int, int, int]], alpha: float) -> dict:
    if not 0 < alpha < 1:
        raise ValueError("alpha must lie between 0 and 1")
    if any(min(a, b) < 0 or a > n or b > c for n, a, c, b in markets):
        raise ValueError("a number of harmed users lies between 0 and that of users")
    spans = [range(max(0, a + b - c), min(n, a + b) + 1) for n, a, c, b in markets]
    weights: Counter[int] = Counter()
    for spread in product(*spans):
        weights[sum(spread)] += prod(
            comb(n, x) * comb(c, a + b - x) for (n, a, c, b), x in zip(markets, spread, strict=True)
        )
    observed = sum(market[1] for market in markets)
    logs = {total: log(ways) for total, ways in weights.items()}

    def off(tilt: float, wanted) -> float:
        """The mean of `wanted` of the total, less the observed one, at an odds ratio of exp(tilt)."""
        largest = max(ways + tilt * total for total, ways in logs.items())
        shares = {total: exp(ways + tilt * total - largest) for total, ways in logs.items()}
        return sum(wanted(total - observed) * share for total, share in shares.items()) / sum(shares.values())

    def solve(wanted, aim: float) -> float:
        low, high = -100.0, 100.0
        while low < (middle := (low + high) / 2) < high:
            low, high = (middle, high) if off(middle, wanted) < aim else (low, middle)
        return exp(middle)

    last, first = observed == max(logs), observed == min(logs)
    return {
        "p": off(0.0, lambda step: step >= 0),
        "estimate": None if last else 0.0 if first else solve(lambda step: step, 0.0),
        "low": 0.0 if first else solve(lambda step: step >= 0, alpha / 2),
        "high": None if last else solve(lambda step: -(step <= 0), -alpha / 2),
    }
