"""Interviews and their rounds, and the people in them."""

from webapp.interviews.models.people import Hosted, Pairing, Recording, Seeker, Story
from webapp.interviews.models.rounds import Attempt, Event, Interview, Mark, Round, Sheet

__all__ = [
    "Attempt",
    "Event",
    "Hosted",
    "Interview",
    "Mark",
    "Pairing",
    "Recording",
    "Round",
    "Seeker",
    "Sheet",
    "Story",
]
