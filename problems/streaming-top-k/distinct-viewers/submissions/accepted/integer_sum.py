"""Keeps the sum of 2 ** -M as an exact integer, scaled by the largest power that occurs."""

import math

MASK = 2**64 - 1


def mix(user_id: int) -> int:
    z = (user_id + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def _alpha(m: int) -> float:
    match m:
        case 16:
            return 0.673
        case 32:
            return 0.697
        case 64:
            return 0.709
    return 0.7213 / (1 + 1.079 / m)


class DistinctViewers:
    def __init__(self, p: int) -> None:
        if p not in range(4, 15):
            raise ValueError("p must lie between 4 and 14")
        self.p = p
        self.ranks = [0] * (1 << p)
        self.zeros = len(self.ranks)
        self.top = 65 - p  # the largest rank
        self.sum = self.zeros << self.top  # of 2 ** (top - rank) over all registers

    def add(self, user_id: int) -> None:
        bits = f"{mix(user_id):064b}"
        zeros = (bits[self.p :] + "1").index("1")
        self._set(int(bits[: self.p], 2), zeros + 1)

    def estimate(self) -> float:
        m = len(self.ranks)
        raw = _alpha(m) * m * m * (1 << self.top) / self.sum
        return raw if raw > 2.5 * m or self.zeros == 0 else m * math.log(m / self.zeros)

    def registers(self) -> list[int]:
        return self.ranks

    def merge(self, registers: list[int]) -> None:
        if len(registers) != len(self.ranks) or not all(0 <= rank <= self.top for rank in registers):
            raise ValueError("these are no registers of a sketch of this size")
        for register, rank in enumerate(registers):
            self._set(register, rank)

    def _set(self, register: int, rank: int) -> None:
        old = self.ranks[register]
        if rank > old:
            self.ranks[register] = rank
            self.sum -= (1 << (self.top - old)) - (1 << (self.top - rank))
            self.zeros -= old == 0
