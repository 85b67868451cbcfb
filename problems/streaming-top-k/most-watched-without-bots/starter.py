class HonestTopK:
    """The k most-watched videos, where all views of a user can be withdrawn.

    A video is listed while it has a view that was not withdrawn. Order: larger total of those views first,
    equal totals by smaller video id.
    """

    def __init__(self, k: int) -> None:
        """Start without views. ValueError when k is not positive."""

    def update(self, user_id: int, video_id: int, watch_seconds: int) -> None:
        """Take in one view. ValueError, changing nothing, when watch_seconds is negative."""

    def retract(self, user_id: int) -> int:
        """Withdraw the user's views so far; return how many were withdrawn."""
        return 0

    def topk(self) -> list[int]:
        """The ids of the k best listed videos, best first."""
        return []
