"""What to do in the days that are left, and when to see again what was learned: plain data in, plain data out."""

from webapp.readiness.planning.day_plan import REVIEW_SECONDS, Day, Done, Entry, Kind, Offering, Swap, plan
from webapp.readiness.planning.load import PER_DAY, Load, forecast
from webapp.readiness.planning.reviews import Grade, Memory, graded, recall, reviewed

__all__ = [
    "PER_DAY",
    "REVIEW_SECONDS",
    "Day",
    "Done",
    "Entry",
    "Grade",
    "Kind",
    "Load",
    "Memory",
    "Offering",
    "Swap",
    "forecast",
    "graded",
    "plan",
    "recall",
    "reviewed",
]
