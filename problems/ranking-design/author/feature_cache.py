"""The cache before the feature store: a least-recently-used cache with a time to live, simulated by sampling.

The real catalogue has twenty million rows and is asked for hundreds of thousands a second. The simulation
keeps one row in 1/rate, with the capacity scaled alike (spatial sampling, as in miniature cache simulations):
hit rates of the small cache are those of the large one.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

ACCESSES = 200_000
WARM_UP = 0.5
NEVER = float("inf")
CATALOGUE = 1 << 32  # keys of different catalogues lie this far apart
FILL = 0.12  # share of the accesses that may go into filling the cache


@dataclass(frozen=True)
class Source:
    """One stream of row reads: rows per second, over `rows` rows whose popularity falls as rank ** -zipf.

    Sources with equally many rows read the same catalogue, in the same order of popularity.
    """

    name: str
    rows_per_s: float
    zipf: float
    rows: int


def simulate_lru(
    keys: list[int], times: list[float], capacity: int, ttl_s: float, ages: list[float] | None = None
) -> list[bool]:
    """Which accesses hit, of keys read at ascending `times` (s), in a cache of `capacity` rows.

    A row lives `ttl_s` from when it was fetched, hit or not. `ages` are the ages (s) that rows already have when
    they are first fetched: a cache that has run for long does not hold rows of one age.
    """
    fetched: OrderedDict[int, float] = OrderedDict()
    seen: set[int] = set()
    hits = []
    for i, (key, now) in enumerate(zip(keys, times, strict=True)):
        at = fetched.pop(key, -NEVER)
        hit = now - at < ttl_s
        if not hit:
            at = now
            if ages is not None and key not in seen:
                seen.add(key)
                at -= ages[i]
        hits.append(hit)
        if capacity > 0:
            fetched[key] = at
            if len(fetched) > capacity:
                fetched.popitem(last=False)
    return hits


def hit_rates(
    sources: list[Source], cache_rows: int, ttl_s: float, rng: np.random.Generator, accesses: int = ACCESSES
) -> dict[str, float]:
    """Hit rate per source, 0 to 1, of a shared cache of `cache_rows` rows in its steady state."""
    total = sum(source.rows_per_s for source in sources)
    if cache_rows == 0 or total == 0:
        return {source.name: 0.0 for source in sources}
    # Steady state comes with the shorter of two times: until the cache is full, or until rows expire.
    rate = min(0.5, max(FILL * accesses / cache_rows, (1 - WARM_UP) * accesses / (total * ttl_s) / 2))
    times = np.cumsum(rng.standard_exponential(accesses)) / (total * rate)
    which = np.searchsorted(
        np.cumsum([source.rows_per_s / total for source in sources]), rng.random(accesses)
    )
    which = np.minimum(which, len(sources) - 1)
    draw = rng.random(accesses)
    keys = np.zeros(accesses, dtype=np.int64)
    for number, source in enumerate(sources):
        mine = which == number
        rows = max(1, round(source.rows * rate))
        ranks = np.floor(rows * draw[mine] ** (1.0 / (1.0 - source.zipf))).astype(np.int64)
        keys[mine] = source.rows * CATALOGUE + ranks
    ages = (rng.random(accesses) * ttl_s).tolist()
    capacity = max(1, round(cache_rows * rate))
    hit = np.array(simulate_lru(keys.tolist(), times.tolist(), capacity, ttl_s, ages))
    counted = np.arange(accesses) >= WARM_UP * accesses
    return {
        source.name: float(hit[counted & (which == number)].mean())
        if (counted & (which == number)).any()
        else 0.0
        for number, source in enumerate(sources)
    }
