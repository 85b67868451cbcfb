class DecayedTopK:
    """The k videos with the largest exponentially decayed watch time.

    At `now`, a view of x seconds at time t is worth x * 2 ** (-(now - t) / half_life). Order: larger sum first,
    equal sums by smaller video id.
    """

    def __init__(self, k: int, half_life: float) -> None:
        """Start without videos. ValueError unless k is positive and half_life positive and finite."""

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        """Take in one view. ValueError, changing nothing, before the clock or with negative seconds."""

    def topk(self, now: int) -> list[int]:
        """The ids of the k best videos at `now`, best first. ValueError, changing nothing, before the clock."""
        return []
