# group: choice
"""Takes the dearest offer that still fits, again and again."""


def best_revenue(offers: list[tuple[str, int, int, int]], gap: int) -> int:
    if gap < 0 or any(start >= end for _, start, end, _ in offers):
        raise ValueError("gap must not be negative, and a break must begin before it ends")
    taken: list[tuple[str, int, int, int]] = []
    for offer in sorted(offers, key=lambda offer: -offer[3]):
        if fits(sorted([*taken, offer], key=lambda offer: offer[1:3]), gap):
            taken.append(offer)
    return sum(price for _, _, _, price in taken)


def fits(row: list[tuple[str, int, int, int]], gap: int) -> bool:
    return all(
        former[2] + (gap if former[0] != latter[0] else 0) <= latter[1]
        for former, latter in zip(row, row[1:])
    )
