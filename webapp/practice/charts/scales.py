"""Linear scales and readable ticks."""

import math
from collections.abc import Callable, Iterable

Scale = Callable[[float], float]


def linear(low: float, high: float, start: float, end: float) -> Scale:
    """Maps [low, high] onto [start, end]; a degenerate domain maps to the middle."""
    span = high - low
    if not span:
        return lambda _value: (start + end) / 2
    return lambda value: round(start + (value - low) / span * (end - start), 1)


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round values inside [low, high], about `wanted` of them."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    rough = span / max(wanted, 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def padded(values: Iterable[float], share: float = 0.08) -> tuple[float, float]:
    """The range of the finite values, widened by a share of itself on both sides."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    pad = (high - low) * share or abs(high) * share or 1.0
    return low - pad, high + pad


def short(value: float) -> str:
    """A number as a person writes it: 1200 -> 1 200, 0.38, 3.6, 80."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    text = f"{value:.3g}"
    return text if "e" not in text else f"{value:.2e}"
