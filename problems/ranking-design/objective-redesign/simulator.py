"""Runs a design: weeks of feeds under today's objective and under the new one, and launches of a good and a bad one."""

import time

import explain
import frontier
import numpy as np
import population
import rollout
import scenario
import world
from feedback import gain, live
from plan import Plan, read
from readyroom import progress


def simulate(design: object, case: dict) -> dict:
    """Measure a design on a case {"traffic", "requests" (viewers), "seed"}; InvalidDesign names what cannot run."""
    began = time.perf_counter()
    plan = read(design)
    traffic = scenario.check(case["traffic"])
    viewers, seed = case["requests"], case["seed"]
    people = population.draw(viewers, traffic["bait_share"], seed)
    total = 2 * world.DAYS + world.LAST_DAY

    def tell(before: int):
        return lambda day: progress((before + day) * viewers // total, viewers)

    today = live(fixed(world.CTR_OBJECTIVE), people, seed, tell=tell(0))
    harmful = live(fixed(world.HARMFUL), people, seed, world.LAST_DAY, tell=tell(world.DAYS))
    ctr = today.clicks[world.WARM :].mean()
    own = live(plan, people, seed, today_ctr=ctr, tell=tell(world.DAYS + world.LAST_DAY))

    rng = np.random.default_rng([seed, 2])
    visits = traffic["visits_per_day"]
    harm = rollout.launch(plan, today, harmful, visits, rng)
    sound = [rollout.launch(plan, today, new, visits, rng) for new in (own, today)]
    more, half = gain(own, today)
    content = own.moods
    measured = {
        "retention_7": (100 * more, 100 * half),
        "creators": (100 * content.mean(), 196 * content.std() / np.sqrt(len(content))),
        "ctr": ratio(own.clicks[world.WARM :], today.clicks[world.WARM :]),
        "exposed": reached(harm),
        "through": min(reached(launches) for launches in sound),
    }
    return {
        "measured": {
            name: {"value": float(value), "half_width": float(half)}
            for name, (value, half) in measured.items()
        },
        "stages": [],
        "latency": {},
        "frontier": frontier.chart(),
        "remarks": explain.remarks(plan, today, own, harm, sound),
        "requests": viewers,
        "seconds": round(time.perf_counter() - began, 3),
    }


def fixed(value: dict) -> Plan:
    """An objective without any rule beside it."""
    return Plan(value, 0.0, 0.0, 0.0, 0.0, ((0, 1.0),), ())


def ratio(new: np.ndarray, old: np.ndarray) -> tuple[float, float]:
    """The mean of one series in per cent of another's, and its half-width over days."""
    shares = 100 * new / old.mean()
    return float(shares.mean()), float(1.96 * shares.std() / np.sqrt(len(shares)))


def reached(launches: rollout.Launches) -> tuple[float, float]:
    """The share of visits that a launch reaches, in per cent, and its half-width over trials."""
    return 100 * launches.exposed.mean(), 196 * launches.exposed.std() / np.sqrt(world.TRIALS)
