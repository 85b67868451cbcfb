# group: scale
"""Right, but looks at all earlier offers for each offer."""


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(start >= end for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    row = sorted(offers, key=lambda offer: offer[2])
    totals: list[int] = []
    for advertiser, start, _, price in row:
        best = 0
        for (other, _, end, _), total in zip(row, totals):
            if total > best and end + (gap if other != advertiser else 0) <= start:
                best = total
        totals.append(best + price)
    return max(totals, default=0)
