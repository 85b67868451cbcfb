"""When requests arrive and from whom: a day of traffic drawn evenly, with its swing and its bursts."""

import zlib
from dataclasses import dataclass

import numpy as np
import world

GRID_MS = 5.0  # the rate is constant over one cell of this grid


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of one part of the simulation; designs share streams, so they differ by design alone."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Traffic:
    """n requests: arrival in ms on the clock of the queues, hour on the clock of the day, cold or not."""

    arrival_ms: np.ndarray
    hour: np.ndarray
    cold: np.ndarray
    span_ms: float

    @property
    def requests(self) -> int:
        """How many requests there are."""
        return len(self.arrival_ms)


def draw(traffic: dict, requests: int, seed: int) -> Traffic:
    """Draw a day: a Poisson process whose rate swings over the day and jumps in bursts.

    The run keeps the true rate, and thins the day instead: `requests` at the given rate per second cover
    requests / rate seconds for the queues, while the hour of the day runs from 0 to 24.
    """
    rng = stream(seed, "arrivals")
    per_ms = traffic["requests_per_s"] / 1000.0
    span = requests / per_ms
    edges = np.arange(0.0, span * 1.25 + 2 * GRID_MS, GRID_MS)
    hours = np.minimum(edges[:-1] / span, 1.0) * world.DAY_H
    rate = per_ms * (1.0 + traffic["daily_swing"] * np.cos((hours - traffic["peak_h"]) * (2 * np.pi / 24)))
    rate *= _bursts(traffic["burst"], len(rate), stream(seed, "bursts"))
    passed = np.concatenate(([0.0], np.cumsum(rate * GRID_MS)))
    arrival = np.interp(np.cumsum(rng.standard_exponential(requests)), passed, edges)
    cold = stream(seed, "kinds").random(requests) < traffic["share_without_history"]
    return Traffic(arrival, np.minimum(arrival / span, 0.999_999) * world.DAY_H, cold, span)


def _bursts(burst: dict, cells: int, rng: np.random.Generator) -> np.ndarray:
    """A factor per grid cell, (cells,): `factor` during bursts of exponential length, lower in between.

    The mean over time stays 1, so that a burstier traffic is not a larger one.
    """
    if burst["factor"] == 1.0:
        return np.ones(cells)
    share = burst["lasts_s"] / burst["every_s"]
    calm = (1.0 - share * burst["factor"]) / (1.0 - share)
    in_burst = np.zeros(cells, dtype=bool)
    at, end = 0.0, cells * GRID_MS
    while at < end:
        at += rng.exponential((burst["every_s"] - burst["lasts_s"]) * 1000.0)
        until = at + rng.exponential(burst["lasts_s"] * 1000.0)
        in_burst[int(at / GRID_MS) : int(until / GRID_MS)] = True
        at = until
    return np.where(in_burst, burst["factor"], calm)
