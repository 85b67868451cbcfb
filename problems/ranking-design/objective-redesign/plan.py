"""What a candidate hands in, checked and typed: `read(design)` gives a Plan or refuses with the exact place."""

from dataclasses import dataclass

import world
from fields import Fields, entries, record
from readyroom import InvalidDesign

METRICS = ("clicks", "watch", "hides", "next_day")
TESTS = ("every_day", "corrected")


@dataclass(frozen=True)
class Guardrail:
    """Stops the launch once `metric` is worse than in the control group, by a one-sided test at `alpha`."""

    metric: str
    test: str
    alpha: float


@dataclass(frozen=True)
class Plan:
    """A whole design: the value of a video, rules of the feed, and how it is launched."""

    value: dict[str, float]  # head -> weight
    diversity: float
    creator_boost: float
    explore: float
    ctr_floor: float  # share of today's CTR; 0 is none
    ramp: tuple[tuple[int, float], ...]  # (day, share of users from then on)
    guardrails: tuple[Guardrail, ...]


def read(design: object) -> Plan:
    """Check a design and return it typed; InvalidDesign names the first field that is wrong."""
    fields = record(design, "design", ("value", "feed", "ctr_floor", "ramp", "guardrails"))
    weights = record(fields.required("value"), "value", world.HEADS)
    value = {head: weights.number(head, -10, 10, default=0.0) for head in world.HEADS}
    if not any(value.values()):
        raise InvalidDesign("value", "needs at least one weight other than 0")
    feed = record(fields.value("feed", {}), "feed", ("diversity", "creator_boost", "explore"))
    floor = fields.value("ctr_floor", None)
    return Plan(
        value,
        feed.number("diversity", 0, 5, default=0.0),
        feed.number("creator_boost", 0, 10, default=0.0),
        feed.number("explore", 0, 0.5, default=0.0),
        0.0 if floor is None else fields.number("ctr_floor", 0.5, 1.1),
        _ramp(fields.required("ramp")),
        tuple(
            _guardrail(record(item, f"guardrails[{number}]", ("metric", "test", "alpha")))
            for number, item in enumerate(entries(fields.value("guardrails", []), "guardrails", 0, 6))
        ),
    )


def _ramp(value: object) -> tuple[tuple[int, float], ...]:
    """Steps whose days and shares rise; the first is day 0."""
    steps: list[tuple[int, float]] = []
    for number, item in enumerate(entries(value, "ramp", 1, 10)):
        where = f"ramp[{number}]"
        step = record(item, where, ("day", "share"))
        day, share = step.integer("day", 0, world.LAST_DAY - 1), step.number("share", 0.001, 1)
        if not steps and day:
            raise InvalidDesign(f"{where}.day", f"must be 0 in the first step, got {day}")
        if steps and day <= steps[-1][0]:
            raise InvalidDesign(f"{where}.day", f"must be later than day {steps[-1][0]} of the step before")
        if steps and share <= steps[-1][1]:
            raise InvalidDesign(f"{where}.share", f"must be more than {steps[-1][1]:g} of the step before")
        steps.append((day, share))
    return tuple(steps)


def _guardrail(fields: Fields) -> Guardrail:
    """One guardrail."""
    return Guardrail(
        fields.choice("metric", METRICS),
        fields.choice("test", TESTS, default="corrected"),
        fields.number("alpha", 0.0001, 0.2, default=0.05),
    )
