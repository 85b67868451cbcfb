"""Offers for the weighted reservoir, none of which comes too close to another one, and large samples."""

import random
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from math import inf, log, nan

from readyroom import Case

MAX_CALLS = 40_000
MAX_ANSWERED = 200_000
MAX_ID = 2**63 - 1
MAX_K = 10**9
LIGHT, HEAVY = 1e-12, 1e18
APART = 2e-9

Calls = list[tuple[object, ...]]
ASK: tuple[object, ...] = ("sample",)


class Clocks:
    """Takes an offer only if -ln(u) / weight is apart from all before, or both numbers are the same as before."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.pairs: set[tuple[float, float]] = set()

    def take(self, weight: float, u: float) -> bool:
        """Whether the offer was taken."""
        if (weight, u) in self.pairs:
            return True
        time = -log(u) / weight
        place = bisect_left(self.times, time)
        if any(abs(other - time) <= APART * time for other in self.times[max(0, place - 1) : place + 1]):
            return False
        insort(self.times, time)
        self.pairs.add((weight, u))
        return True


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "k" not in kwargs):
        raise ValueError("WeightedReservoir takes one argument, k")
    k = _whole("k", given[0], -MAX_K, MAX_K)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    clocks, offers, answered = Clocks(), 0, 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "offer" and len(call) == 4:
            _whole(where + "view_id", call[1], 0, MAX_ID)
            if not all(type(value) in (int, float) for value in call[2:]):
                raise ValueError(where + "weight and u must be numbers")
            if 0 < call[2] < inf and 0 < call[3] < 1:
                offers += 1
                if not LIGHT <= call[2] <= HEAVY:
                    raise ValueError(where + f"a valid weight lies between {LIGHT:g} and {HEAVY:g}")
                if not clocks.take(call[2], call[3]):
                    raise ValueError(where + "two keys come so close that rounding would decide")
        elif tuple(call) == ASK:
            answered += max(0, min(k, offers))
        else:
            raise ValueError(where + "write offer(view_id, weight, u) or sample()")
    if answered > MAX_ANSWERED:
        raise ValueError(f"the answers hold {answered} ids together, at most {MAX_ANSWERED} are allowed")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _keys(rng)
    yield from _leaving(rng)
    yield from _extremes(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    yield _case("keys", "drawn for this submission", 4, _stream(rng, 120, (0, 2)))
    yield _case("extremes", "drawn for this submission", 5, _stream(rng, 120, (-9, 17)))


def _case(group: str, note: str, k: int, calls: Calls) -> Case:
    return Case(args=(k,), calls=calls, group=group, note=note)


def _offers(*rows: tuple[float, float]) -> Calls:
    """Offers of the given weights and numbers, with ids from 1, and the sample after each."""
    return [call for n, row in enumerate(rows, 1) for call in (("offer", n, *row), ASK)]


def _stream(
    rng: random.Random, length: int, powers: tuple[float, float], ask: float = 0.2, videos: int = 10**6
) -> Calls:
    """Random offers, weights spread evenly over powers of ten, and questions."""
    clocks, calls = Clocks(), []
    while len(calls) < length:
        weight, u = 10 ** rng.uniform(*powers), rng.random()
        if rng.random() < ask:
            calls.append(ASK)
        elif u > 0 and clocks.take(weight, u):
            calls.append(("offer", rng.randrange(videos), weight, u))
    return [*calls, ASK]


def _samples() -> Iterator[Case]:
    first: Calls = [
        ("offer", 11, 10, 0.5),
        ("offer", 12, 1, 0.9),
        ("offer", 13, 30, 0.2),
        ASK,
        ("offer", 14, 2, 0.8),
        ASK,
    ]
    yield _case("samples", "the sample of the statement", 2, first)
    yield _case("samples", "one place", 1, _offers((1, 0.5), (1, 0.4), (1, 0.6), (4, 0.5)))


def _keys(rng: random.Random) -> Iterator[Case]:
    yield _case("keys", "nothing offered", 3, [ASK, ASK])
    yield _case("keys", "fewer offers than places", 5, _offers((2, 0.4), (3, 0.5), (1, 0.7)))
    yield _case(
        "keys",
        "equal weights: the larger number",
        2,
        _offers((3, 0.2), (3, 0.8), (3, 0.5), (3, 0.9), (3, 0.1)),
    )
    yield _case(
        "keys",
        "equal numbers: the larger weight",
        2,
        _offers((3, 0.6), (9, 0.6), (5, 0.6), (1, 0.6), (7, 0.6)),
    )
    yield _case(
        "keys", "weights below one", 2, _offers((0.5, 0.6), (0.25, 0.9), (0.1, 0.95), (0.75, 0.3), (0.9, 0.5))
    )
    yield _case(
        "keys",
        "a heavy view with bad luck",
        2,
        _offers((100, 1e-9), (1, 0.5), (1, 0.7), (2, 0.9), (50, 1e-3)),
    )
    yield _case(
        "keys",
        "a light view with good luck",
        2,
        _offers((9, 0.5), (8, 0.4), (0.01, 0.9999), (0.01, 0.99), (7, 0.6)),
    )
    yield _case(
        "keys",
        "weights that are whole numbers",
        3,
        _offers(*[(n % 7 + 1, (n * 37 % 101) / 101) for n in range(1, 40)]),
    )
    yield _case(
        "keys",
        "numbers next to 0 and 1",
        3,
        _offers((1, 5e-324), (2, 1 - 2**-53), (3, 1e-300), (7, 1 - 2**-52)),
    )
    for k in (1, 3, 8):
        yield _case("keys", f"a stream, k = {k}", k, _stream(rng, 250, (0, 2)))


def _leaving(rng: random.Random) -> Iterator[Case]:
    yield _case("leaving", "each better than all before", 3, _offers(*[(1, n / 10) for n in range(1, 10)]))
    yield _case("leaving", "each worse than all before", 3, _offers(*[(1, 1 - n / 10) for n in range(1, 10)]))
    same = _offers((2, 0.5), (2, 0.5), (2, 0.5), (4, 0.5), (2, 0.5), (4, 0.5), (4, 0.5), (4, 0.5))
    yield _case("leaving", "equal keys: the later one leaves", 3, same)
    level = _offers((1, 0.3), (1, 0.3), (1, 0.2), (1, 0.3), (1, 0.4), (1, 0.4), (1, 0.4))
    yield _case("leaving", "equal keys at the last place", 2, level)
    yield _case(
        "leaving",
        "few different offers",
        4,
        _offers(*[(1 + n % 2, (0.3, 0.5, 0.8)[n % 3]) for n in range(24)]),
    )
    level_ids = [("offer", 9 - n % 5, 1 + n % 2, 0.5) for n in range(14)]
    yield _case(
        "leaving", "equal keys, falling ids", 3, [call for offer in level_ids for call in (offer, ASK)]
    )
    twice: Calls = [
        ("offer", 7, 1, 0.5),
        ("offer", 7, 1, 0.7),
        ("offer", 8, 1, 0.6),
        ASK,
        ("offer", 7, 2, 0.6),
        ASK,
    ]
    yield _case("leaving", "an id that is offered again", 2, twice)
    yield _case("leaving", "few ids", 5, _stream(rng, 200, (0, 1), videos=4))


def _extremes(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "extremes", "weights of 1e-4", 2, _offers(*[(1e-4, u) for u in (0.3, 0.5, 0.4, 0.9, 0.6, 0.2)])
    )
    yield _case(
        "extremes", "weights of 1e17", 2, _offers(*[(1e17, u) for u in (0.3, 0.5, 0.4, 0.9, 0.6, 0.2)])
    )
    yield _case(
        "extremes",
        "1e-3, where some keys underflow",
        3,
        _offers(*[(1e-3, n / 10) for n in (5, 4, 3, 6, 2, 7, 8, 1)]),
    )
    yield _case(
        "extremes",
        "1e14, where keys lose their digits",
        3,
        _offers(*[(1e14, n / 99) for n in (50, 51, 49, 52, 53, 48)]),
    )
    far = _offers(
        (LIGHT, 0.5), (HEAVY, 0.5), (1, 0.5), (LIGHT, 0.9), (HEAVY, 0.1), (LIGHT, 0.2), (HEAVY, 0.7)
    )
    yield _case("extremes", "the lightest and the heaviest", 4, far)
    faint = _offers((1e-12, 1e-300), (1e-12, 1e-200), (1e-11, 1e-250), (1e-12, 1e-250), (1e-10, 1e-300))
    yield _case("extremes", "light and unlucky", 3, faint)
    yield _case("extremes", "very light views only", 5, _stream(rng, 200, (-12, -4)))
    yield _case("extremes", "very heavy views only", 5, _stream(rng, 200, (14, 18)))
    yield _case("extremes", "everything", 8, _stream(rng, 300, (-12, 18)))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "k is zero", 0, [])
    yield _case("bounds", "k is negative", -1, [])
    begin: Calls = [("offer", 1, 1, 0.5), ("offer", 2, 1, 0.6)]
    for note, weight, u in (
        ("weight 0", 0, 0.9),
        ("a negative weight", -1.0, 0.9),
        ("an infinite weight", inf, 0.9),
        ("a weight that is not a number", nan, 0.9),
        ("u of 0", 5, 0.0),
        ("u of 1", 5, 1),
        ("a negative u", 5, -0.5),
        ("u beyond 1", 5, 1.5),
        ("u that is not a number", 5, nan),
    ):
        refused: Calls = [
            ("offer", 3, weight, u),
            *begin,
            ("offer", 3, weight, u),
            ASK,
            ("offer", 4, 1, 0.55),
            ASK,
        ]
        yield _case("bounds", note, 2, refused)
    large: Calls = [("offer", MAX_ID, 1, 0.5), ("offer", 0, 2, 0.5), ("offer", MAX_ID, 3, 0.5), ASK]
    yield _case("bounds", "largest k and ids", MAX_K, large)


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "20 000 offers to 4000 places", 4_000, _stream(rng, 20_000, (0, 3), ask=0.0))
    rising = sorted(_stream(rng, 15_000, (0, 2), ask=0.0)[:-1], key=lambda call: -log(call[3]) / -call[2])
    yield _case("scale", "every offer is taken", 3_000, [*rising, ASK])
    falling = [*rising[::-1], ASK]
    yield _case("scale", "hardly any offer is taken", 3_000, falling)
