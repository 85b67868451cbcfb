"""Cases for capacity planning: pools whose limit is known, mixtures where simple rules pay too much, and large ones.

No case lies on an edge: what is cheaper than the best plan carries at least 1e-6 too little, and the best carries 1e-6 more than asked.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from erlang import Kind, carried, clear
from readyroom import Case

MAX_KINDS = 4
MAX_STOCK = 200
MAX_PRICE = 10**6


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    given = {**dict(zip(("kinds", "qps"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or set(given) != {"kinds", "qps"}:
        raise ValueError("plan takes kinds and qps")
    kinds = given["kinds"]
    if type(kinds) is not list or not 1 <= len(kinds) <= MAX_KINDS:
        raise ValueError(f"kinds must be a list of 1 to {MAX_KINDS}")
    for number, kind in enumerate(kinds):
        if type(kind) is not tuple or len(kind) != 4:
            raise ValueError(f"kinds[{number}] must be a tuple (price, rate, wait, stock)")
        price, rate, wait, stock = kind
        if type(price) is not int or type(stock) is not int:
            raise ValueError(f"kinds[{number}]: price and stock must be integers")
        if not 1 <= price <= MAX_PRICE or not 0 <= stock <= MAX_STOCK:
            raise ValueError(f"kinds[{number}]: price or stock is out of bounds")
        _number(f"kinds[{number}]: rate", rate, 0.001, 1e5)
        _number(f"kinds[{number}]: wait", wait, 0, 3_600)
    if sum(kind[3] for kind in kinds) > MAX_STOCK:
        raise ValueError(f"all stocks together may be at most {MAX_STOCK}")
    _number("qps", given["qps"], 0, 1e8)


def _number(name: str, value: object, low: float, high: float) -> None:
    if type(value) not in (int, float):
        raise ValueError(f"{name} must be a number, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _queue()
    yield from _mix(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    rate, wait = rng.uniform(1, 20), rng.uniform(0.0, 0.5)
    yield _edge("queue", note, rate, wait, rng.randint(2, 30), rng.uniform(0.2, 0.9))
    yield _drawn("mix", note, rng, [7, 9, 6], 0.5)
    yield _drawn("mix", note, rng, [12, 12], 0.7)


def _case(group: str, note: str, kinds: list[Kind], qps: float) -> Case:
    if not clear(kinds, qps):
        raise ValueError(f"{group}, {note}: a plan lies on the edge")
    return Case(args=(kinds, qps), group=group, note=note)


def _edge(group: str, note: str, rate: float, wait: float, gpus: int, share: float) -> Case:
    """One kind, and a load between what so many GPUs carry and what one more does."""
    low, high = (carried(number, rate, wait) for number in (gpus, gpus + 1))
    return _case(group, note, [(3, rate, wait, gpus + 5)], low + share * (high - low))


def _drawn(group: str, note: str, rng: random.Random, stocks: list[int], share: float) -> Case:
    """Kinds whose price goes with their rate, more or less, and a share of what all of them carry."""
    while True:
        kinds: list[Kind] = []
        for stock in stocks:
            rate = round(rng.uniform(2, 40), 2)
            price = round(rate * rng.uniform(8, 16))
            kinds.append((price, rate, round(rng.uniform(0, 0.4), 3), stock))
        qps = round(share * sum(carried(kind[3], kind[1], kind[2]) for kind in kinds), 3)
        if clear(kinds, qps):
            return _case(group, note, kinds, qps)


def _samples() -> Iterator[Case]:
    kinds: list[Kind] = [(10, 4.0, 0.5, 6), (22, 10.0, 0.2, 3)]
    yield _case("samples", "the sample of the statement", kinds, 20.0)
    yield _case("samples", "more than all GPUs carry", kinds, 32.0)


def _queue() -> Iterator[Case]:
    for note, rate, wait, gpus, share in (
        ("nobody but one in a hundred may wait at all", 5.0, 0.0, 3, 0.5),
        ("a short wait", 5.0, 0.1, 4, 0.1),
        ("a short wait, nearly one more", 5.0, 0.1, 4, 0.95),
        ("waits of several services", 5.0, 1.0, 6, 0.5),
        ("a long wait, close to full use", 5.0, 60.0, 6, 0.5),
        ("one GPU is enough", 8.0, 0.25, 0, 0.9),
        ("one GPU is just not enough", 8.0, 0.25, 1, 0.02),
        ("slow answers", 0.05, 4.0, 9, 0.4),
        ("slow answers, and hardly anybody may wait", 0.1, 0.0, 1, 0.5),
        ("quick answers", 2_000.0, 0.001, 5, 0.6),
        ("a pool of thirty", 3.0, 0.05, 30, 0.3),
    ):
        yield _edge("queue", note, rate, wait, gpus, share)


def _mix(rng: random.Random) -> Iterator[Case]:
    sizes: list[Kind] = [(100, 40.0, 0.1, 5), (27, 10.0, 0.4, 9)]
    yield _case("mix", "the last bit by a small one", sizes, 83.0)
    yield _case("mix", "many small ones and a large one", sizes, 87.0)
    yield _case("mix", "one more large one instead of small ones", sizes, 110.0)
    contracts: list[Kind] = [(10, 5.0, 0.4, 4), (14, 5.0, 0.4, 9)]
    yield _case("mix", "the cheaper contract stays unused", contracts, 20.0)
    yield _case("mix", "half of each contract", contracts, 22.5)
    yield _case("mix", "one of the cheaper contract", contracts, 26.1)
    yield _case(
        "mix", "cheap for its rate, but it may not wait", [(10, 10.0, 0.0, 9), (14, 10.0, 0.5, 9)], 35.0
    )
    yield _case("mix", "one pool carries more than two", [(10, 6.0, 0.1, 9), (10, 6.0, 0.1, 9)], 22.0)
    patient: list[Kind] = [(9, 3.0, 1.0, 20), (100, 30.0, 0.2, 3)]
    yield _case("mix", "cheapest is not fewest", patient, 40.0)
    yield _case("mix", "fewer small ones than there are", patient, 70.0)
    waits: list[Kind] = [(20, 10.0, 1.0, 4), (20, 10.0, 0.02, 6), (21, 10.0, 0.2, 6)]
    yield _case("mix", "a waiting time for each kind", waits, 40.0)
    yield _case("mix", "some of all three", waits, 80.0)
    for number, (stocks, share) in enumerate(
        (
            ([6, 6], 0.5),
            ([9, 4], 0.8),
            ([5, 5, 5], 0.3),
            ([8, 3, 6], 0.6),
            ([4, 4, 4, 4], 0.5),
            ([9, 9, 9, 9], 0.35),
        ),
        1,
    ):
        yield _drawn("mix", f"at random {number}", rng, stocks, share)


def _bounds() -> Iterator[Case]:
    kinds: list[Kind] = [(10, 4.0, 0.2, 5), (23, 10.0, 0.1, 3)]
    everything = sum(carried(kind[3], kind[1], kind[2]) for kind in kinds)
    yield Case(args=(kinds, 0.0), group="bounds", note="no traffic")
    yield _case("bounds", "everything is needed", kinds, everything * 0.9999)
    yield _case("bounds", "a little more than everything", kinds, everything * 1.0001)
    yield _case("bounds", "less than full use of everything, and still too much", kinds, everything * 1.05)
    yield _case("bounds", "a kind that is sold out", [(1, 50.0, 0.2, 0), (23, 10.0, 0.1, 3)], 12.0)
    yield _case("bounds", "everything is sold out", [(1, 50.0, 0.2, 0)], 0.5)
    yield _case("bounds", "a trickle", [(7, 1_000.0, 0.0, 2), (5, 0.001, 3_600.0, 2)], 0.0001)
    yield _case("bounds", "whole numbers where fractions may be", [(10, 4, 1, 9)], 20)


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _edge("scale", "two hundred GPUs in one pool", 2.0, 0.02, 195, 0.5)
    kinds: list[Kind] = [(90, 20.0, 0.01, 165), (31, 6.0, 0.3, 35)]
    yield _case("scale", "a large pool and a smaller one", kinds, carried(160, 20.0, 0.01) + 70)
    yield _drawn("scale", "four kinds, fifty of each", rng, [50, 50, 50, 50], 0.6)
    yield _drawn("scale", "three kinds", rng, [66, 66, 66], 0.45)
