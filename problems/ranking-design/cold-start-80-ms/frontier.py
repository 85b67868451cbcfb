"""The best designs known: cold-start satisfaction by cost, found offline by search.py."""

POINTS = [[0.36, 0.520], [0.76, 0.559], [2.25, 0.565], [3.18, 0.567]]


def chart() -> dict:
    """The frontier as the report draws it."""
    return {
        "x": "cost_cents",
        "y": "cold_satisfaction",
        "points": POINTS,
        "x_title": "cost per 1 000 requests, ¢",
        "y_title": "cold-start satisfaction",
    }


def best_at(cost: float) -> float | None:
    """The best known satisfaction at a cost, interpolated; None left of the frontier's first point."""
    if cost < POINTS[0][0]:
        return None
    for (x0, y0), (x1, y1) in zip(POINTS, POINTS[1:], strict=False):
        if cost <= x1:
            return y0 + (y1 - y0) * (cost - x0) / (x1 - x0)
    return POINTS[-1][1]


def remark(cost: float, satisfaction: float) -> str:
    """How far a design is from the frontier, in words; empty where there is nothing to compare."""
    best = best_at(cost)
    if best is None:
        return ""
    if best - satisfaction < 0.005:
        return f"At {cost:.1f} ¢ no better cold start is known."
    return f"At {cost:.1f} ¢ the best known design reaches {best:.3f}, or {best - satisfaction:.3f} more."
