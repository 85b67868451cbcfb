"""Serving the requests: every request's way through gateway, channels, features, rankers and re-ranking."""

from dataclasses import dataclass, field

import numpy as np
import world
from arrivals import Traffic, stream
from pipeline import KINDS, Pipeline, Ranking
from stations import NEVER, Served, serve_batches, serve_fifo


@dataclass(frozen=True)
class Step:
    """One thing that happens to the requests, arrays (n,) in ms: waiting from arrive to start, then served."""

    stage: str
    name: str
    arrive: np.ndarray
    start: np.ndarray
    end: np.ndarray
    on_path: np.ndarray  # whether the request's latency runs through it


@dataclass(frozen=True)
class Load:
    """How busy a station was: mean and busiest hour, as shares of its servers' time."""

    mean: float
    peak: float
    batch: float  # mean size of a batch in the busiest hour


@dataclass
class Journeys:
    """What happened to n requests."""

    traffic: Traffic
    steps: list[Step] = field(default_factory=list)
    loads: dict[str, Load] = field(default_factory=dict)
    answered: dict[str, np.ndarray] = field(default_factory=dict)  # channel -> bool (n,)
    hedged: float = 0.0  # share of requests that sent a second request to the store
    deadline: np.ndarray = field(default_factory=lambda: np.empty(0))
    finish: np.ndarray = field(default_factory=lambda: np.empty(0))
    fell_back: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))

    @property
    def total_ms(self) -> np.ndarray:
        """Latency of every request, (n,)."""
        return self.finish - self.traffic.arrival_ms


def serve(design: Pipeline, traffic: Traffic, degraded: list[dict], seed: int) -> Journeys:
    """Run all requests through the design's stations."""
    journeys, at = enter(design, traffic, seed)
    at = retrieve(journeys, design, at, degraded, seed)
    if design.ranking:
        at = fetch_features(journeys, design, at, seed)
    for stage in design.ranking:
        at = rank(journeys, stage, at, seed)
    leave(journeys, design, at, seed)
    return journeys


def enter(design: Pipeline, traffic: Traffic, seed: int) -> tuple[Journeys, np.ndarray]:
    """All requests through the gateway; and when they leave it, (n,) ms."""
    journeys = Journeys(traffic)
    n, arrival = traffic.requests, traffic.arrival_ms
    patience = design.fallback.after_ms if design.fallback else NEVER
    journeys.deadline = arrival + patience
    at = arrival + spread(world.GATEWAY_MS, world.GATEWAY_SIGMA, n, seed, "gateway")
    journeys.steps.append(Step("gateway", "gateway", arrival, arrival, at, np.ones(n, dtype=bool)))
    return journeys, at


def leave(journeys: Journeys, design: Pipeline, at: np.ndarray, seed: int) -> None:
    """Re-rank what is ready at `at`, (n,) ms, or send the fallback list at the deadline."""
    n = len(at)
    pool = min(world.RERANK_POOL, design.ranking[-1].outputs if design.ranking else world.RERANK_POOL)
    work_ms = world.RERANK_MS + (world.RERANK_PER_ITEM_MS * pool if design.rerank else 0.0)
    done = at + spread(work_ms, world.RERANK_SIGMA, n, seed, "rerank")
    journeys.steps.append(Step("rerank", "rerank", at, at, done, np.ones(n, dtype=bool)))
    journeys.fell_back = done > journeys.deadline
    late = journeys.deadline + spread(world.FALLBACK_MS, world.FALLBACK_SIGMA, n, seed, "fallback")
    journeys.finish = np.where(journeys.fell_back, late, done)


def spread(median: float, sigma: float, n: int, seed: int, name: str) -> np.ndarray:
    """Log-normal durations in ms, (n,)."""
    return median * np.exp(sigma * stream(seed, name).standard_normal(n))


def retrieve(
    journeys: Journeys, design: Pipeline, at: np.ndarray, degraded: list[dict], seed: int
) -> np.ndarray:
    """Ask the channels in parallel; the request goes on when all have answered or timed out."""
    n = len(at)
    steps, ready = [], at.copy()
    for number, channel in enumerate(world.CHANNELS.values()):
        work, timeout = np.zeros(n), np.zeros(n)
        for kind in KINDS:
            viewers = journeys.traffic.cold == (kind == "cold")
            for call in design.calls(kind):
                if call.channel == channel.name:
                    work[viewers] = channel.base_ms + channel.per_k_ms * call.k + channel.per_ef_ms * call.ef
                    timeout[viewers] = call.timeout_ms
        asked = work > 0
        if not asked.any():
            continue
        service = work * spread(1.0, channel.sigma, n, seed, f"channel-{number}")
        service *= slowdown(channel.name, journeys.traffic.hour, degraded)
        arrive = np.where(asked, at, NEVER)
        limit = at + timeout
        served = serve_fifo(arrive, service, channel.servers, np.minimum(limit, journeys.deadline))
        journeys.answered[channel.name] = asked & (served.end <= limit)
        journeys.loads[channel.name] = load(served, journeys.traffic, channel.servers)
        end = np.where(asked, np.minimum(served.end, limit), at)
        start = np.where(asked, np.minimum(served.start, limit), at)
        steps.append((channel.name, arrive, start, end))
        ready = np.maximum(ready, end)
    for name, arrive, start, end in steps:
        journeys.steps.append(
            Step("retrieval", name, arrive, start, end, np.isfinite(arrive) & (end == ready))
        )
    return ready


def slowdown(channel: str, hour: np.ndarray, degraded: list[dict]) -> np.ndarray:
    """Factor on a channel's service time at each hour, (n,)."""
    factor = np.ones(len(hour))
    for spell in degraded:
        if spell["channel"] == channel:
            factor[(hour >= spell["from_h"]) & (hour < spell["to_h"])] *= spell["slowdown"]
    return factor


def fetch_features(journeys: Journeys, design: Pipeline, at: np.ndarray, seed: int) -> np.ndarray:
    """Look into the cache, then ask the store for the misses unless they get defaults.

    Some of a request's hundreds of rows are always missing, so every request that waits asks the store.
    """
    n = len(at)
    everyone = np.ones(n, dtype=bool)
    looked = at + world.CACHE_LOOKUP_MS
    if design.features.on_miss == "defaults":
        journeys.steps.append(Step("features", "cache", at, at, looked, everyone))
        return looked
    arrive = np.where(looked < journeys.deadline, looked, NEVER)
    first = serve_fifo(arrive, store_ms(n, seed, "store"), world.STORE_SERVERS, journeys.deadline)
    journeys.loads["feature store"] = load(first, journeys.traffic, world.STORE_SERVERS)
    start, end = first.start, first.end
    if design.features.hedge_ms is not None:
        again = np.where(end > arrive + design.features.hedge_ms, arrive + design.features.hedge_ms, NEVER)
        journeys.hedged = float(np.isfinite(again).mean())
        # The second request goes to another replica of the store, with servers of its own.
        second = serve_fifo(again, store_ms(n, seed, "hedge"), world.STORE_SERVERS, journeys.deadline)
        start, end = np.minimum(start, second.start), np.minimum(end, second.end)
    journeys.steps.append(Step("features", "cache", at, at, looked, everyone))
    journeys.steps.append(Step("features", "feature store", arrive, start, end, np.isfinite(arrive)))
    return end


def store_ms(n: int, seed: int, name: str) -> np.ndarray:
    """Answer times of the feature store, (n,): one in fifty is slow."""
    slow = stream(seed, f"{name}-slow").random(n) < world.STORE_SLOW_SHARE
    return np.where(slow, world.STORE_SLOW_MS, world.STORE_MS) * spread(1.0, world.STORE_SIGMA, n, seed, name)


def rank(journeys: Journeys, stage: Ranking, at: np.ndarray, seed: int, extra_ms: float = 0.0) -> np.ndarray:
    """Score in batches. The tensors are padded to `in` candidates, so `in` is paid for in full.

    `extra_ms` is what a candidate takes beyond what its model always needs.
    """
    model = world.RANKERS[stage.model]
    arrive = np.where(at < journeys.deadline, at, NEVER)
    served = serve_batches(
        arrive,
        journeys.deadline,
        spread(1.0, 0.05, len(at), seed, f"ranker-{stage.model}"),
        servers=stage.replicas,
        size=stage.batch,
        wait_ms=stage.wait_ms,
        fixed_ms=model.fixed_ms,
        each_ms=(model.per_item_ms + extra_ms) * stage.inputs,
    )
    journeys.loads[stage.model] = load(served, journeys.traffic, stage.replicas)
    journeys.steps.append(Step("ranking", stage.model, arrive, served.start, served.end, np.isfinite(arrive)))
    return served.end


def load(served: Served, traffic: Traffic, servers: int) -> Load:
    """Utilisation over the day and in its busiest hour."""
    ran = np.isfinite(served.start)
    hour = np.minimum((served.start[ran] / traffic.span_ms * world.DAY_H).astype(int), 23)
    share = (served.end[ran] - served.start[ran]) / served.batch[ran]
    by_hour = np.bincount(hour, share, 24) / (servers * traffic.span_ms / 24)
    busiest = int(by_hour.argmax())
    in_peak = hour == busiest
    batches = (1.0 / served.batch[ran][in_peak]).sum()
    return Load(
        served.busy_ms / (servers * traffic.span_ms),
        float(by_hour.max()),
        float(in_peak.sum() / max(batches, 1.0)),
    )
