# group: estimate
"""Averages the ranks instead of the powers of two: the older LogLog estimate."""

from collections import Counter
from math import log

MASK = 2**64 - 1


def mix(user_id: int) -> int:
    z = (user_id + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class DistinctViewers:
    def __init__(self, p: int) -> None:
        if not 4 <= p <= 14:
            raise ValueError("p must lie between 4 and 14")
        self.m = 2**p
        self.rest = 64 - p  # bits of the hash that make up the rank
        self.ranks = [0] * self.m
        self.bars = Counter({0: self.m})  # rank -> how many registers hold it

    def add(self, user_id: int) -> None:
        register, rest = divmod(mix(user_id), 2**self.rest)
        self._raise(register, self.rest - rest.bit_length() + 1)

    def estimate(self) -> float:
        alpha = {16: 0.673, 32: 0.697, 64: 0.709}.get(self.m) or 0.7213 / (1 + 1.079 / self.m)
        raw = alpha * self.m * 2.0 ** (sum(self.ranks) / self.m)
        if raw <= 2.5 * self.m and self.bars[0]:
            return self.m * log(self.m / self.bars[0])
        return raw

    def registers(self) -> list[int]:
        return self.ranks

    def merge(self, registers: list[int]) -> None:
        if len(registers) != self.m or min(registers) < 0 or max(registers) > self.rest + 1:
            raise ValueError("these are no registers of a sketch of this size")
        for register, rank in enumerate(registers):
            self._raise(register, rank)

    def _raise(self, register: int, rank: int) -> None:
        old = self.ranks[register]
        self.ranks[register] = max(old, rank)
        self.bars[old] -= 1
        self.bars[self.ranks[register]] += 1
