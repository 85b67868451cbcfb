"""Cases for the longest varied stretch: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_FEED = 20_000
MAX_CREATOR = 2**63 - 1
MAX_BOUND = 10**9

Feed = list[int | None]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (negative bounds included)."""
    given = {**dict(zip(("feed", "cap", "spare"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"feed", "cap", "spare"}:
        raise ValueError("longest_varied_stretch takes feed, cap and spare")
    feed = given["feed"]
    if type(feed) is not list or len(feed) > MAX_FEED:
        raise ValueError(f"feed must be a list of at most {MAX_FEED} videos")
    for number, creator in enumerate(feed):
        if creator is not None and (type(creator) is not int or not 0 <= creator <= MAX_CREATOR):
            raise ValueError(f"feed[{number}] must be None or an integer between 0 and {MAX_CREATOR}")
    for name in ("cap", "spare"):
        if type(given[name]) is not int or abs(given[name]) > MAX_BOUND:
            raise ValueError(f"{name} must be an integer between {-MAX_BOUND} and {MAX_BOUND}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _counts(rng)
    yield from _ties(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("counts", note, _random_feed(rng, 80, 6, house=0.0), 2, 2)
    yield _case("counts", note, _random_feed(rng, 80, 9, house=0.1), 1, 3)
    yield _case("ties", note, _random_feed(rng, 60, 4, house=0.3), 1, 1)


def _case(group: str, note: str, feed: Feed, cap: int, spare: int) -> Case:
    return Case(args=(feed, cap, spare), group=group, note=note)


def _refused(note: str, feed: Feed, cap: int, spare: int) -> Case:
    return Case(args=(feed, cap, spare), group="bounds", note=note, raises="ValueError")


def _random_feed(rng: random.Random, length: int, creators: int, house: float) -> Feed:
    """Creators in runs of a few videos, the first one more often than the others; creator 0 is among them."""
    feed: Feed = []
    while len(feed) < length:
        creator = min(rng.randrange(creators), rng.randrange(creators))
        feed += [None if rng.random() < house else creator for _ in range(rng.randint(1, 3))]
    return feed[:length]


def _samples() -> Iterator[Case]:
    yield _case("samples", "one spared creator", [7, 7, 3, 7, 5, 5, 3], 1, 1)
    yield _case("samples", "house videos, and the last of two", [1, None, 2, 2, None, 3], 1, 0)
    yield _case("samples", "nothing is varied", [5, 5], 0, 0)
    yield _case("samples", "the whole feed", [2, 1, 2, 3], 2, 0)


def _counts(rng: random.Random) -> Iterator[Case]:
    yield _case("counts", "exactly the cap is not loud", [1, 1, 1, 2], 2, 0)
    yield _case("counts", "a spared creator may be as loud as they like", [4, 4, 4, 4, 4, 6, 6], 1, 1)
    yield _case("counts", "two over the cap are one creator too many", [4, 4, 6, 6, 4, 5], 1, 0)
    yield _case("counts", "room is made by the other creator", [1, 1, 2, 3, 2, 4], 1, 1)
    yield _case("counts", "a loud creator becomes quiet and loud again", [8, 8, 3, 3, 8, 8, 9, 3, 3], 1, 1)
    yield _case("counts", "many creators, none of them loud", [*range(10, 30), 10, 11], 1, 0)
    yield _case("counts", "creators that agree in their lower 32 bits", [0, 2**32, 0, 2**32, 1], 1, 0)
    yield _case("counts", "two spared of five", _random_feed(rng, 120, 5, house=0.0), 2, 2)
    yield _case("counts", "a cap of one and three spared", _random_feed(rng, 150, 12, house=0.0), 1, 3)
    yield _case("counts", "a cap of four, nobody spared", _random_feed(rng, 150, 8, house=0.05), 4, 0)


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "three of the same length", [1, 2, 2, 3, 3, 4], 1, 0)
    yield _case("ties", "single videos only", [6, 6, 6], 1, 0)
    yield _case("ties", "creator 0 is no house video", [0, 0, 1, 0, 0], 1, 0)
    yield _case("ties", "house videos without end", [None] * 6, 0, 0)
    yield _case("ties", "house videos between a loud creator's", [3, None, 3, None, None, 3], 0, 0)
    yield _case("ties", "house videos leave the window at its start", [None, 1, 1, None, 2, None], 1, 0)
    yield _case("ties", "few creators, much of the house", _random_feed(rng, 90, 3, house=0.4), 1, 0)
    yield _case("ties", "windows of three", _random_feed(rng, 60, 2, house=0.0), 1, 0)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "an empty feed", [], 1, 1)
    yield _case("bounds", "one video", [9], 1, 0)
    yield _case("bounds", "one video, which is loud", [9], 0, 0)
    yield _case("bounds", "a cap of 0 counts different creators", [1, 2, 1, 3, 3, 1, 2], 0, 2)
    yield _case("bounds", "as many spared as there are creators", [1, 1, 2, 2, 3], 0, 3)
    yield _case("bounds", "the largest cap and no spare", [1] * 7, MAX_BOUND, 0)
    yield _case("bounds", "no cap and the largest spare", [1, 2, 3, 1], 0, MAX_BOUND)
    big = MAX_CREATOR
    yield _case("bounds", "the largest creators", [big, big - 1, big, big - 1, big - 1], 1, 0)
    yield _refused("a negative cap", [1, 2], -1, 0)
    yield _refused("a negative spare", [1, 2], 1, -1)
    yield _refused("a negative cap and no videos", [], -1, 5)
    yield _refused("a negative spare and no videos", [], 5, -1)


def _scale(rng: random.Random) -> Iterator[Case]:
    feed = [rng.randrange(100) for _ in range(MAX_FEED)]
    yield _case("scale", "20 000 videos, windows of thousands", feed, 60, 3)
    ids: Feed = [*rng.sample(range(MAX_CREATOR), MAX_FEED // 2)]
    yield _case("scale", "all creators once, then again", ids * 2, 1, 0)
    yield _case(
        "scale", "one creator and the house", [rng.choice([None, 5]) for _ in range(MAX_FEED)], 4_000, 0
    )


def scaling(rng: random.Random, size: int) -> Case:
    """A feed of few creators, of which a stretch of about half may be varied."""
    feed: Feed = [rng.randrange(8) for _ in range(size)]
    return _case("scale", f"{size} videos of eight creators", feed, size // 16, 3)
