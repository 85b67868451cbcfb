"""Cases for the register of copies: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 20_000
MAX_NUMBER = 2**63 - 1
ARGUMENTS = {"same": 2, "claim": 2, "group": 1}

Call = tuple[object, ...]


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    if args or kwargs:
        raise ValueError("CopyRegister takes no arguments")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, (method, *values) in enumerate(calls, 1):
        if ARGUMENTS.get(method) != len(values):
            raise ValueError(f"call {number}: write same(first, second), claim(video, owner) or group(video)")
        for value in values:
            if type(value) is not int or not 0 <= value <= MAX_NUMBER:
                raise ValueError(f"call {number}: numbers are integers between 0 and {MAX_NUMBER}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _groups(rng)
    yield from _owners(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("groups", note, _random_calls(rng, 80, 24, 0.0))
    yield _case("owners", note, _random_calls(rng, 120, 20, 0.3))
    yield _case("owners", note, _random_calls(rng, 120, 40, 0.15))


def _case(group: str, note: str, calls: Sequence[Call]) -> Case:
    return Case(calls=list(calls), group=group, note=note)


def same(first: int, second: int) -> Call:
    return ("same", first, second)


def claim(video: int, owner: int) -> Call:
    return ("claim", video, owner)


def ask(*videos: int) -> list[Call]:
    return [("group", video) for video in videos]


def _random_calls(rng: random.Random, length: int, videos: int, claims: float) -> list[Call]:
    """Links, claims of three owners, and questions; at the end every video is asked for."""
    calls: list[Call] = []
    for _ in range(length):
        if rng.random() < claims:
            calls.append(claim(rng.randrange(videos), rng.randrange(3)))
        elif rng.random() < 0.6:
            calls.append(same(rng.randrange(videos), rng.randrange(videos)))
        else:
            calls += ask(rng.randrange(videos))
    return [*calls, *ask(*range(videos))]


def _samples() -> Iterator[Case]:
    first = [same(5, 9), claim(9, 40), *ask(5), claim(3, 41), same(3, 5), *ask(3)]
    yield _case("samples", "two owners stay apart", [*first, same(2, 9), *ask(5), claim(2, 41)])
    yield _case("samples", "a video by itself", [*ask(7), same(7, 7), *ask(7)])
    pairs = [same(1, 2), same(3, 4), *ask(1, 4), same(2, 3), *ask(1, 4)]
    yield _case("samples", "two groups become one", pairs)


def _groups(rng: random.Random) -> Iterator[Case]:
    yield _case("groups", "the first upload comes last", [same(8, 9), same(9, 3), same(3, 1), *ask(9, 1, 8)])
    yield _case(
        "groups", "the first upload joins a large group", [same(4, 5), same(5, 6), same(2, 6), *ask(4)]
    )
    yield _case(
        "groups", "a large group joins the first upload", [same(4, 5), same(5, 6), same(6, 2), *ask(4)]
    )
    twice = [same(1, 2), same(2, 1), same(1, 2), *ask(1, 2)]
    yield _case("groups", "reported twice, counted once", twice)
    ring = [same(1, 2), same(2, 3), same(3, 4), same(4, 1), same(1, 3), *ask(1, 2, 3, 4)]
    yield _case("groups", "a ring", ring)
    chain = [call for n in range(9, 0, -1) for call in (same(n, n - 1), *ask(9))]
    yield _case("groups", "a chain downwards, asked at its upper end", chain)
    others = [same(1, 2), same(5, 6), *ask(1, 5, 3), same(6, 3), *ask(1, 2, 3, 5, 6)]
    yield _case("groups", "other groups are left alone", others)
    yield _case("groups", "asked before it is linked", [*ask(4, 6), same(6, 4), *ask(4, 6)])
    pairs = [same(2 * n, 2 * n + 1) for n in range(8)] + [same(4 * n + 1, 4 * n + 2) for n in range(4)]
    pairs += [same(0, 7), same(15, 8), *ask(0, 3, 5, 9, 12), same(11, 4), *ask(15, 0)]
    yield _case("groups", "a tournament", pairs)
    yield _case("groups", "fifty videos, few links", _random_calls(rng, 60, 50, 0.0))
    yield _case("groups", "twelve videos, many links", _random_calls(rng, 60, 12, 0.0))


def _owners(rng: random.Random) -> Iterator[Case]:
    again = [claim(1, 7), claim(1, 7), *ask(1), claim(1, 8), *ask(1)]
    yield _case("owners", "claimed twice, then by another", again)
    yield _case("owners", "the first one brings the owner", [claim(1, 7), same(1, 2), *ask(2), claim(2, 8)])
    yield _case("owners", "the second one brings the owner", [claim(2, 7), same(1, 2), *ask(1), claim(1, 8)])
    small = [same(1, 2), same(2, 3), claim(4, 7), same(1, 4), *ask(1, 4), claim(3, 8), claim(3, 7)]
    yield _case("owners", "the small group brings the owner, as the second", small)
    small = [same(1, 2), same(2, 3), claim(4, 7), same(4, 1), *ask(1, 4), claim(3, 8), claim(3, 7)]
    yield _case("owners", "the small group brings the owner, as the first", small)
    both = [claim(1, 7), claim(2, 7), same(1, 2), *ask(1, 2), claim(1, 7), claim(2, 8)]
    yield _case("owners", "the same owner twice is no conflict", both)
    apart = [same(1, 2), same(3, 4), claim(1, 7), claim(4, 8), same(2, 3), *ask(1, 2, 3, 4)]
    yield _case("owners", "a refusal changes neither group", apart)
    retried = [claim(2, 7), claim(5, 8), same(2, 5), same(5, 2), *ask(2, 5), same(5, 9), same(9, 2), *ask(9)]
    yield _case("owners", "refused again from the other side, and by way of a third", retried)
    house = [claim(3, 0), *ask(3), claim(3, 5), same(3, 4), claim(6, 5), same(4, 6), same(6, 3), *ask(4, 6)]
    yield _case("owners", "the house is an owner", house)
    house = [claim(3, 5), claim(4, 0), same(3, 4), claim(8, 0), same(8, 4), same(4, 8), *ask(3, 4, 8)]
    yield _case("owners", "the house on the second side", house)
    late = [
        same(1, 2),
        claim(3, 8),
        same(2, 3),
        claim(1, 7),
        claim(1, 8),
        same(4, 5),
        claim(5, 7),
        same(5, 1),
    ]
    yield _case("owners", "who comes too late", [*late, *ask(1, 2, 3, 4, 5)])
    inside = [same(1, 2), claim(1, 7), same(2, 1), same(1, 1), *ask(2)]
    yield _case("owners", "reported again after a claim", inside)
    forgotten = [
        claim(1, 7),
        claim(2, 8),
        same(1, 2),
        same(2, 3),
        *ask(3, 1),
        claim(3, 7),
        same(1, 4),
        *ask(4),
    ]
    yield _case("owners", "a refused report is forgotten", forgotten)
    yield _case("owners", "claims among links", _random_calls(rng, 200, 30, 0.25))
    yield _case("owners", "mostly claims", _random_calls(rng, 150, 25, 0.6))
    yield _case("owners", "few claims", _random_calls(rng, 200, 60, 0.05))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no calls", [])
    yield _case("bounds", "one question", ask(0))
    top = MAX_NUMBER
    large = [
        same(top, top - 1),
        claim(top, top),
        *ask(top - 1, top),
        claim(top - 1, top - 1),
        same(top, 0),
        *ask(top),
    ]
    yield _case("bounds", "the greatest numbers", large)
    yield _case("bounds", "video 0", [same(4, 0), *ask(4, 0), claim(0, 1), *ask(4)])
    alike = [claim(1, 2), claim(2, 1), same(1, 2), *ask(1, 2)]
    yield _case("bounds", "owners with the numbers of videos", alike)
    yield _case(
        "bounds", "unknown videos are claimed and asked for", [claim(6, 1), *ask(6, 5), same(5, 6), *ask(5)]
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    half = MAX_CALLS // 2
    yield _case("scale", "one video linked to all others", [same(0, n) for n in range(1, MAX_CALLS)])
    yield _case("scale", "all others linked to one video", [same(n, 0) for n in range(1, MAX_CALLS)])
    chain = [same(n, n + 1) for n in range(half)]
    yield _case("scale", "a chain upwards, asked at its lower end", [*chain, claim(half, 4), *ask(0, half)])
    grown = [call for n in range(1, half) for call in (same(n - 1, n), *ask(rng.randrange(n)))]
    yield _case("scale", "a growing group, asked after each link", grown)
    yield _case("scale", "links, claims and questions at random", _random_calls(rng, 14_000, 5_000, 0.1))
