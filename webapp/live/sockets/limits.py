"""How much one connection may send. Above it the connection is closed and told why; the other person notices nothing."""

import time
from collections.abc import Callable

LARGEST_FRAME = 256 * 1024  # bytes
FRAMES = (60.0, 300.0)  # a second for long, and at once
BYTES = (64.0 * 1024, 1024.0 * 1024)
OUTBOX_BYTES = 4 * 1024 * 1024  # not yet taken by a browser


class Bucket:
    """Holds `most` and gets `rate` a second; what is taken must be there."""

    def __init__(self, rate: float, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.most, self.clock = rate, most, clock
        self.level, self.at = most, clock()

    def take(self, amount: float) -> bool:
        """Take it; False when there is not that much."""
        now = self.clock()
        self.level = min(self.most, self.level + (now - self.at) * self.rate)
        self.at = now
        if amount > self.level:
            return False
        self.level -= amount
        return True


class Allowance:
    """What one connection has left to send."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.frames, self.bytes = Bucket(*FRAMES, clock), Bucket(*BYTES, clock)

    def take(self, size: int) -> bool:
        """One frame of `size` bytes."""
        return self.frames.take(1) and self.bytes.take(size)
