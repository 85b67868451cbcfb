"""Everything as logarithms of sums of exponentials, with exactly rounded sums."""

from collections import defaultdict
from math import exp, fsum, inf, isnan, log

DECIMALS = 9  # rates and logarithms that agree so far are equal


def log_sum_exp(exponents: list[float]) -> float:
    """ln of the sum of e**x; -inf for no terms."""
    if not exponents:
        return -inf
    top = max(exponents)
    return top + log(fsum(exp(x - top) for x in exponents))


def top_k_recency_weighted_ctr(
    logs: list[tuple[int, str, int]], k: int, lam: float
) -> list[tuple[str, float]]:
    if k <= 0 or lam < 0 or lam == inf or isnan(lam):
        raise ValueError("k must be positive, lam finite and not negative")
    if any(clicked not in (0, 1) for _, _, clicked in logs):
        raise ValueError("clicked must be 0 or 1")
    latest = max((timestamp for timestamp, _, _ in logs), default=0)
    rows: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for timestamp, item, clicked in logs:
        rows[item].append((timestamp, clicked))
    ranked = []
    for item, seen in rows.items():
        # Ages within the item stay exact integers until they are multiplied: far-off items lose no digits.
        newest = max(timestamp for timestamp, _ in seen)
        impressions = log_sum_exp([-lam * (newest - timestamp) for timestamp, _ in seen])
        clicks = log_sum_exp([-lam * (newest - timestamp) for timestamp, clicked in seen if clicked])
        rate = exp(clicks - impressions)
        ranked.append(
            (-round(rate, DECIMALS), -round(impressions - lam * (latest - newest), DECIMALS), item, rate)
        )
    return [(item, rate) for _, _, item, rate in sorted(ranked)[:k]]
