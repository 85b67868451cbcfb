"""What a device can do at most, and which measured times that rules out. Pure: numbers in, numbers and flags out.

A kernel that moves B bytes and makes F operations needs at least max(B / bytes per second, F / operations per second):
the roofline model. Both peaks are measured on the runner, so what a card really does is what counts, not its data sheet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

SLACK = 0.8
"""A time below this part of the least one is impossible; the peaks themselves are measured, so not quite the highest."""
CLOCK_S = 0.001
"""So much longer than the host's clock says may a device's own clock say that a call took."""
HIDDEN_S = 0.02
"""So much beyond its overhead and twice its own time may a call take by the host's clock."""
OUTLIER = 5.0
"""Deviations above the median from which on a time is a disturbance; nothing is ever too quick to count."""
_MAD = 1.4826  # of a normal distribution: its standard deviation in median absolute deviations
TOO_FAST, CLOCK, HIDDEN = "device.too_fast", "device.clock", "device.hidden_work"
WORDS = {
    TOO_FAST: "Faster than the device can move the bytes and make the operations of this call.",
    CLOCK: "The device's clock and the host's do not fit together.",
    HIDDEN: "Much of the call's work lies outside what the device's clock has seen.",
}


@dataclass(frozen=True)
class Peak:
    """The most that was seen of a device: bytes per second of its memory, operations per second by type of number."""

    bytes_s: float
    flops_s: Mapping[str, float]

    def __post_init__(self) -> None:
        rates = [self.bytes_s, *self.flops_s.values()]
        if not all(math.isfinite(rate) and rate > 0 for rate in rates):
            raise ValueError("a peak is a finite number above 0")


@dataclass(frozen=True)
class Cost:
    """What a call must at least do by its author's word: bytes moved, operations made on numbers of `type`."""

    bytes: int
    flops: int = 0
    type: str = "float32"


@dataclass(frozen=True)
class Reading:
    """One timed call: seconds by events on the device, and by the host's clock from request to reply."""

    device_s: float
    wall_s: float


@dataclass(frozen=True)
class Typical:
    """The median in seconds, the range of what was kept, and how many disturbed times were left out."""

    median_s: float
    low_s: float
    high_s: float
    left_out: int = 0


def least_s(cost: Cost, peak: Peak) -> float:
    """Seconds that a call of that cost cannot do without; operations of an unmeasured type are not held against it."""
    rate = peak.flops_s.get(cost.type)
    return max(cost.bytes / peak.bytes_s, cost.flops / rate if rate else 0.0)


def typical(times: Sequence[float]) -> Typical:
    """The typical of some times, at least one of them: disturbances make a call slower, so only slow ones are left out."""
    middle = median(times)
    spread = _MAD * median(abs(time - middle) for time in times)
    kept = [time for time in times if time <= middle + OUTLIER * spread]
    return Typical(median(kept), min(kept), max(kept), len(times) - len(kept))


def flags(readings: Sequence[Reading], least: float, overhead_s: float) -> list[str]:
    """Ids of what cannot be true of these readings, each once; `overhead_s`: of a call without any work, by the host's clock."""
    found = []
    if any(
        not math.isfinite(one.device_s) or not 0 <= one.device_s <= one.wall_s + CLOCK_S for one in readings
    ):
        return [CLOCK]  # with such a clock nothing else can be said
    if any(one.device_s < SLACK * least for one in readings):
        found.append(TOO_FAST)
    hidden = median(one.wall_s - overhead_s - 2 * one.device_s for one in readings)
    if hidden > HIDDEN_S:
        found.append(HIDDEN)
    return found
