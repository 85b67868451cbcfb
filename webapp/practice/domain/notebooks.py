"""Problems as Jupyter notebooks, and the solutions in those that come back."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from graders.formats.jupyter import MOST_HANDED_IN, NotebookRefused, candidate_notebook, solution_of
from graders.store import NotStored, Store
from webapp.catalog.models import Problem, ProblemVersion
from webapp.practice.domain.refusals import Refused


def notebook_of(version: ProblemVersion) -> bytes:
    """The notebook that a candidate works in; Refused for other kinds than functions."""
    _must_be_a_function(version)
    try:
        return candidate_notebook(Store(settings.PACKAGE_STORE).get(version.digest))
    except NotStored:
        raise Refused(
            "notebook.away",
            "There is no notebook at the moment: the site does not find the problem's package.",
            404,
        ) from None


def code_of(problem: Problem, file: Any) -> str:
    """The code of the solution cells in an uploaded file; Refused with the number of the cell that is at fault."""
    if problem.current is not None:
        _must_be_a_function(problem.current)
    if file is None:
        raise Refused("notebook.missing", "Choose a notebook (.ipynb) to hand in.")
    try:
        data = file.read(2 * MOST_HANDED_IN)  # so much that the cell which is too large can be named
        return solution_of(data, str(problem), settings.MAX_CODE_BYTES)
    except NotebookRefused as refused:
        raise Refused("notebook.bad", str(refused), cell=refused.cell) from None


def _must_be_a_function(version: ProblemVersion) -> None:
    if version.kind != ProblemVersion.Kind.FUNCTION:
        raise Refused("notebook.kind", "Only function problems are offered as notebooks.", 404)
