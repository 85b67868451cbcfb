"""Cases for the stretches watched by many: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_VIEWS = 12_000
MAX_VIEWER = 2**63 - 1
MAX_TIME = 10**12
MAX_K = 10**9

View = tuple[int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("views", "k"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"views", "k"}:
        raise ValueError("watched_by_many takes views and k")
    views = given["views"]
    if type(views) is not list or len(views) > MAX_VIEWS:
        raise ValueError(f"views must be a list of at most {MAX_VIEWS} records")
    for number, view in enumerate(views):
        if type(view) is not tuple or len(view) != 3:
            raise ValueError(f"views[{number}] must be a tuple (viewer, start, end)")
        _whole(f"views[{number}]: viewer", view[0], 0, MAX_VIEWER)
        _whole(f"views[{number}]: start", view[1], 0, MAX_TIME)
        _whole(f"views[{number}]: end", view[2], 0, MAX_TIME)
    _whole("k", given["k"], -MAX_K, MAX_K)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _sweep(rng)
    yield from _replays(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("sweep", note, _random_views(rng, 30, 30, 60, 12), 3)
    yield _case("replays", note, _random_views(rng, 40, 4, 40, 8), 2)
    yield _case("replays", note, _random_views(rng, 40, 6, 25, 5), 3)


def _case(group: str, note: str, views: list[View], k: int) -> Case:
    return Case(args=(views, k), group=group, note=note)


def _refused(note: str, views: list[View], k: int) -> Case:
    return Case(args=(views, k), group="bounds", note=note, raises="ValueError")


def _random_views(rng: random.Random, views: int, viewers: int, times: int, longest: int) -> list[View]:
    """Records of up to `longest` milliseconds, empty ones included."""
    starts = [rng.randrange(times) for _ in range(views)]
    return [(rng.randrange(viewers), start, start + rng.randint(0, longest)) for start in starts]


def _samples() -> Iterator[Case]:
    first = [(1, 0, 10), (2, 5, 20), (1, 8, 15), (3, 15, 25)]
    yield _case("samples", "the viewers change, the stretch goes on", first, 2)
    yield _case("samples", "one viewer twice is one viewer", [(7, 0, 4), (7, 2, 6), (8, 6, 9), (9, 5, 6)], 2)
    yield _case("samples", "an empty record", [(4, 3, 3), (5, 0, 9)], 2)
    yield _case("samples", "two stretches", [(1, 0, 3), (2, 1, 8), (3, 5, 7)], 2)


def _sweep(rng: random.Random) -> Iterator[Case]:
    yield _case("sweep", "one stops where the other begins", [(1, 0, 5), (2, 5, 9)], 2)
    yield _case("sweep", "handed over without a gap", [(1, 0, 5), (2, 5, 9), (3, 9, 12)], 1)
    yield _case("sweep", "a gap of one millisecond", [(1, 0, 5), (2, 6, 9)], 1)
    yield _case("sweep", "two hand over to two", [(3, 0, 5), (4, 2, 5), (5, 5, 8), (6, 5, 9)], 2)
    yield _case("sweep", "in no order, from the last to the first", [(1, 20, 30), (2, 10, 25), (3, 0, 12)], 2)
    yield _case("sweep", "nested", [(1, 0, 100), (2, 10, 20), (3, 12, 18), (4, 40, 50)], 2)
    yield _case("sweep", "nested, all three", [(1, 0, 100), (2, 10, 20), (3, 12, 18), (4, 40, 50)], 3)
    yield _case("sweep", "more than enough viewers", [(n, n, 10) for n in range(6)], 3)
    yield _case("sweep", "the same record of different viewers", [(1, 4, 6), (2, 4, 6), (3, 4, 6)], 3)
    yield _case("sweep", "one too few", [(1, 4, 6), (2, 4, 6), (3, 4, 6)], 4)
    yield _case("sweep", "thirty viewers, k = 2", _random_views(rng, 30, 30, 150, 12), 2)
    yield _case("sweep", "sixty viewers, k = 4", _random_views(rng, 60, 60, 120, 9), 4)


def _replays(rng: random.Random) -> Iterator[Case]:
    yield _case("replays", "the same record twice", [(1, 0, 5), (1, 0, 5), (2, 3, 9)], 2)
    yield _case("replays", "a replay inside a long record", [(1, 0, 20), (1, 5, 8), (2, 6, 15)], 2)
    yield _case("replays", "a chain of overlaps", [(1, 0, 4), (1, 3, 8), (1, 6, 12), (2, 1, 11)], 2)
    yield _case("replays", "records that touch", [(1, 0, 4), (1, 4, 8), (2, 2, 6)], 2)
    yield _case("replays", "a viewer leaves and comes back", [(1, 0, 4), (1, 6, 9), (2, 2, 8)], 2)
    yield _case("replays", "watched backwards", [(1, 6, 9), (1, 3, 6), (1, 0, 3), (2, 0, 9)], 2)
    yield _case("replays", "the later record ends first", [(1, 0, 9), (1, 2, 4), (1, 5, 12), (2, 0, 20)], 2)
    yield _case("replays", "only replays", [(1, 0, 9)] * 5 + [(1, 3, 15)], 2)
    yield _case("replays", "the replay ends, the viewer stays", [(1, 0, 9), (1, 2, 4), (2, 3, 7)], 2)
    empty = [(1, 5, 5), (1, 3, 5), (2, 0, 5), (2, 5, 5), (1, 5, 8), (2, 7, 9), (1, 2, 2)]
    yield _case("replays", "empty records at borders", empty, 2)
    yield _case("replays", "an empty record inside another", [(1, 0, 9), (1, 4, 4), (2, 2, 7), (2, 5, 5)], 2)
    yield _case("replays", "two viewers, many replays", _random_views(rng, 30, 2, 60, 8), 2)
    yield _case("replays", "four viewers, many replays", _random_views(rng, 60, 4, 100, 9), 3)
    yield _case("replays", "everybody's replays", _random_views(rng, 90, 9, 90, 7), 4)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no records", [], 1)
    yield _case("bounds", "one record", [(0, 3, 4)], 1)
    yield _case("bounds", "empty records only", [(1, 3, 3), (2, 3, 3), (3, 0, 0)], 1)
    yield _case("bounds", "from 0 to the end of time", [(1, 0, MAX_TIME), (2, 0, MAX_TIME)], 2)
    yield _case("bounds", "the greatest k", [(1, 0, 5), (2, 0, 5)], MAX_K)
    top = MAX_VIEWER
    big = [(top, 5, 9), (top - 1, 5, 9), (top, 2, 7), (0, MAX_TIME - 1, MAX_TIME)]
    yield _case("bounds", "the greatest numbers of viewers", big, 2)
    yield _refused("k is 0", [(1, 0, 5)], 0)
    yield _refused("k is negative", [(1, 0, 5)], -2)
    yield _refused("k is 0 and there are no records", [], 0)
    yield _refused("a record that ends before it starts", [(1, 0, 5), (2, 4, 3)], 1)
    yield _refused("a backward record of a viewer with others", [(1, 0, 5), (1, 3, 2)], 1)


def _scale(rng: random.Random) -> Iterator[Case]:
    starts = [rng.randrange(MAX_TIME // 2) for _ in range(MAX_VIEWS)]
    long = [(number, start, start + MAX_TIME // 3) for number, start in enumerate(starts)]
    yield _case("scale", "12 000 viewers, thousands at a time", long, MAX_VIEWS // 3)
    yield _case("scale", "three hundred viewers, forty replays each", _many_replays(rng), 120)
    short = _random_views(rng, MAX_VIEWS, MAX_VIEWS, 10**8, 100_000)
    yield _case("scale", "short records far apart", short, 14)


def _many_replays(rng: random.Random) -> list[View]:
    starts = [(rng.randrange(300), rng.randrange(10**6)) for _ in range(MAX_VIEWS)]
    return [(viewer, start, start + rng.randrange(30_000)) for viewer, start in starts]
