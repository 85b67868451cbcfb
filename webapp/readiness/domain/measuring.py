"""What a piece of evidence measures: facts of the log become an item of the model and a category of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.readiness.ability import Item
from webapp.readiness.ability.evidence import AUTHOR_UNCERTAINTY, DISCRIMINATION, Kind, item_of
from webapp.readiness.ability.rounds import Round
from webapp.readiness.domain.scale import place, shares
from webapp.readiness.models import Calibration, Evidence, ItemVersion

Parameters = Mapping[int, Calibration]
"""Id of an item's version -> its newest calibration."""

IN_TIME = 0.8
"""To be accepted within the norm is harder than to be accepted, by so much (logits)."""
SECOND, LATER = -0.6, -1.2
"""Who failed before has an easier time with the same problem: at the second attempt, and after that (logits)."""
PER_HINT = -0.4
"""What a hint takes off the difficulty (logits); from the third on they take no more."""
HINTED = 0.6
"""What is left of the discrimination once hints were read: part of the idea is not the person's own."""


def parameters_of(evidence: Iterable[Evidence]) -> Parameters:
    """The calibrations of the items in these pieces."""
    return calibrations_of([piece.item_id for piece in evidence if piece.item_id is not None])


def calibrations_of(versions: Iterable[int]) -> Parameters:
    """The newest calibration of each of these versions that has one."""
    rows = Calibration.objects.filter(version__in=set(versions)).order_by("made_at", "pk")
    return {row.version_id: row for row in rows}


def quiz_item(version: ItemVersion, calibration: Calibration | None) -> Item:
    """A version as an item of the model, by what the answers say of it or else its author."""
    return _item(
        version.type, version.topics, place(version.level, version.level, version.difficulty), calibration
    )


def measure(evidence: Evidence, parameters: Parameters) -> tuple[Item, int]:
    """The item and the category of one piece; ValueError where the log holds what the model cannot take."""
    at = place(evidence.level_from, evidence.level_to, evidence.difficulty)
    if evidence.kind == Evidence.Kind.CODE:
        item = _attempt(evidence.topics, at, evidence.facts)
    elif evidence.kind == Evidence.Kind.ROUND:
        item = Round(shares(evidence.topics), at, at_line=float(evidence.facts["at_line"])).marked
    else:
        calibration = parameters.get(evidence.item_id) if evidence.item_id else None
        item = _item(evidence.facts.get("type", evidence.kind), evidence.topics, at, calibration)
    if item.categories != evidence.categories:
        raise ValueError(f"{evidence.categories} categories of an item with {item.categories}")
    return item, evidence.category


def _item(type_: str, topics: dict[str, float], at: float, calibration: Calibration | None) -> Item:
    if calibration is None:
        return item_of(Kind(type_), shares(topics), at)
    return item_of(
        Kind(type_),
        shares(topics),
        calibration.difficulty,
        uncertainty=calibration.difficulty_sd,
        discrimination=calibration.discrimination,
    )


def _attempt(topics: dict[str, float], at: float, facts: Mapping[str, Any]) -> Item:
    """One submission, given that those before it were not accepted: a sequential model, so that attempts multiply.

    Two categories; at an unaided first attempt with a known time there is a third, accepted within the norm.
    The second attempt weighs half of the first, the third a third, and hints take from both sides.
    """
    attempt, hints = int(facts["attempt"]), min(int(facts["hints"]), 3)
    slope = DISCRIMINATION[Kind.CODE] / attempt * (HINTED if hints else 1.0)
    easier = (0.0 if attempt == 1 else SECOND if attempt == 2 else LATER) + PER_HINT * hints
    steps = [at + easier] if not timed(facts) else [at + easier, at + easier + IN_TIME]
    return Item.graded(slope * shares(topics), steps).blurred(AUTHOR_UNCERTAINTY)


def timed(facts: Mapping[str, Any]) -> bool:
    """Whether being accepted in time is told apart from being accepted."""
    return facts["attempt"] == 1 and facts["hints"] == 0 and facts.get("minutes") is not None
