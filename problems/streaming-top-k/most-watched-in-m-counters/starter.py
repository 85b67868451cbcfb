class CappedTopK:
    """The k most-watched videos, estimated by the Space-Saving rules with m counters.

    Order of monitored videos: larger count first, equal counts by smaller video id. A video without a counter
    takes over the last one in that order when none is free.
    """

    def __init__(self, k: int, m: int) -> None:
        """Start with m free counters. ValueError unless 0 < k < m."""

    def update(self, video_id: int, watch_seconds: int) -> None:
        """Take in one view. ValueError, changing nothing, when watch_seconds is negative."""

    def topk(self) -> list[tuple[int, int, int]]:
        """(video_id, count, error) of the first k monitored videos."""
        return []

    def certain(self) -> list[int]:
        """The videos among the first k that are certainly among the true best k."""
        return []
