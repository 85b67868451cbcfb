"""Jupyter notebooks with nbgrader's cell metadata: for candidates, for authors, and from nbgrader assignments."""

from graders.formats.jupyter.candidate import candidate_notebook, solution_of
from graders.formats.jupyter.reading import MOST_HANDED_IN, NotebookRefused

__all__ = ["MOST_HANDED_IN", "NotebookRefused", "candidate_notebook", "solution_of"]
