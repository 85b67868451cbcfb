# group: advertisers
"""Keeps one best selection per moment, with its last advertiser: a poorer one that may be continued without a pause is lost."""


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(start >= end for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    best: list[tuple[int, str, int]] = [(0, "", -gap)]
    for advertiser, start, end, price in sorted(offers, key=lambda offer: offer[2]):
        total = 0
        for earlier, last, stop in reversed(best):
            if stop + (gap if last != advertiser else 0) <= start or earlier == 0:
                total = earlier + price
                break
        best.append(max(best[-1], (total, advertiser, end), key=lambda selection: selection[0]))
    return best[-1][0]
