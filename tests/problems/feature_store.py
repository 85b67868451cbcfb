"""The cases of the feature-store problems, some of which import a module beside them."""

import sys
from types import SimpleNamespace

from tests.problems.author import PROBLEMS, load

SET = PROBLEMS / "feature-store"


def load_cases(problem: str) -> SimpleNamespace:
    """cases.py of one problem, loaded with the package's folder on the path as in an author's cell."""
    sys.path.insert(0, str(SET / problem))
    try:
        return load(f"feature-store/{problem}", "cases.py")
    finally:
        sys.path.remove(str(SET / problem))
