class LiveLeader:
    """The item with the best smoothed CTR, where impressions lose half of their weight each hour and the prior does not.

    Order: the larger (C + prior_clicks) / (I + prior_impressions), then the smaller string. All of it exact.
    """

    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        """Start without items, the clock at 0. ValueError unless 0 <= prior_clicks <= prior_impressions, the latter positive."""

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        """Take in what an item got in an hour; a later hour than the clock's sets the clock.

        ValueError, changing nothing, unless 0 <= clicks <= impressions.
        """

    def leader(self, now: int) -> str | None:
        """Set the clock to an hour, and return its leader, None without items. ValueError if the clock is later."""
        return None
