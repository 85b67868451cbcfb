def corrected_ctr(
    logs: list[tuple[str, int, int, int]], clip: float, propensity: dict[int, float] | None
) -> list[tuple[str, float, float | None]]:
    """Per item, by item: its CTR by clipped inverse propensity weighting, plain and self-normalised.

    logs: impressions (item, position, clicked, shuffled); positions from 1, the flags 0 or 1.
    clip: largest weight of a row, finite and >= 1.
    propensity: probability that a position is looked at; None to fit it to the shuffled rows.
    """
    return []
