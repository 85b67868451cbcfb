"""Cases for the ad breaks of a stream: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_OFFERS = 16_000
MAX_TIME = 10**12
MAX_PRICE = 10**9
MAX_NAME = 20

Offer = tuple[str, int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("offers", "gap"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"offers", "gap"}:
        raise ValueError("best_revenue takes offers and gap")
    offers = given["offers"]
    if type(offers) is not list or len(offers) > MAX_OFFERS:
        raise ValueError(f"offers must be a list of at most {MAX_OFFERS} offers")
    for number, offer in enumerate(offers):
        if type(offer) is not tuple or len(offer) != 4:
            raise ValueError(f"offers[{number}] must be a tuple (advertiser, start, end, price)")
        if type(offer[0]) is not str or len(offer[0]) > MAX_NAME:
            raise ValueError(
                f"offers[{number}]: advertiser must be a string of at most {MAX_NAME} characters"
            )
        _whole(f"offers[{number}]: start", offer[1], 0, MAX_TIME)
        _whole(f"offers[{number}]: end", offer[2], 0, MAX_TIME)
        _whole(f"offers[{number}]: price", offer[3], 0, MAX_PRICE)
    _whole("gap", given["gap"], -MAX_TIME, MAX_TIME)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _choice(rng)
    yield from _advertisers(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("choice", note, _random_offers(rng, 50, "abcdefgh", 150, 12), 3)
    yield _case("advertisers", note, _random_offers(rng, 60, "abc", 120, 8), 6)
    yield _case("advertisers", note, _random_offers(rng, 60, "ab", 90, 5), 4)


def _case(group: str, note: str, offers: list[Offer], gap: int) -> Case:
    return Case(args=(offers, gap), group=group, note=note)


def _refused(note: str, offers: list[Offer], gap: int) -> Case:
    return Case(args=(offers, gap), group="bounds", note=note, raises="ValueError")


def _random_offers(
    rng: random.Random, offers: int, advertisers: str, until: int, longest: int
) -> list[Offer]:
    """Offers in no order, with prices up to 20."""
    starts = [rng.randrange(until) for _ in range(offers)]
    return [
        (rng.choice(advertisers), start, start + rng.randint(1, longest), rng.randint(1, 20))
        for start in starts
    ]


def _samples() -> Iterator[Case]:
    first = [("ava", 0, 10, 5), ("bo", 12, 20, 6), ("ava", 10, 15, 4), ("bo", 20, 30, 3)]
    yield _case("samples", "the change comes just in time", first, 5)
    yield _case("samples", "the change comes too early", first, 6)
    yield _case(
        "samples",
        "neighbours once the one between is left out",
        [("ava", 0, 4, 9), ("bo", 4, 6, 5), ("ava", 6, 8, 2)],
        1,
    )
    yield _case("samples", "no pause is asked for", [("ava", 0, 4, 9), ("bo", 4, 6, 5), ("ava", 6, 8, 2)], 0)


def _choice(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "choice",
        "one long break against two short ones",
        [("a", 0, 10, 7), ("b", 0, 4, 4), ("c", 6, 10, 4)],
        2,
    )
    yield _case(
        "choice",
        "one long break against two short ones, and wins",
        [("a", 0, 10, 9), ("b", 0, 4, 4), ("c", 6, 10, 4)],
        2,
    )
    yield _case(
        "choice", "the dearest stands in the way of two", [("a", 0, 5, 6), ("b", 4, 9, 8), ("c", 8, 12, 6)], 3
    )
    yield _case(
        "choice", "the first to end is not the best", [("a", 0, 3, 1), ("b", 2, 6, 9), ("c", 5, 8, 1)], 0
    )
    yield _case("choice", "exactly the pause", [("a", 0, 5, 3), ("b", 9, 12, 4)], 4)
    yield _case("choice", "one second less than the pause", [("a", 0, 5, 3), ("b", 8, 12, 4)], 4)
    yield _case(
        "choice",
        "an earlier total is better than the last one",
        [("a", 0, 2, 9), ("b", 3, 5, 1), ("c", 9, 11, 4)],
        2,
    )
    yield _case("choice", "the last break is not taken", [("a", 0, 6, 9), ("b", 5, 9, 2)], 0)
    yield _case("choice", "the same offer twice", [("a", 3, 6, 5), ("a", 3, 6, 5)], 0)
    yield _case("choice", "the same times, other prices", [("a", 3, 6, 5), ("b", 3, 6, 8), ("c", 3, 6, 2)], 1)
    yield _case(
        "choice", "in no order", [("d", 30, 35, 4), ("a", 0, 20, 6), ("c", 21, 29, 5), ("b", 5, 9, 3)], 1
    )
    yield _case(
        "choice",
        "one inside the other",
        [("a", 0, 20, 10), ("b", 3, 5, 4), ("c", 6, 8, 4), ("d", 9, 12, 4)],
        1,
    )
    yield _case("choice", "breaks that cost nothing", [("a", 0, 2, 0), ("b", 3, 5, 0)], 1)
    many = [
        (f"n{number}", start, end, price)
        for number, (_, start, end, price) in enumerate(_random_offers(rng, 80, "x", 200, 15))
    ]
    yield _case("choice", "eighty advertisers", many, 4)
    yield _case("choice", "eighty advertisers, no pause", many, 0)


def _advertisers(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "advertisers", "one after the other of the same", [("a", 0, 3, 2), ("a", 3, 6, 2), ("a", 6, 9, 2)], 50
    )
    yield _case(
        "advertisers", "the same, but they overlap", [("a", 0, 4, 2), ("a", 3, 6, 3), ("a", 5, 9, 2)], 50
    )
    taken = [("a", 0, 4, 5), ("b", 0, 4, 6), ("a", 4, 8, 5)]
    yield _case("advertisers", "the poorer start is the better one", taken, 3)
    back = [("a", 0, 4, 5), ("b", 5, 6, 9), ("a", 6, 9, 5)]
    yield _case("advertisers", "there and back needs two pauses", back, 1)
    yield _case(
        "advertisers", "there and back with two pauses", [("a", 0, 4, 5), ("b", 6, 8, 9), ("a", 10, 12, 5)], 2
    )
    far = [("a", 0, 4, 8), ("b", 9, 12, 3), ("a", 12, 15, 4)]
    yield _case("advertisers", "an own break further back, another one in between", far, 5)
    between = [("a", 0, 2, 1), ("b", 3, 6, 9), ("a", 6, 8, 2), ("b", 8, 10, 3)]
    yield _case("advertisers", "own breaks are no neighbours if one lies between", between, 1)
    older = [("a", 0, 3, 9), ("a", 2, 5, 2), ("a", 5, 8, 4), ("b", 20, 22, 1)]
    yield _case("advertisers", "the best own break is not the last one", older, 6)
    switch = [("a", 0, 2, 3), ("a", 2, 4, 3), ("b", 4, 6, 4), ("b", 6, 8, 4), ("a", 8, 10, 3)]
    yield _case("advertisers", "stay or change", switch, 2)
    yield _case(
        "advertisers",
        "names that differ in case, and one that is empty",
        [("A", 0, 2, 3), ("a", 2, 4, 3), ("", 4, 6, 1), ("", 6, 8, 1)],
        1,
    )
    through = [("c", 0, 3, 7), ("a", 5, 7, 2), ("a", 7, 9, 2), ("a", 9, 11, 2), ("b", 6, 12, 5)]
    yield _case("advertisers", "a change pays for a row of breaks", through, 2)
    yield _case("advertisers", "two advertisers", _random_offers(rng, 80, "ab", 120, 6), 5)
    yield _case("advertisers", "three advertisers, long pauses", _random_offers(rng, 80, "abc", 150, 7), 20)
    yield _case("advertisers", "five advertisers, one second", _random_offers(rng, 100, "abcde", 120, 6), 1)
    yield _case("advertisers", "two advertisers, close together", _random_offers(rng, 60, "ab", 40, 3), 2)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no offers", [], 5)
    yield _case("bounds", "one offer", [("a", 0, 1, 7)], MAX_TIME)
    yield _case("bounds", "one offer for nothing", [("a", 0, 1, 0)], 0)
    ends = [("a", 0, 1, MAX_PRICE), ("b", MAX_TIME - 1, MAX_TIME, MAX_PRICE), ("a", 1, 2, 1)]
    yield _case("bounds", "the ends of time, a pause that fits", ends, MAX_TIME - 3)
    yield _case("bounds", "the ends of time, a pause that fits after the first", ends, MAX_TIME - 2)
    yield _case("bounds", "the ends of time, a pause too long", ends, MAX_TIME - 1)
    yield _case("bounds", "the longest pause", [("a", 0, 5, 1), ("a", 5, 6, 1), ("b", 9, 12, 1)], MAX_TIME)
    yield _refused("a negative pause", [("a", 0, 1, 1)], -1)
    yield _refused("a negative pause and no offers", [], -1)
    yield _refused("a break that ends when it begins", [("a", 0, 3, 1), ("b", 4, 4, 1)], 0)
    yield _refused("a break that ends before it begins", [("a", 5, 3, 1)], 0)


def _scale(rng: random.Random) -> Iterator[Case]:
    names = [f"brand-{number}" for number in range(400)]
    offers = []
    for _ in range(12_000):
        start = rng.randrange(10**6)
        offers.append((rng.choice(names), start, start + rng.randint(1, 3_000), rng.randint(1, 10_000)))
    yield _case("scale", "12 000 offers of 400 advertisers", offers, 500)
    row = [("b", 10 * n, 10 * n + rng.randint(5, 15), rng.randint(1, 99)) for n in range(MAX_OFFERS)]
    rng.shuffle(row)
    yield _case("scale", "16 000 offers of one advertiser", row, 5_000)
    short = [(rng.choice(names[:3]), n, n + 1, rng.randint(1, 99)) for n in range(12_000)]
    yield _case("scale", "a break each second", short[::-1], 3)
