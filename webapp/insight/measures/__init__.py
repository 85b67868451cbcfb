"""Figures with what is not known about them, and wrong answers that fail alike: numpy alone, no Django."""

from webapp.insight.measures.failing import Failed, Kind, kinds
from webapp.insight.measures.intervals import LEVEL, Interval, change, median, normal, share

__all__ = ["LEVEL", "Failed", "Interval", "Kind", "change", "kinds", "median", "normal", "share"]
