# group: ageing
"""Plays a match after the hour at which it turns, instead of at it."""

from math import inf

# Item, impressions, and clicks beyond what the prior expects of them, times beta.
Standing = tuple[str, int, int]


class LiveLeader:
    def __init__(self, prior_clicks: int, prior_impressions: int) -> None:
        if not 0 <= prior_clicks <= prior_impressions or prior_impressions == 0:
            raise ValueError("the prior must be a share of something")
        self.alpha, self.beta = prior_clicks, prior_impressions
        self.clock = 0
        self.places: dict[str, int] = {}
        self.size = 1  # places there are; node n plays the winners of nodes 2n and 2n + 1
        self.winner: list[Standing | None] = [None, None]
        # By node: the hour from which its match, or one below it, may end otherwise.
        self.due: list[float] = [inf, inf]

    def record(self, hour: int, item: str, clicks: int, impressions: int) -> None:
        if not 0 <= clicks <= impressions:
            raise ValueError("clicks must lie between 0 and impressions")
        self.clock = max(self.clock, hour)
        if item not in self.places:
            self.places[item] = len(self.places)
            if len(self.places) > self.size:
                self._double()
        node = self.size + self.places[item]
        _, shown, excess = self.winner[node] or (item, 0, 0)
        shown += impressions << hour
        excess += (self.beta * clicks - self.alpha * impressions) << hour
        self.winner[node] = (item, shown, excess)
        while node := node // 2:
            self._play(node)

    def leader(self, now: int) -> str | None:
        if now < self.clock:
            raise ValueError("the clock is later")
        self.clock = now
        self._catch_up(1)
        return self.winner[1][0] if self.winner[1] else None

    def _catch_up(self, node: int) -> None:
        if self.due[node] < self.clock:
            self._catch_up(2 * node)
            self._catch_up(2 * node + 1)
            self._play(node)

    def _play(self, node: int) -> None:
        """What is due below stays due, so a match between winners of another hour is played again before it counts."""
        one, other = self.winner[2 * node], self.winner[2 * node + 1]
        turn = inf
        if one and other:
            if one[2] > other[2]:
                one, other = other, one
            turn = self._turn(one, other)
            if turn <= self.clock:
                one, turn = other, inf
        self.winner[node] = one or other
        self.due[node] = min(turn, self.due[2 * node], self.due[2 * node + 1])

    def _turn(self, one: Standing, other: Standing) -> float:
        """From which hour on the other one, whose excess is not smaller, is ahead; infinite if never."""
        lead = one[2] * other[1] - other[2] * one[1] - (other[0] < one[0])
        if lead < 0:
            return 0
        gain = self.beta * (other[2] - one[2])
        return (lead // gain).bit_length() if gain else inf

    def _double(self) -> None:
        leaves = self.winner[self.size :]
        self.size *= 2
        self.winner = [None] * self.size + leaves + [None] * len(leaves)
        self.due = [inf] * 2 * self.size
        for node in range(self.size - 1, 0, -1):
            self._play(node)
