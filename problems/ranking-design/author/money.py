"""What a design costs, in cents per 1000 requests, and which rows it asks the feature store for."""

from dataclasses import dataclass

import numpy as np
import world
from feature_cache import ACCESSES, WARM_UP, Source
from intervals import Z, of_mean
from pipeline import KINDS, Pipeline
from serving import Journeys

READS_PER_MILLION = 1e3 / 1e6  # from rows per request to millions of rows per 1000 requests


@dataclass(frozen=True)
class Bill:
    """Cents per 1000 requests by what they pay for, and the half-width of their sum."""

    items: dict[str, float]
    half_width: float

    @property
    def total(self) -> float:
        """The whole bill."""
        return sum(self.items.values())


def rows_read(design: Pipeline, journeys: Journeys) -> dict[str, np.ndarray]:
    """Rows that each channel's candidates need per request, (n,) each; none without rankers.

    Rows are fetched as the channels answer: also those of candidates that then do not fit into the first ranker.
    """
    if not design.ranking:
        return {}
    n = journeys.traffic.requests
    rows = {name: np.zeros(n) for name in journeys.answered}
    for kind in KINDS:
        viewers = journeys.traffic.cold == (kind == "cold")
        for call in design.calls(kind):
            if kind == "cold" and world.CHANNELS[call.channel].personal:
                continue
            rows[call.channel] += np.where(viewers & journeys.answered[call.channel], call.k, 0)
    return rows


def sources(rows: dict[str, np.ndarray], requests_per_s: float) -> list[Source]:
    """The streams of row reads that the cache sees."""
    return [
        Source(
            name, float(needed.mean()) * requests_per_s, world.CHANNELS[name].zipf, world.CHANNELS[name].rows
        )
        for name, needed in rows.items()
        if needed.any()
    ]


def bill(
    design: Pipeline,
    journeys: Journeys,
    rows: dict[str, np.ndarray],
    hits: dict[str, float],
    requests_per_s: float,
) -> Bill:
    """Add up calls, refreshes, rows, cache, hedges and replicas."""
    thousands_per_hour = requests_per_s * 3.6
    calls = np.zeros(journeys.traffic.requests)
    for kind in KINDS:
        viewers = journeys.traffic.cold == (kind == "cold")
        for call in design.calls(kind):
            channel = world.CHANNELS[call.channel]
            calls[viewers] += (
                channel.base_cents + channel.per_k_cents * call.k + channel.per_ef_cents * call.ef
            )
    missed = np.sum([needed * (1.0 - hits[name]) for name, needed in rows.items() if name in hits], axis=0)
    reads = missed * READS_PER_MILLION * world.ROW_CENTS + np.zeros(journeys.traffic.requests)
    lists = {call.channel for call in design.retrieval if call.channel in world.CACHED_LISTS}
    if design.fallback:
        lists.add(design.fallback.serve)
    refresh = (
        sum(world.REFRESH_CENTS * 60.0 / design.refresh_s(name) for name in lists) * 1200.0 / requests_per_s
    )
    cache = design.features.cache_items / 1e6 * world.CACHE_DOLLARS_PER_HOUR * 100.0 / thousands_per_hour
    items = {
        "front": world.FRONT_CENTS,
        "channels": float(calls.mean()),
        "refreshes": refresh,
        "feature reads": float(reads.mean()),
        "hedges": journeys.hedged * world.HEDGE_CENTS,
        "cache": cache if design.ranking else 0.0,
    }
    for stage in design.ranking:
        hourly = stage.replicas * world.RANKERS[stage.model].dollars_per_hour
        items[stage.model] = hourly * 100.0 / thousands_per_hour
    return Bill(items, float(np.hypot(of_mean(calls + reads)[1], _cache_half_width(rows, hits))))


def _cache_half_width(rows: dict[str, np.ndarray], hits: dict[str, float]) -> float:
    """Half-width in cents that comes from measuring the hit rates on a sample of reads."""
    means = {name: float(needed.mean()) for name, needed in rows.items() if name in hits}
    total, variance = sum(means.values()), 0.0
    for name, mean in means.items():
        counted = ACCESSES * (1.0 - WARM_UP) * mean / total
        cents = mean * READS_PER_MILLION * world.ROW_CENTS
        variance += cents**2 * hits[name] * (1.0 - hits[name]) / counted
    return Z * float(np.sqrt(variance))
