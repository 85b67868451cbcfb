"""Every request's way through the funnel with the feature in it: the same stations, and one that holds the vectors."""

from dataclasses import dataclass, replace

import numpy as np
import world
from arrivals import Traffic, stream
from feature import Feature
from serving import Journeys, Step, enter, fetch_features, leave, load, rank, retrieve, spread
from stations import NEVER, serve_fifo


@dataclass
class Trip:
    """The journeys, what the vectors cost on them, and who went on without."""

    journeys: Journeys
    blind: np.ndarray  # (n,) bool: lost patience with the vectors
    rows: int = 0  # vectors read per request
    encoded: float = 0.0  # videos encoded per request


def travel(
    feature: Feature, traffic: Traffic, missing: np.ndarray, uploads_per_request: float, seed: int
) -> Trip:
    """Run all requests; `missing`, (n,), is the share of videos without a vector at each request's hour."""
    journeys, at = enter(feature.funnel, traffic, seed)
    trip = Trip(journeys, np.zeros(traffic.requests, dtype=bool))
    at = retrieve(journeys, feature.funnel, at, [], seed)
    asked = at
    at = fetch_features(journeys, feature.funnel, at, seed)
    light, deep = feature.funnel.ranking
    if feature.used_by("light"):  # in parallel with the rows, for all candidates
        vectors = _fetch(
            trip, feature, light.inputs, asked, _lacking(missing, light.inputs, uploads_per_request), seed
        )
        later = vectors > at
        store, kept = journeys.steps[-2], journeys.steps[-1]
        journeys.steps[-2:] = [
            replace(store, on_path=store.on_path & ~later),
            replace(kept, on_path=kept.on_path & later),
        ]
        at = np.maximum(at, vectors)
    at = rank(journeys, light, at, seed, _extra(feature, "light"))
    if feature.used_by("deep") and not feature.used_by("light"):
        at = _fetch(trip, feature, deep.inputs, at, _lacking(missing, deep.inputs, uploads_per_request), seed)
    at = rank(journeys, deep, at, seed, _extra(feature, "deep"))
    leave(journeys, feature.funnel, at, seed)
    return trip


def _lacking(missing: np.ndarray, rows: int, uploads_per_request: float) -> np.ndarray:
    """How many of a request's rows have no vector, on average, (n,): what is encoded on request is kept, so none is missed twice."""
    return np.minimum(rows * missing, uploads_per_request)


def _extra(feature: Feature, model: str) -> float:
    """Milliseconds more per candidate that a ranker takes for the vectors."""
    return world.DIM_MS[model] * feature.vectors.dims if feature.used_by(model) else 0.0


def _fetch(
    trip: Trip, feature: Feature, rows: int, at: np.ndarray, lacking: np.ndarray, seed: int
) -> np.ndarray:
    """Read the vectors of `rows` candidates, and encode what has none if the design says so; when that is done, (n,)."""
    assert feature.use is not None
    n, journeys, trip.rows = len(at), trip.journeys, rows
    arrive = np.where(at < journeys.deadline, at, NEVER)
    slow = stream(seed, "vectors-slow").random(n) < world.VECTOR_SLOW_SHARE
    service = np.where(slow, world.VECTOR_SLOW_MS, world.VECTOR_MS)
    service += world.VECTOR_KB_MS * feature.vectors.kilobytes * rows
    service *= spread(1.0, world.VECTOR_SIGMA, n, seed, "vectors")
    limit = arrive + feature.use.timeout_ms
    served = serve_fifo(arrive, service, world.VECTOR_SERVERS, np.minimum(limit, journeys.deadline))
    journeys.loads["vectors"] = load(served, journeys.traffic, world.VECTOR_SERVERS)
    end = served.end
    if feature.use.on_miss == "encode":
        encoded = stream(seed, "lacking").poisson(lacking)
        trip.encoded = float(encoded.mean())
        turns = -(-encoded // world.REQUEST_GPUS)
        end = end + turns * feature.encoding.work_ms * spread(1.0, 0.1, n, seed, "encoder")
    trip.blind = end > limit
    start, end = np.minimum(served.start, limit), np.minimum(end, limit)
    journeys.steps.append(Step("features", "vectors", arrive, start, end, np.isfinite(arrive)))
    return end
