"""The same with NumPy: NaN for missing values, searchsorted for distribution functions and bins."""

import numpy as np

MEASURES = {"missing", "default", "leak", "ks", "psi"}


def skew_alerts(
    serving: dict[str, list[tuple[float | None, int]]],
    training: dict[str, list[tuple[float | None, int]]],
    defaults: dict[str, float],
    thresholds: dict[str, float],
    bins: int,
) -> list[tuple[str, str, float, float]]:
    if bins <= 1 or not all(limit > 0 and name in MEASURES for name, limit in thresholds.items()):
        raise ValueError("bins or thresholds cannot be used")
    if serving.keys() != training.keys():
        raise ValueError("the two sides do not have the same features")
    alerts = []
    for feature, rows in serving.items():
        if len(rows) != len(training[feature]):
            raise ValueError("the two sides do not have the same requests")
        measures = measure(rows, training[feature], defaults.get(feature, np.nan), bins)
        for name, limit in thresholds.items():
            if name in measures and round(measures[name], 9) > limit:
                severity = measures[name] / limit
                alerts.append((-round(severity, 9), feature, name, float(measures[name]), float(severity)))
    return [alert[1:] for alert in sorted(alerts)]


def measure(
    served: list[tuple[float | None, int]],
    trained: list[tuple[float | None, int]],
    default: float,
    bins: int,
) -> dict[str, float]:
    """The measures of one feature; without those that compare distributions where one is empty."""
    s, t = (np.array([value for value, _ in rows], dtype=float) for rows in (served, trained))  # None: NaN
    s_of, t_of = (np.array([as_of for _, as_of in rows]) for rows in (served, trained))
    measures = {
        "missing": abs(share(1.0 * np.isnan(s) - np.isnan(t))),
        "default": share((s == default) ^ (t == default)),
        "leak": share((t_of > s_of)[~np.isnan(s) & ~np.isnan(t)]),
    }
    sides = [np.sort(side[~np.isnan(side)]) for side in (s, t)]
    if sides[0].size and sides[1].size:
        measures["ks"] = ks(sides)
        measures["psi"] = psi(sides, bins)
    return measures


def share(flags: np.ndarray) -> float:
    """Their mean; 0 for none."""
    return float(flags.sum()) / flags.size if flags.size else 0.0


def ks(sides: list[np.ndarray]) -> float:
    """Largest distance between the two distribution functions."""
    grid = np.concatenate(sides)  # limits from the left, which reach the same maximum
    return np.ptp([np.searchsorted(side, grid) / side.size for side in sides], axis=0).max()


def psi(sides: list[np.ndarray], bins: int) -> float:
    """Population stability index against bins that the second side cuts."""
    edges = np.unique(sides[1][(np.arange(1, bins) * sides[1].size - 1) // bins])
    p, q = (
        (np.bincount(np.searchsorted(edges, side), minlength=edges.size + 1) + 0.5)
        / (side.size + (edges.size + 1) / 2)
        for side in sides
    )
    return ((p - q) * np.log(p / q)).sum()
