MASK = 2**64 - 1


def mix(user_id: int) -> int:
    """64 bits that look random, the same for the same user on every machine."""
    z = (user_id + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class DistinctViewers:
    """A HyperLogLog sketch of 2 ** p registers: how many different users were added, give or take."""

    def __init__(self, p: int) -> None:
        """An empty sketch. ValueError unless 4 <= p <= 14."""

    def add(self, user_id: int) -> None:
        """Take in a user: the p leading bits of mix(user_id) choose the register, the others give the rank."""

    def estimate(self) -> float:
        """The estimated number of different users."""
        return 0.0

    def registers(self) -> list[int]:
        """The largest rank per register, 0 where there was none."""
        return []

    def merge(self, registers: list[int]) -> None:
        """Take in another sketch of the same p. ValueError, changing nothing, for what is none."""
