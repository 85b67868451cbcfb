"""A launch, step by step: what a plan exposes before a harmful objective is stopped, and how far a good one comes."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import world
from feedback import History
from plan import Guardrail, Plan

WORSE = {"clicks": -1, "watch": -1, "hides": 1, "next_day": -1}
"""The sign of a difference that is bad."""


@dataclass(frozen=True)
class Launches:
    """Of many simulated launches of one objective by one plan."""

    exposed: np.ndarray  # (TRIALS,) share of all visits of the four weeks that had the new objective
    stopped: np.ndarray  # (TRIALS,) day of the stop, LAST_DAY if there was none


def launch(plan: Plan, old: History, new: History, visits: int, rng: np.random.Generator) -> Launches:
    """Simulate launches of `new` beside `old`, with so many visits a day.

    The control group is in its steady state; users who joined k days ago differ from it as the two objectives differ
    after k days. Daily sums of what guardrails read are drawn for both groups; each test takes all days so far.
    """
    cohorts = _cohorts(plan)
    groups = {name: _Sums() for name in WORSE}
    steady = {name: getattr(old, name)[world.WARM :].mean() for name in WORSE}
    change = {
        name: getattr(new, name)[: world.LAST_DAY] - getattr(old, name)[: world.LAST_DAY] for name in WORSE
    }
    stopped = np.full(world.TRIALS, world.LAST_DAY)
    running = np.ones(world.TRIALS, bool)
    for day in range(world.LAST_DAY):
        parts = [(share * visits, day - since) for since, share in cohorts if since <= day]
        control = visits * (1 - sum(share for since, share in cohorts if since <= day))
        for name, sums in groups.items():
            level = steady[name]
            for number, since in parts:
                sums.draw(sums.new, name, number, level + change[name][since], rng)
            sums.draw(sums.old, name, control, level, rng)
        for rail in plan.guardrails:
            running &= ~((stopped == world.LAST_DAY) & groups[rail.metric].alarm(rail))
        stopped = np.where(~running & (stopped == world.LAST_DAY), day + 1, stopped)
    shares = np.array(
        [sum(share for since, share in cohorts if since <= day) for day in range(world.LAST_DAY)]
    )
    exposed = np.concatenate([[0.0], shares.cumsum()])[stopped] / world.LAST_DAY
    return Launches(exposed, stopped)


def _cohorts(plan: Plan) -> list[tuple[int, float]]:
    """(day, share of users who join then)."""
    shares = [0.0, *(share for _, share in plan.ramp)]
    return [(day, share - before) for (day, share), before in zip(plan.ramp, shares, strict=False)]


class _Sums:
    """Sums of one metric so far, for the new group and control: number, sum, and variance of the sum."""

    def __init__(self) -> None:
        self.new = np.zeros((3, world.TRIALS))
        self.old = np.zeros((3, world.TRIALS))

    def draw(self, into, name, visits, level, rng) -> None:
        """Add a day of so many visits whose outcomes happen with the chance `level`."""
        each = 1 if name == "next_day" else world.FEED  # outcomes of a visit
        number = round(visits) * each
        if not number:
            return
        spread = number * level * (1 - level)
        into += np.array(
            [
                np.full(world.TRIALS, number),
                number * level + np.sqrt(spread) * rng.standard_normal(world.TRIALS),
                np.full(world.TRIALS, spread),
            ]
        )

    def alarm(self, rail: Guardrail) -> np.ndarray:
        """(TRIALS,): whether the difference so far is beyond the test's limit, on the bad side."""
        if not self.new[0].any() or not self.old[0].any():
            return np.zeros(world.TRIALS, bool)
        difference = self.new[1] / self.new[0] - self.old[1] / self.old[0]
        error = np.sqrt(self.new[2] / self.new[0] ** 2 + self.old[2] / self.old[0] ** 2)
        return WORSE[rail.metric] * difference / error > limit(rail)


def limit(rail: Guardrail) -> float:
    """Deviations from which the guardrail stops: for one look, or for a look on each of the days together."""
    looks = world.LAST_DAY if rail.test == "corrected" else 1
    return NormalDist().inv_cdf(1 - rail.alpha / looks)
