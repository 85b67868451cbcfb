class StreamingCTR:
    """Recency-weighted click-through rates of a stream of impressions; events may arrive late."""

    def __init__(self, lam: float) -> None:
        """lam: decay per unit of time. Raises ValueError unless it is finite and >= 0."""

    def record(self, timestamp: int, item: str, clicked: int) -> None:
        """Add one impression. Raises ValueError, and changes nothing, unless clicked is 0 or 1."""

    def ctr(self, item: str) -> float | None:
        """Weighted clicks over weighted impressions, or None for an item without events."""

    def log_impressions(self, item: str, now: int) -> float | None:
        """Natural logarithm of the item's weighted impressions at `now`, or None for an item without events.

        Raises ValueError if `now` is earlier than the newest timestamp recorded.
        """

    def top(self, k: int, now: int, log_floor: float) -> list[tuple[str, float]]:
        """The first k items with ln I >= log_floor by CTR, then impressions, then item, each with its CTR.

        Raises ValueError if k <= 0, log_floor is not finite, or `now` is too early.
        """
        return []
