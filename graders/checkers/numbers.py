"""Exact and numeric comparison: the two rules for numbers, each for scalars and for arrays."""

from __future__ import annotations

import math

import numpy as np

from graders.checkers.base import brief
from graders.checkers.structure import Number, NumberRule, Walk
from graders.package.checker_spec import Exact, Numeric


def exact(spec: Exact) -> Walk:
    """Equal values: 0.0 equals -0.0, NaN equals NaN."""
    return Walk(_same, _arrays_differ, float_for_int=False, sequences=spec.sequences)


def numeric(spec: Numeric) -> Walk:
    """|actual - expected| <= atol + rtol * |expected|; infinities agree by sign, NaN by the policy."""
    nan_equal = spec.nan == "equal"

    def arrays(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        return ~np.isclose(right, left, rtol=spec.rtol, atol=spec.atol, equal_nan=nan_equal)

    rule = close(spec.rtol, spec.atol, nan_equal)
    return Walk(rule, arrays, float_for_int=True, sequences=spec.sequences)


def close(rtol: float, atol: float, nan_equal: bool) -> NumberRule:
    """The rule for two numbers within tolerances."""

    def rule(expected: Number, actual: Number) -> str | None:
        if is_nan(expected) or is_nan(actual):
            if is_nan(expected) and is_nan(actual) and nan_equal:
                return None
            return f"expected {brief(expected)}, got {brief(actual)}" + (
                "" if nan_equal else "; NaN is never right"
            )
        if expected == actual:
            return None
        try:
            distance = abs(actual - expected)
            allowed = atol + rtol * abs(expected)
        except OverflowError:  # integers beyond the range of floats: no tolerance reaches them
            return f"expected {brief(expected)}, got {brief(actual)}"
        if math.isfinite(abs(expected)) and distance <= allowed:
            return None
        words = f"expected {brief(expected)}, got {brief(actual)}"
        try:
            return f"{words} (off by {distance:.3g}, allowed {allowed:.3g})"
        except OverflowError:  # integers can lie further apart than any float is large
            return words

    return rule


def is_nan(value: Number) -> bool:
    """Whether the number is not a number."""
    return value != value


def _same(expected: Number, actual: Number) -> str | None:
    if expected == actual or (is_nan(expected) and is_nan(actual)):
        return None
    return f"expected {brief(expected)}, got {brief(actual)}"


def _arrays_differ(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    differ = left != right
    if left.dtype.kind in "fc" and right.dtype.kind in "fc":
        differ &= ~(np.isnan(left) & np.isnan(right))
    return np.asarray(differ)
