"""Runs code that nobody trusts, in cells on Docker or bubblewrap. Knows nothing of problems or grading."""

from . import values
from .errors import CellLost, Problem, ProcessEnded, SandboxUnavailable
from .model import (
    Answer,
    Ask,
    Batch,
    Call,
    Ending,
    Foreseen,
    Frame,
    Limits,
    Outcome,
    Packed,
    Raised,
    Script,
    Trace,
)
from .opening import open_pool
from .pool import Pool
from .session import Finished, Process, Session
from .settings import Settings

__all__ = [
    "Answer",
    "Ask",
    "Batch",
    "Call",
    "CellLost",
    "Ending",
    "Finished",
    "Foreseen",
    "Frame",
    "Limits",
    "Outcome",
    "Packed",
    "Pool",
    "Problem",
    "Process",
    "ProcessEnded",
    "Raised",
    "SandboxUnavailable",
    "Script",
    "Session",
    "Settings",
    "Trace",
    "open_pool",
    "values",
]
