"""The best designs known: gain in NDCG@20 by cost, of those that add at most 20 ms."""

POINTS = [[3.88, 0.0], [4.70, 2.0], [5.12, 3.2], [5.70, 3.9], [6.14, 4.3]]


def chart() -> dict:
    """The frontier as the report draws it."""
    return {
        "x": "cost_cents",
        "y": "ndcg_gain",
        "points": POINTS,
        "x_title": "cost per 1 000 requests, ¢",
        "y_title": "gain in NDCG@20, points",
    }


def best_at(cost: float) -> float | None:
    """The best known gain at a cost, interpolated; None left of the frontier's first point."""
    if cost < POINTS[0][0]:
        return None
    for (x0, y0), (x1, y1) in zip(POINTS, POINTS[1:], strict=False):
        if cost <= x1:
            return y0 + (y1 - y0) * (cost - x0) / (x1 - x0)
    return POINTS[-1][1]


def remark(cost: float, quality: float) -> str:
    """How far a design is from the frontier, in words; empty where there is nothing to compare."""
    best = best_at(cost)
    if best is None:
        return ""
    if best - quality < 0.15:
        return f"At {cost:.1f} ¢ no better feed is known."
    return f"At {cost:.1f} ¢ the best known design reaches {best:.1f} points, or {best - quality:.1f} more."
