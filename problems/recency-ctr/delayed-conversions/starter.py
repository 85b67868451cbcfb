def delayed_cvr(
    clicks: list[tuple[str, int, int | None]], now: int, iterations: int
) -> tuple[float, list[tuple[str, float]]]:
    """The rate of the delay and the conversion rate per campaign, as far as they can be known at `now`.

    clicks: (campaign, clicked_at, converted_at or None), in hours; the table knows more than `now` does.
    iterations: number of EM steps.
    Raises ValueError when iterations is negative, a conversion is not later than its click, or none is known.
    """
    return 0.0, []
