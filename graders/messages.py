"""What travels over the broker. Unknown fields are ignored, so that old and new versions can meet."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
EVENTS_TASK, EVENTS_QUEUE = "practice.record", "events"
PROVE_TASK, PROOFS_TASK = "graders.prove", "authoring.record"
TRY_TASK, TRIALS_TASK = "graders.try_draft", "authoring.record_trial"
STOP_KEY = "readyroom:proof:stop:"
"""Before the id of a proof that is called off: a key of the broker."""
MOST_ARCHIVE = 6 << 20
"""Characters of a package on the wire: a zip in base 64."""


class Message(BaseModel):
    """Anything on the wire."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Queue(StrEnum):
    """Where jobs wait: short runs, graded submissions, and what needs a device."""

    RUN = "run"
    GRADE = "grade"
    GPU = "gpu"


class Job(Message):
    """One attempt at grading one submission."""

    format: int = FORMAT
    submission: UUID
    attempt: int = Field(ge=1)
    mode: Literal["run", "grade"]
    package: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    files: dict[str, str]
    own_input: str | None = None
    seed: int | None = None  # of the fresh cases; None lets the grader choose, and the report says which
    queue: Queue = Queue.GRADE
    smaller: bool = (
        True  # whether a failing input may be made smaller and shown; not where only a verdict is told
    )
    single_use: bool = False  # whether the candidate's cell must have served nobody, and serves nobody after


class Travelling(Message):
    """A draft travels whole, as a zip in base 64: nobody but its authors is to have it by its digest yet."""

    set: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    problem: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    archive: str = Field(max_length=MOST_ARCHIVE)


class TrialJob(Job, Travelling):
    """One attempt at grading what an author tries on a draft; `package` is the digest that the site has read."""


class ProofJob(Travelling):
    """One attempt at proving a draft."""

    format: int = FORMAT
    proof: UUID
    attempt: int = Field(ge=1)

    @property
    def submission(self) -> UUID:
        """By which a worker names it among what it is busy with."""
        return self.proof


class Kind(StrEnum):
    """What an event tells."""

    STARTING = "starting"
    PROGRESS = "progress"
    CASE = "case"
    DONE = "done"
    SMALLER = "smaller"
    CURVES = "curves"
    FAULT = "fault"


class Event(Message):
    """One thing that happened to an attempt; `number` counts from 1 within it and makes recording idempotent."""

    submission: UUID
    attempt: int
    number: int
    kind: Kind
    data: dict[str, Any] = Field(default_factory=dict)


class EventBatch(Message):
    """Events that travel together, in order."""

    format: int = FORMAT
    events: list[Event]


class CellCount(Message):
    """Cells of one image that rest warm, and that are taken."""

    warm: int
    busy: int


class Device(Message):
    """The device of a grader, and the most that was measured of it: bytes and operations (by type) per second."""

    name: str
    memory_bytes: int
    bytes_s: float
    flops_s: dict[str, float] = Field(default_factory=dict)


class Heartbeat(Message):
    """What a grader says of itself every few seconds."""

    format: int = FORMAT
    name: str = ""
    queues: list[str]
    backend: str | None = None
    images: list[str] = Field(default_factory=list)
    cells: dict[str, CellCount] = Field(default_factory=dict)
    ready: bool
    reason: str | None = None
    busy: list[UUID] = Field(default_factory=list)
    slots: int = 1
    devices: list[Device] = Field(default_factory=list)
    version: str = ""


def task_name(queue: Queue) -> str:
    """The Celery task for jobs of that queue."""
    return "graders.run" if queue is Queue.RUN else "graders.grade"
