# group: scale
"""Right, but looks through all records between every two neighbouring borders."""


def watched_by_many(views: list[tuple[int, int, int]], k: int) -> list[tuple[int, int]]:
    if k <= 0:
        raise ValueError("k must be positive")
    if any(start > end for _, start, end in views):
        raise ValueError("a record ends before it starts")
    borders = sorted({border for _, start, end in views for border in (start, end)})
    stretches: list[tuple[int, int]] = []
    for left, right in zip(borders, borders[1:]):
        viewers = {viewer for viewer, start, end in views if start <= left and right <= end}
        if len(viewers) >= k:
            if stretches and stretches[-1][1] == left:
                stretches[-1] = (stretches[-1][0], right)
            else:
                stretches.append((left, right))
    return stretches
