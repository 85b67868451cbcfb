"""What can go wrong with a sandbox itself. None of it is ever the candidate's doing."""

from dataclasses import dataclass

from .model import Outcome


@dataclass(frozen=True)
class Problem:
    """A layer of the sandbox that is missing: which, why, and what to do about it."""

    layer: str
    why: str
    fix: str


class SandboxUnavailable(Exception):
    """No cell can be had; `problems` names each missing layer."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.layer}: {problem.why}" for problem in problems) or "no sandbox")
        self.problems = problems


class CellLost(Exception):
    """A cell died or stopped answering. The work in it can be tried again in another one."""


class ProcessEnded(Exception):
    """A call to a process that an earlier call ended; `outcome` is how."""

    def __init__(self, outcome: Outcome | None) -> None:
        super().__init__(f"the process has ended: {outcome.ending if outcome else 'closed'}")
        self.outcome = outcome
