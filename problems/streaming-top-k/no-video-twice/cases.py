"""Sessions for the shortest cut: by hand, small at random, and long ones of every shape."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_IDS = 40_000
MAX_ID = 2**63 - 1


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "ids" not in kwargs):
        raise ValueError("shortest_cut takes one argument, ids")
    ids = given[0]
    if type(ids) is not list or len(ids) > MAX_IDS:
        raise ValueError(f"ids must be a list of at most {MAX_IDS} ids")
    for place, video_id in enumerate(ids):
        if type(video_id) is not int or not 0 <= video_id <= MAX_ID:
            raise ValueError(f"ids[{place}] must be an integer between 0 and {MAX_ID}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _cuts(rng)
    yield from _ties(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    yield _case("cuts", "drawn for this submission", _session(rng, 40, 25))
    yield _case("ties", "drawn for this submission", _session(rng, 12, 6))
    yield _case("scale", "drawn for this submission", _apart(rng, 9_000, 300))


def _case(group: str, note: str, ids: list[int]) -> Case:
    return Case(args=(ids,), group=group, note=note)


def _session(rng: random.Random, length: int, videos: int) -> list[int]:
    return [rng.randrange(videos) for _ in range(length)]


def _apart(rng: random.Random, length: int, repeats: int) -> list[int]:
    """Different ids, but for some of the first third that stand again in the last third."""
    ids = rng.sample(range(10**6), length)
    for _ in range(repeats):
        ids[-1 - rng.randrange(length // 3)] = ids[rng.randrange(length // 3)]
    return ids


def _samples() -> Iterator[Case]:
    yield _case("samples", "two cuts of two", [4, 7, 4, 9, 7, 5])
    yield _case("samples", "the end goes", [8, 6, 3, 5, 6, 6, 2, 8])
    yield _case("samples", "all different", [3, 1, 2])


def _cuts(rng: random.Random) -> Iterator[Case]:
    yield _case("cuts", "the cut is in the middle", [1, 2, 3, 4, 2, 1, 5, 6, 7])
    yield _case("cuts", "the cut is at the front", [1, 2, 1, 2, 3, 4, 5, 6])
    yield _case("cuts", "the cut is at the back", [1, 2, 3, 4, 5, 6, 1, 2])
    yield _case("cuts", "one id too many in the middle", [1, 2, 3, 3, 4, 5])
    yield _case("cuts", "the ends are the same video", [7, 1, 2, 3, 4, 7])
    yield _case("cuts", "a loop in the middle, a repeat across it", [1, 2, 9, 9, 9, 2, 3, 4])
    yield _case("cuts", "a palindrome", [1, 2, 3, 4, 3, 2, 1])
    yield _case("cuts", "twice the same session", [1, 2, 3, 4, 1, 2, 3, 4])
    yield _case("cuts", "the beginning repeats itself early", [5, 5, 1, 2, 3, 4, 1])
    yield _case("cuts", "the end repeats itself early", [1, 4, 3, 2, 1, 5, 5])
    yield _case("cuts", "a short beginning pays off", [1, 2, 3, 1, 4, 3, 5, 6, 2, 7, 8])
    yield _case("cuts", "a long beginning costs a long end", [1, 2, 3, 4, 4, 9, 8, 3, 6, 7])
    for videos in (3, 5, 8, 12, 20, 40):
        yield _case("cuts", f"{videos} videos at random", _session(rng, 16, videos))
    yield _case("cuts", "a long session of few repeats", _apart(rng, 300, 12))


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "one of two neighbours", [3, 1, 1, 2])
    yield _case("ties", "either end", [7, 1, 2, 7])
    yield _case("ties", "any two of three", [5, 5, 5])
    yield _case("ties", "front, middle or back", [1, 2, 1, 3, 2])
    yield _case("ties", "the first shortest cut is not at the front", [4, 1, 2, 3, 1, 2, 5])
    yield _case("ties", "the last of several is at the back", [1, 2, 3, 1, 2, 3])
    for length, videos in ((5, 3), (6, 4), (7, 4), (7, 6), (8, 5), (9, 5), (10, 7), (12, 8)):
        yield _case("ties", "few videos at random", _session(rng, length, videos))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no video", [])
    yield _case("bounds", "one video", [4])
    yield _case("bounds", "two different videos", [4, 0])
    yield _case("bounds", "one video twice", [4, 4])
    yield _case("bounds", "one video all the time", [9] * 7)
    yield _case("bounds", "largest ids", [MAX_ID, 2**32, 0, MAX_ID - 1, 2**32, MAX_ID])


def _scale(rng: random.Random) -> Iterator[Case]:
    half = MAX_IDS // 2
    ids = rng.sample(range(10**6), MAX_IDS)
    yield _case("scale", "all different", ids)
    yield _case("scale", "the second half is the first", ids[:half] + ids[:half])
    yield _case("scale", "the second half is the first, backwards", ids[:half] + ids[half - 1 :: -1])
    yield _case("scale", "a repeat at the very end", [*ids[:-1], ids[-2]])
    yield _case("scale", "repeats far apart", _apart(rng, MAX_IDS, 400))
    yield _case(
        "scale", "one video in the middle again and again", ids[: half // 2] + [7] * half + ids[-half // 2 :]
    )


def scaling(rng: random.Random, size: int) -> Case:
    """A session whose repeats stand far apart, so that both ends grow and the cut moves along."""
    return _case("scale", f"{size} ids", _apart(rng, size, size // 30))
