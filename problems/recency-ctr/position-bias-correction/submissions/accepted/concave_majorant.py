"""The fit as slopes of the least concave majorant of cumulated clicks over cumulated rows; everything else in arrays."""

import numpy as np


def corrected_ctr(
    logs: list[tuple[str, int, int, int]], clip: float, propensity: dict[int, float] | None
) -> list[tuple[str, float, float | None]]:
    if not 1 <= clip < np.inf:
        raise ValueError("clip must be finite and at least 1")
    if propensity is not None and not all(0 < theta <= 1 for theta in propensity.values()):
        raise ValueError("a propensity must be above 0 and at most 1")
    if not logs:
        return []
    items = sorted({row[0] for row in logs})
    number = {name: at for at, name in enumerate(items)}
    item = np.array([number[row[0]] for row in logs])
    position, clicked, shuffled = np.array([row[1:] for row in logs]).T  # (rows,) each
    if propensity is None:
        theta = fitted(position, clicked, shuffled == 1)
    elif set(position.tolist()) <= propensity.keys():
        theta = np.array([propensity[place] for place in position.tolist()])
    else:
        raise ValueError("a position has no propensity")
    weight = 1 / np.maximum(theta, 1 / clip)
    clicks = np.bincount(item, weight * clicked)
    looks = np.bincount(item, weight * theta)
    ips = clicks / np.bincount(item)
    return [(name, ips[at], clicks[at] / looks[at] if looks[at] else None) for name, at in number.items()]


def fitted(position: np.ndarray, clicked: np.ndarray, shuffled: np.ndarray) -> np.ndarray:
    """Propensity per row."""
    if not clicked[shuffled].any():
        raise ValueError("no shuffled row was clicked")
    places, place = np.unique(position[shuffled], return_inverse=True)
    rows = np.bincount(place).cumsum()
    clicks = np.bincount(place, clicked[shuffled]).cumsum()
    corners = [(0.0, 0.0)]
    for point in np.column_stack((rows, clicks)).tolist():
        while len(corners) > 1 and turns_up(*corners[-2:], point):
            corners.pop()
        corners.append(point)
    x, y = np.array(corners).T
    slopes = np.diff(y) / np.diff(x)
    rates = slopes[np.searchsorted(x[1:], rows)]
    at = np.searchsorted(places, position, side="right") - 1
    return rates[at.clip(0)] / rates[0]


def turns_up(first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> bool:
    """Whether the middle point lies below the line from first to last."""
    rise, run = last[1] - first[1], last[0] - first[0]
    return (middle[1] - first[1]) * run < rise * (middle[0] - first[0])
