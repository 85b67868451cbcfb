Rows = list[tuple[float | None, int]]  # (value, as_of) per request; None is a missing value


def skew_alerts(
    serving: dict[str, Rows],
    training: dict[str, Rows],
    defaults: dict[str, float],
    thresholds: dict[str, float],
    bins: int,
) -> list[tuple[str, str, float, float]]:
    """Alerts (feature, measure, value, severity), the most severe first.

    serving, training: rows per feature; place i on both sides is the same request.
    thresholds: for the measures "missing", "default", "leak", "ks" and "psi" that are judged.
    Raises ValueError when bins, thresholds or the two sides do not fit.
    """
    return []
