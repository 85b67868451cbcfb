"""Interviews and their rounds, and the people in them."""

from webapp.interviews.models.people import Pairing, Recording, Seeker, Story
from webapp.interviews.models.rounds import Attempt, Event, Interview, Mark, Round, Sheet

__all__ = [
    "Attempt",
    "Event",
    "Interview",
    "Mark",
    "Pairing",
    "Recording",
    "Round",
    "Seeker",
    "Sheet",
    "Story",
]
