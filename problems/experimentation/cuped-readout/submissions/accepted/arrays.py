"""Days relative to exposure as one array; both windows are masks on it, and arms are centred by their own means."""

import numpy as np


def cuped(users: list[tuple[str, str, int, int]], events: list[tuple[str, int, int]], window: int) -> dict:
    treated = np.array([arm == "treatment" for _, arm, _, _ in users], dtype=bool)  # (users,)
    arms = (~treated, treated)
    if window < 1 or min(arm.sum() for arm in arms) < 2:
        raise ValueError("window must be at least one day, and an arm needs two users")
    joined, exposed = np.array([row[2:] for row in users]).T
    number = {row[0]: at for at, row in enumerate(users)}
    rows = [(number[user], day, seconds) for user, day, seconds in events if user in number]
    at, day, seconds = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    age = day - exposed[at]
    before, after = (age < 0) & (age >= -window), (age >= 0) & (age < window)
    x, y = (np.bincount(at, seconds * where, len(users)) for where in (before, after))  # (users,)
    known = joined <= exposed - window
    theta = _slope(x, y, [arm & known for arm in arms])
    adjusted = y - np.where(known, theta * (x - x[known].mean()), 0) if known.any() else y
    effect, variance = _compare(adjusted, treated)
    raw_effect, raw_variance = _compare(y, treated)
    reduction = 1 - variance / raw_variance if raw_variance > 0 else 0.0
    names = ("theta", "raw_effect", "effect", "se", "variance_reduction")
    return dict(zip(names, map(float, (theta, raw_effect, effect, np.sqrt(variance), reduction))))


def _slope(x: np.ndarray, y: np.ndarray, arms: list[np.ndarray]) -> float:
    """Within-arm regression of y on x over the users that the masks name, one slope for all arms."""
    centred = [(x[arm] - x[arm].mean(), y[arm] - y[arm].mean()) for arm in arms if arm.any()]
    squares = sum(dx @ dx for dx, _ in centred)
    return sum(dx @ dy for dx, dy in centred) / squares if squares else 0.0


def _compare(values: np.ndarray, treated: np.ndarray) -> tuple[float, float]:
    """Difference of means between the arms, and its variance."""
    control, treatment = values[~treated], values[treated]
    variance = control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment)
    return treatment.mean() - control.mean(), variance
