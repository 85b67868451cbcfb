class WatermarkTopK:
    """The k most-watched videos of each window of time, when views arrive out of order.

    The watermark is the largest time taken in minus the lateness. A window [start, start + window) is closed
    as soon as the watermark reaches its end; its leaders are then told once, and later views of it are dropped.
    """

    def __init__(self, k: int, window: int, lateness: int) -> None:
        """Start without views. ValueError unless k > 0, window > 0 and lateness >= 0."""

    def update(self, time: int, video_id: int, watch_seconds: int) -> list[tuple[int, list[int]]]:
        """Take in or drop one view; return the windows it closes as (start, best k ids), earliest first."""
        return []

    def flush(self) -> list[tuple[int, list[int]]]:
        """Close all windows and return those that were open and have a view; later views are dropped."""
        return []

    def dropped(self) -> int:
        """How many views were dropped so far."""
        return 0
