"""What a piece of evidence measures: facts of the log become an item of the model and a category of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from webapp.catalog.models import ProblemVersion
from webapp.readiness.ability import Item
from webapp.readiness.ability.evidence import AUTHOR_UNCERTAINTY, DISCRIMINATION, Kind, item_of
from webapp.readiness.ability.rounds import Round
from webapp.readiness.domain.scale import place, shares
from webapp.readiness.models import Calibration, Evidence, ItemVersion

IN_TIME = 0.8
"""To be accepted within the norm is harder than to be accepted, by so much (logits)."""
SECOND, LATER = -0.6, -1.2
"""Who failed before has an easier time with the same problem: at the second attempt, and after that (logits)."""
PER_HINT = -0.4
"""What a hint takes off the difficulty (logits); from the third on they take no more."""
HINTED = 0.6
"""What is left of the discrimination once hints were read: part of the idea is not the person's own."""
FRESH = {"attempt": 1, "hints": 0, "minutes": 0.0}
"""The facts of an attempt that is still to come."""


@dataclass(frozen=True)
class Parameters:
    """The newest calibrations, by the id of the item's or the problem's version."""

    items: Mapping[int, Calibration]
    problems: Mapping[int, Calibration]

    def of(self, evidence: Evidence) -> Calibration | None:
        """What the answers say of what this piece was observed on."""
        if evidence.kind == Evidence.Kind.CODE:
            return self.problems.get(evidence.problem_id) if evidence.problem_id else None
        return self.items.get(evidence.item_id) if evidence.item_id else None


def parameters_of(evidence: Iterable[Evidence]) -> Parameters:
    """The calibrations of the items and problems in these pieces."""
    pieces = list(evidence)
    return Parameters(
        calibrations_of(piece.item_id for piece in pieces if piece.item_id is not None),
        calibrations_of_problems(piece.problem_id for piece in pieces if piece.problem_id is not None),
    )


def calibrations_of(versions: Iterable[int]) -> dict[int, Calibration]:
    """The newest calibration of each of these items' versions that has one."""
    rows = _newest(Calibration.objects.filter(version__in=set(versions)), "version")
    return {row.version_id: row for row in rows if row.version_id}


def calibrations_of_problems(versions: Iterable[int]) -> dict[int, Calibration]:
    """The same for problems' versions."""
    rows = _newest(Calibration.objects.filter(problem__in=set(versions)), "problem")
    return {row.problem_id: row for row in rows if row.problem_id}


def _newest(rows: QuerySet[Calibration], of: str) -> QuerySet[Calibration]:
    last = rows.order_by().values(of).annotate(last=Max("pk")).values("last")
    return Calibration.objects.filter(pk__in=last)


def quiz_item(version: ItemVersion, calibration: Calibration | None) -> Item:
    """A version as an item of the model, by what the answers say of it or else its author."""
    return _item(
        version.type, version.topics, place(version.level, version.level, version.difficulty), calibration
    )


def problem_item(version: ProblemVersion, calibration: Calibration | None) -> Item:
    """An unaided first attempt at a problem, with its time against the norm."""
    at = place(version.level_from, version.level_to, version.difficulty)
    return _attempt(version.topics, at, FRESH, calibration)


def measure(evidence: Evidence, parameters: Parameters) -> tuple[Item, int]:
    """The item and the category of one piece; ValueError where the log holds what the model cannot take."""
    at = place(evidence.level_from, evidence.level_to, evidence.difficulty)
    if evidence.kind == Evidence.Kind.CODE:
        item = _attempt(evidence.topics, at, evidence.facts, parameters.of(evidence))
    elif evidence.kind == Evidence.Kind.ROUND:
        item = Round(shares(evidence.topics), at, at_line=float(evidence.facts["at_line"])).marked
    else:
        type_ = evidence.facts.get("type", evidence.kind)
        item = _item(type_, evidence.topics, at, parameters.of(evidence))
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


def _attempt(
    topics: dict[str, float], at: float, facts: Mapping[str, Any], calibration: Calibration | None
) -> Item:
    """One submission as an item, by what the answers say of the problem or else its author."""
    share, offsets = form(facts)
    slope, unsure = DISCRIMINATION[Kind.CODE], AUTHOR_UNCERTAINTY
    if calibration is not None:
        at, slope, unsure = calibration.difficulty, calibration.discrimination, calibration.difficulty_sd
    steps = [at + offset for offset in offsets]
    return Item.graded(share * slope * shares(topics), steps).blurred(unsure)


def form(facts: Mapping[str, Any]) -> tuple[float, tuple[float, ...]]:
    """What of a problem's discrimination a submission has, and its categories' difficulties from that of the problem.

    One submission, given that those before it were not accepted: a sequential model, so that attempts multiply.
    Two categories; at an unaided first attempt with a known time there is a third, accepted within the norm.
    The second attempt weighs half of the first, the third a third, and hints take from both sides.
    """
    attempt, hints = int(facts["attempt"]), min(int(facts["hints"]), 3)
    easier = (0.0 if attempt == 1 else SECOND if attempt == 2 else LATER) + PER_HINT * hints
    share = (HINTED if hints else 1.0) / attempt
    return share, (easier, easier + IN_TIME) if timed(facts) else (easier,)


def timed(facts: Mapping[str, Any]) -> bool:
    """Whether being accepted in time is told apart from being accepted."""
    return facts["attempt"] == 1 and facts["hints"] == 0 and facts.get("minutes") is not None
