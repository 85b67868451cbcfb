"""The modules of the NaN-loss ranker's package, imported once, and where it lies."""

import importlib
import sys
from types import SimpleNamespace

from tests.problems.author import PROBLEMS, load

NAME = "pytorch-debugging/nan-loss-ranker"
FOLDER = PROBLEMS / NAME
MODULES = ("logs", "measures", "recorded", "serving", "collateral", "examiner")


def author_modules() -> SimpleNamespace:
    """The package's own modules, imported as in an author's cell and then forgotten."""
    cases = load(NAME, "cases.py")  # makes `readyroom` importable
    sys.path.insert(0, str(FOLDER))
    try:
        return SimpleNamespace(cases=cases, **{name: importlib.import_module(name) for name in MODULES})
    finally:
        sys.path.remove(str(FOLDER))
        for name in MODULES:
            sys.modules.pop(name, None)


author = author_modules()
