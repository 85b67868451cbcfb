class WindowTopK:
    """The k most-watched videos of the last `window` seconds.

    A view of time t counts at `now` exactly if now - window < t <= now. Order: larger total of the counting
    views first, equal totals by smaller video id; a video without a counting view is not listed.
    """

    def __init__(self, k: int, window: int) -> None:
        """Start without views. ValueError when k or window is not positive."""

    def update(self, time: int, video_id: int, watch_seconds: int) -> None:
        """Take in one view. ValueError, changing nothing, before the clock or with negative seconds."""

    def topk(self, now: int) -> list[int]:
        """The ids of the k best videos at `now`, best first. ValueError, changing nothing, before the clock."""
        return []
