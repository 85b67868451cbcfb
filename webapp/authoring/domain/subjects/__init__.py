"""The sorts of things that the studio edits, by the folder that they lie in under problems/."""

from webapp.authoring.domain.archives import RESERVED
from webapp.authoring.domain.subjects.banks import BANKS
from webapp.authoring.domain.subjects.base import Published, Subject, Version
from webapp.authoring.domain.subjects.loops import LOOPS
from webapp.authoring.domain.subjects.problems import PROBLEMS
from webapp.authoring.domain.subjects.rubrics import RUBRICS
from webapp.authoring.models import Workspace
from webapp.catalog.models import Bundle

BUNDLES: dict[str, Subject] = {
    Bundle.Kind.BANK: BANKS,
    Bundle.Kind.LOOP: LOOPS,
    Bundle.Kind.RUBRIC: RUBRICS,
}

__all__ = ["BUNDLES", "RESERVED", "Published", "Subject", "Version", "subject_for", "subject_of"]


def subject_for(set_slug: str) -> Subject:
    """What lies in a folder of that name."""
    return BUNDLES.get(set_slug, PROBLEMS)


def subject_of(draft: Workspace) -> Subject:
    """What a draft is of."""
    return subject_for(draft.set_slug)
