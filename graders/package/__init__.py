"""Problem packages: the model of a folder under problems/ and its loader."""

from graders.package.loader import load_library, load_package, load_set
from graders.package.manifest import Entry, Group, Manifest, Objective, SetManifest
from graders.package.model import SUBMISSION, DeclaredSubmission, Package, ProblemSet
from graders.package.samples import Sample
from graders.package.texts import Hint

__all__ = [
    "SUBMISSION",
    "DeclaredSubmission",
    "Entry",
    "Group",
    "Hint",
    "Manifest",
    "Objective",
    "Package",
    "ProblemSet",
    "Sample",
    "SetManifest",
    "load_library",
    "load_package",
    "load_set",
]
