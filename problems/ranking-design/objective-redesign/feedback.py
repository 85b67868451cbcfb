"""Days one after another: satisfaction decides who comes back, views decide who goes on uploading."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import world
from feeds import logistic, serve
from plan import Plan
from population import Population, luck

NEW_MOOD, NEW_SATISFACTION = 0.8, 0.15


@dataclass
class History:
    """What happened, day by day."""

    visited: np.ndarray  # (DAYS, N) of bool
    clicks: np.ndarray  # (DAYS,) per impression, and so on
    watch: np.ndarray
    hides: np.ndarray
    next_day: np.ndarray  # (DAYS,) chance of a visitor to come back the next day
    satisfaction: np.ndarray  # (DAYS,) mean over viewers
    mood: np.ndarray  # (DAYS,) mean over all creators; who has left counts as 0
    moods: np.ndarray  # (CREATORS,) at the end
    uploading: np.ndarray  # (DAYS,) share of the creators


def live(
    plan: Plan,
    people: Population,
    seed: int,
    days: int = world.DAYS,
    today_ctr: float = 0.0,
    tell: Callable[[int], None] = lambda day: None,
) -> History:
    """Run an objective for everybody, from viewers and creators who are content; `today_ctr` is for its floor."""
    users = len(people.interest)
    satisfaction = np.full(users, NEW_SATISFACTION)
    mood, there = np.full(world.CREATORS, NEW_MOOD), np.ones(world.CREATORS, bool)
    seen = np.full(world.CREATORS, world.SEEN)
    visited = np.zeros((days, users), bool)
    series = {
        name: np.zeros(days)
        for name in ("clicks", "watch", "hides", "next_day", "satisfaction", "mood", "uploading")
    }
    here, extra = np.ones(users, bool), 0.0
    for day in range(days):
        chance = luck(users, day, seed)
        here = chance.visit < visits(satisfaction, here)
        rows = np.flatnonzero(here)
        visited[day] = here
        served = serve(plan, extra, people, chance, rows, np.flatnonzero(there), seen, mood)
        satisfaction[rows] += world.MOVES * (served.joy - satisfaction[rows])
        seen += served.views
        even = served.views.sum() / world.CREATORS
        mood += world.MOOD_MOVES * (np.minimum(1, served.views / (world.NEED * even)) - mood)
        stay = there & (chance.leave >= world.LEAVES * (1 - mood) ** 2)
        new = ~there & (chance.leave < world.REFILL)
        there, mood, seen = stay | new, np.where(new, NEW_MOOD, mood * stay), seen * ~new
        if plan.ctr_floor:
            extra = max(0.0, extra + world.DUAL * (plan.ctr_floor - served.clicks.mean() / today_ctr))
        for name, value in (
            ("clicks", served.clicks.mean()),
            ("watch", served.watch.mean()),
            ("hides", served.hides.mean()),
            ("next_day", visits(satisfaction[rows], here[rows]).mean()),
            ("satisfaction", satisfaction.mean()),
            ("mood", mood.mean()),
            ("uploading", there.mean()),
        ):
            series[name][day] = value
        tell(day + 1)
    return History(visited, moods=mood, **series)


def visits(satisfaction, visited):
    """The chance of a visit on a day, by satisfaction and whether there was one the day before."""
    v = world.VISIT
    return logistic(v["base"] + v["visited"] * visited + v["satisfaction"] * satisfaction)


def retention(history: History) -> tuple[float, np.ndarray]:
    """Share of a day's visitors who visit seven days later, and each viewer's part of its error (N,).

    A viewer's days hang together and viewers do not: the deviation of the share is the root of the parts' squares.
    """
    first = history.visited[world.WARM : world.WARM + world.COHORT_DAYS]
    later = history.visited[world.WARM + world.HORIZON : world.WARM + world.COHORT_DAYS + world.HORIZON]
    came, back = first.sum(axis=0), (first & later).sum(axis=0)
    share = back.sum() / came.sum()
    return float(share), (back - share * came) / came.sum()


def gain(own: History, today: History) -> tuple[float, float]:
    """By how much more of a day's visitors return after a week than today, and the 95 % half-width, viewer by viewer."""
    (kept, mine), (before, theirs) = retention(own), retention(today)
    return kept - before, float(1.96 * np.sqrt(((mine - theirs) ** 2).sum()))
