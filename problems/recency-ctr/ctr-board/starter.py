class CtrBoard:
    """The k items with the best recency-weighted CTR; an impression of hour h weighs 2**h.

    Order: CTR, then weight of impressions, then the smaller string. All of it exact.
    """

    def __init__(self, k: int) -> None:
        """Start without impressions. ValueError unless k > 0."""

    def record(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        """Take in one impression; return who left the board and who entered. ValueError unless clicked is 0 or 1."""
        return None, None

    def withdraw(self, hour: int, item: str, clicked: int) -> tuple[str | None, str | None]:
        """Take back one such impression; return who left and who entered. ValueError if there is none."""
        return None, None

    def board(self) -> list[str]:
        """The items on the board, best first."""
        return []
