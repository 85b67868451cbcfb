class WeightedReservoir:
    """A weighted random sample of k views of a stream, by the keys u ** (1 / weight).

    The k largest keys are the sample; of equal keys the earlier offer counts as larger.
    """

    def __init__(self, k: int) -> None:
        """Start with an empty sample. ValueError when k is not positive."""

    def offer(self, view_id: int, weight: float, u: float) -> int | None:
        """Take or leave a view; return the id that is out because of it, None while there is room.

        ValueError, changing nothing, unless weight is positive and finite and 0 < u < 1.
        """

    def sample(self) -> list[int]:
        """The ids in the sample, largest key first."""
        return []
