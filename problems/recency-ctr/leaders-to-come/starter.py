class LeaderSchedule:
    """Who has the best smoothed CTR from an hour on, where impressions lose half of their weight each hour and the prior does not.

    Order: the larger (C + prior_clicks) / (I + prior_impressions), then the smaller string. All of it exact.
    """

    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        """Start without items. ValueError unless 0 <= prior_clicks <= prior_impressions, the latter positive."""

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        """Take in what an item got in an hour. ValueError, changing nothing, unless 0 <= clicks <= impressions."""

    def schedule(self, now: int) -> list[tuple[int, str]]:
        """The leader of now, and each later hour that has another one than the hour before, with that one.

        ValueError if an hour after now was recorded.
        """
        return []
