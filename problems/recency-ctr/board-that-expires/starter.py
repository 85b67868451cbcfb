class ExpiringBoard:
    """The k items with the best smoothed CTR, where impressions lose half of their weight each hour and the prior does not.

    Order: the larger (C + prior_clicks) / (I + prior_impressions), then the smaller string. All of it exact.
    """

    def __init__(self, k: int, prior_clicks: int, prior_impressions: int) -> None:
        """Start without items. ValueError unless k > 0 and 0 <= prior_clicks <= prior_impressions, the latter positive."""

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        """Take in what an item got in an hour. ValueError, changing nothing, unless 0 <= clicks <= impressions."""

    def board(self, now: int) -> list[str]:
        """The board at an hour, best first. ValueError if an hour after it was recorded."""
        return []

    def expires(self, now: int) -> int | None:
        """The first later hour whose board is another one if nothing is recorded, None if there is none."""
        return None
