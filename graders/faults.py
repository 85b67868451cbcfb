"""Failures by who is responsible: the package's author, or the house. Never the candidate."""

from __future__ import annotations

from graders.characters import clean, cut

MOST = 2000
"""Characters of a fault's text, some of which an author may have written."""


class Fault(Exception):
    """Grading could not be finished; `id` is stable, the text is for operators and instructors."""

    id = "fault"

    def __init__(self, text: str, id: str | None = None) -> None:
        self.text = cut(clean(text), MOST)
        super().__init__(self.text)
        self.id = id or self.id


class AuthorFault(Fault):
    """The package's own code failed. Another attempt would fail alike."""

    id = "ie.package"


class InfrastructureFault(Fault):
    """A cell, the broker or the store failed. Another attempt may succeed."""

    id = "ie.infrastructure"


class InputRefused(Exception):
    """The input that a candidate typed is not one the problem allows."""
