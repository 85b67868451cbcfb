class TopK:
    """The k most-watched videos of a stream of watch events.

    Totals are in seconds. Order: larger total first, equal totals by smaller video id.
    """

    def __init__(self, k: int) -> None:
        """Start with no videos. ValueError when k is not positive."""

    def update(self, video_id: int, watch_seconds: int) -> None:
        """Add watch_seconds to the video's total. ValueError, changing nothing, when they are negative."""

    def topk(self) -> list[int]:
        """The ids of the k most-watched videos so far, best first; fewer while fewer videos are known."""
        return []
