"""What an examiner reads out of a candidate's answers, and how far predictions are from the truth."""

import math

import numpy as np


def trained(result):
    """(losses, state) of what train() returned; values that are not of the promised form give (None, None)."""
    if not isinstance(result, dict) or not isinstance(result.get("state"), dict):
        return None, None
    return column(result.get("loss")), result["state"]


def column(values):
    """A float64 vector of `values` (a list, an array or a tensor), or None if they are no such thing."""
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return None
    return vector if vector.ndim == 1 else None


def number(value):
    """`value` as a float, NaN if it is no number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return math.nan


def log_loss(said, finished):
    """Mean log loss of probabilities; a certain and wrong one costs 16 and not infinity."""
    said = np.clip(said, 1e-7, 1 - 1e-7)
    return float(-np.where(finished > 0, np.log(said), np.log1p(-said)).mean())


def skill(said, truth, finished):
    """Share of the way from the base rate (0) to the true probabilities (1) in log loss."""
    base = log_loss(np.full(len(finished), finished.mean()), finished)
    return (base - log_loss(said, finished)) / (base - log_loss(truth, finished))
