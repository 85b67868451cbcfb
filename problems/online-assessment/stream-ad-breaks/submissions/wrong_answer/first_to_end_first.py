# group: choice
"""Takes the offer that ends first and still fits, which is right for the number of breaks, not for their prices."""

from math import inf


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(start >= end for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    total, last, stop = 0, "", -inf
    for advertiser, start, end, price in sorted(offers, key=lambda offer: offer[2]):
        if stop + (gap if last != advertiser else 0) <= start:
            total, last, stop = total + price, advertiser, end
    return total
