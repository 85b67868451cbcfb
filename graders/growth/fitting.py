"""The exponent of a power law through measured times, with an interval that counts what no power law explains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

LEAST = 4
"""Sizes that a fit needs: with fewer, its interval says next to nothing."""
# Two-sided 95 % quantiles of Student's t by degrees of freedom.
_T95 = (math.inf, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179)


@dataclass(frozen=True)
class Slope:
    """An exponent and half the width of its 95 % interval."""

    value: float
    half_width: float

    @property
    def low(self) -> float:
        """The interval's lower end."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """The interval's upper end."""
        return self.value + self.half_width


def slope(sizes: Sequence[float], values: Sequence[float]) -> Slope:
    """The slope of log(values) against log(sizes) by least squares; ValueError for fewer than LEAST points.

    One point per size, so the residuals hold noise as well as every departure from a power law: an interval from
    repeats alone would be too narrow for code that is no power law, which no code is.
    """
    if len(sizes) < LEAST:
        raise ValueError(f"{len(sizes)} sizes; a fit needs {LEAST}")
    across, up = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, height = fmean(across), fmean(up)
    spread = sum((x - middle) ** 2 for x in across)
    steepness = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread
    free = len(sizes) - 2
    left = sum((y - height - steepness * (x - middle)) ** 2 for x, y in zip(across, up, strict=True))
    quantile = _T95[min(free, len(_T95) - 1)]
    return Slope(steepness, quantile * math.sqrt(left / free / spread))
