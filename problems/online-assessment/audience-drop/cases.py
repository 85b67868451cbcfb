"""Cases for the audience that drops: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_SECONDS = 50_000
MAX_VIEWERS = 10**12
MAX_BOUND = 10**9


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("viewers", "percent", "hold"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"viewers", "percent", "hold"}:
        raise ValueError("seconds_until_drop takes viewers, percent and hold")
    viewers = given["viewers"]
    if type(viewers) is not list or len(viewers) > MAX_SECONDS:
        raise ValueError(f"viewers must be a list of at most {MAX_SECONDS} seconds")
    for second, audience in enumerate(viewers):
        _whole(f"viewers[{second}]", audience, 0, MAX_VIEWERS)
    _whole("percent", given["percent"], -MAX_BOUND, MAX_BOUND)
    _whole("hold", given["hold"], -MAX_BOUND, MAX_BOUND)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _share(rng)
    yield from _hold(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("share", note, _random_viewers(rng, 80, 30), rng.randint(10, 60), 1)
    yield _case("hold", note, _random_viewers(rng, 100, 12), rng.randint(10, 40), rng.randint(2, 4))
    yield _case("hold", note, _wave(rng, 120), 35, rng.randint(3, 7))


def _case(group: str, note: str, viewers: list[int], percent: int, hold: int) -> Case:
    return Case(args=(viewers, percent, hold), group=group, note=note)


def _refused(note: str, viewers: list[int], percent: int, hold: int) -> Case:
    return Case(args=(viewers, percent, hold), group="bounds", note=note, raises="ValueError")


def _random_viewers(rng: random.Random, seconds: int, most: int) -> list[int]:
    return [rng.randint(0, most) for _ in range(seconds)]


def _wave(rng: random.Random, seconds: int) -> list[int]:
    """An audience that comes and goes in runs, with single seconds that stand out."""
    viewers: list[int] = []
    while len(viewers) < seconds:
        level = rng.randint(10, 60)
        viewers += [level + rng.randint(-3, 3) for _ in range(rng.randint(2, 9))]
        viewers[-1] = rng.choice([viewers[-1], 70, 5])
    return viewers[:seconds]


def _samples() -> Iterator[Case]:
    viewers = [100, 60, 50, 80, 40, 30]
    yield _case("samples", "down by half", viewers, 50, 1)
    yield _case("samples", "down by half for two seconds", viewers, 50, 2)
    yield _case("samples", "not above", [7, 7, 0, 0], 0, 1)
    yield _case("samples", "nobody is left", [5, 3, 0, 1, 0], 100, 1)


def _share(rng: random.Random) -> Iterator[Case]:
    yield _case("share", "whoever looks from higher up sees it first", [100, 60, 50, 30], 50, 1)
    yield _case("share", "those in between wait longer", [90, 50, 80, 40, 45, 24, 40], 50, 1)
    yield _case("share", "smaller is not yet low", [100, 99, 98, 97, 96, 90, 89], 10, 1)
    yield _case("share", "exactly the share", [40, 31, 30, 29], 25, 1)
    yield _case("share", "exactly one tenth is left", [10, 1], 90, 1)
    yield _case("share", "shares that are no whole viewers", [7, 5, 4, 3, 2, 1], 30, 1)
    yield _case("share", "every per cent of a hundred", [100, *range(99, 0, -1)], 57, 1)
    yield _case("share", "up all the time", [1, 2, 3, 5, 8, 13], 10, 1)
    yield _case("share", "down all the time", [13, 8, 5, 3, 2, 1, 0], 40, 1)
    yield _case("share", "the same all the time", [6] * 5, 1, 1)
    yield _case("share", "the same all the time is not above", [6] * 5, 0, 1)
    yield _case("share", "down, up again, and down further", [50, 20, 60, 30, 70, 35, 10], 50, 1)
    yield _case("share", "a deep second hides shallow ones behind it", [80, 10, 40, 39, 20, 60, 30], 50, 1)
    yield _case("share", "nobody is there, nobody comes, nobody leaves", [0, 4, 0, 0, 2], 40, 1)
    yield _case("share", "random, a quarter", _random_viewers(rng, 120, 20), 25, 1)
    yield _case("share", "random, two thirds", _random_viewers(rng, 120, 60), 67, 1)


def _hold(rng: random.Random) -> Iterator[Case]:
    yield _case("hold", "low once, low twice", [10, 4, 9, 4, 4, 9], 50, 2)
    yield _case("hold", "low until the recording ends", [10, 9, 4, 4, 4], 50, 3)
    yield _case("hold", "the recording ends too early", [10, 9, 4, 4], 50, 3)
    yield _case("hold", "low seconds count only in a row", [10, 4, 10, 4, 10, 4, 10], 50, 2)
    yield _case("hold", "the highest second of a window decides", [20, 1, 11, 1, 10, 1, 9, 1], 50, 3)
    yield _case("hold", "the first window begins in the next second", [20, 3, 3, 20], 50, 2)
    yield _case("hold", "low on average is not low", [20, 9, 11, 9, 11, 1], 50, 2)
    yield _case("hold", "the peak leaves the window", [30, 16, 14, 12, 15, 16, 12], 50, 3)
    yield _case("hold", "equal peaks", [30, 15, 15, 16, 15, 15, 15], 50, 3)
    yield _case("hold", "seen from different heights", [40, 30, 20, 20, 15, 15, 10, 10, 5], 50, 2)
    yield _case("hold", "as long as the rest", [10, 5, 5, 5], 50, 3)
    yield _case("hold", "zero viewers for a while", [0, 0, 3, 0, 0, 0, 1], 80, 2)
    yield _case("hold", "a wave, three seconds", _wave(rng, 90), 30, 3)
    yield _case("hold", "a wave, eight seconds", _wave(rng, 150), 20, 8)
    yield _case("hold", "random, five seconds", _random_viewers(rng, 150, 9), 10, 5)
    yield _case("hold", "random, four seconds", _random_viewers(rng, 150, 6), 20, 4)
    yield _case("hold", "random, not above, six seconds", _random_viewers(rng, 120, 5), 0, 6)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "an empty recording", [], 50, 1)
    yield _case("bounds", "one second", [8], 0, 1)
    yield _case("bounds", "two seconds, held for two", [8, 1], 50, 2)
    yield _case("bounds", "as long as the recording", [8, 1, 1], 50, 3)
    yield _case("bounds", "longer than the recording", [8, 1, 1], 50, 4)
    yield _case("bounds", "the greatest hold", [8, 1, 1], 50, MAX_BOUND)
    yield _case("bounds", "all of them", [3, 0, 0, 2, 0], 100, 2)
    large = [MAX_VIEWERS, MAX_VIEWERS // 2 + 1, MAX_VIEWERS // 2, 0]
    yield _case("bounds", "one viewer of a trillion", large, 50, 1)
    yield _refused("below 0 per cent", [5, 1], -1, 1)
    yield _refused("above 100 per cent", [5, 1], 101, 1)
    yield _refused("held for no second", [5, 1], 50, 0)
    yield _refused("held for less than no second", [5, 1], 50, -1)
    yield _refused("below 0 per cent of nothing", [], -1, 1)
    yield _refused("held for no second of nothing", [], 50, 0)


def _scale(rng: random.Random) -> Iterator[Case]:
    growing = [1_000 + second // 10 for second in range(MAX_SECONDS)]
    yield _case("scale", "an audience that never shrinks", growing, 10, 1)
    melting = [10**5 - second for second in range(MAX_SECONDS)]
    yield _case("scale", "an audience that melts slowly", melting, 15, 3)
    restless = [rng.randint(500, 1_000) for _ in range(MAX_SECONDS)]
    yield _case("scale", "held for hours", restless, 1, MAX_SECONDS // 2)
    fading = [MAX_SECONDS - second + rng.randint(0, 500) for second in range(MAX_SECONDS)]
    yield _case("scale", "a restless audience that fades", fading, 30, 60)


def scaling(rng: random.Random, size: int) -> Case:
    """An audience that melts, held for half of the stream: all seconds of a window may still be its maximum."""
    melting = [3 * size - 2 * second + rng.randint(0, 1) for second in range(size)]
    return _case("scale", f"{size} seconds that melt", melting, rng.randint(20, 60), size // 2)
