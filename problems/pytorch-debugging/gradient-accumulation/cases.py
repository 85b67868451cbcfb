"""Cases for accumulated gradients: tiny sessions, uneven micro-batches, groups that do not fill, and one that must not be held."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_VIDEOS, MAX_TARGETS, MAX_CALLS = 1_000, 40_000, 20
FREE = 1e6
"""A norm that clips nothing."""
ASKED = (3, 0.4142, 2, 0.7321)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""

Sessions = list[list[int]]


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    videos, rate, accumulate, max_norm = args
    if type(videos) is not int or not 1 <= videos <= MAX_VIDEOS:
        raise ValueError(f"videos must be a whole number from 1 to {MAX_VIDEOS}")
    if type(accumulate) is not int or not 1 <= accumulate <= 1_000:
        raise ValueError("accumulate must be a whole number from 1 to 1000")
    if not (0 < rate <= 10 and 0 < max_norm <= FREE):
        raise ValueError("learning_rate must lie above 0 and up to 10, max_norm above 0 and up to a million")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        batches = given[0] if name == "epoch" else [given[0]] if name == "evaluate" else []
        if not isinstance(batches, list) or sum(_targets(batch, videos) for batch in batches) > MAX_TARGETS:
            raise ValueError(f"micro_batches must be a list with at most {MAX_TARGETS} videos in all")


def _targets(sessions: object, videos: int) -> int:
    if not isinstance(sessions, list) or not sessions:
        raise ValueError("a micro-batch is a list of one session or more")
    for session in sessions:
        if not isinstance(session, list) or len(session) < 2:
            raise ValueError("a session is a list of two videos or more")
        if not all(type(video) is int and 0 <= video < videos for video in session):
            raise ValueError(f"videos are whole numbers from 0 to {videos - 1}")
    return sum(map(len, sessions))


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _weights(rng), _groups(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of both reports")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: uneven micro-batches, a group that does not fill, and the loss on later sessions."""
    note = "drawn for this submission"
    yield _case("weights", note, (5, 1.0, 3, FREE), [_micro(rng, 5) for _ in range(6)], _micro(rng, 5))
    yield _case("groups", note, (5, 1.0, 3, FREE), [_micro(rng, 5) for _ in range(7)], _micro(rng, 5))


def _samples() -> Iterator[Case]:
    yield _case("samples", "three targets and one", (2, 1.0, 2, FREE), [[[0, 1, 0, 1]], [[1, 1]]])
    yield _case(
        "samples", "the second update has one micro-batch", (2, 2.0, 2, FREE), [[[0, 1]], [[0, 1]], [[1, 0]]]
    )


def _case(group: str, note: str, args: tuple, *parts: list) -> Case:
    """Epochs (lists of micro-batches), perhaps with sessions to evaluate at the end; then the state."""
    calls: list[tuple] = [("epoch" if isinstance(part[0][0], list) else "evaluate", part) for part in parts]
    return Case(args=args, calls=[*calls, ("state",)], group=group, note=note)


def _micro(rng: random.Random, videos: int, longest: int = 7) -> Sessions:
    """One to four sessions in which a video is mostly followed by the next one."""
    found = []
    for _ in range(rng.randint(1, 4)):
        session = [rng.randrange(videos)]
        for _ in range(rng.randint(1, longest)):
            step = rng.choice([1, 1, 1, 2, rng.randrange(videos)])
            session.append((session[-1] + step) % videos)
        found.append(session)
    return found


def _weights(rng: random.Random) -> Iterator[Case]:
    yield _case("weights", "one target against five", (3, 1.0, 2, FREE), [[[0, 1]], [[0, 2, 0, 2, 0, 2]]])
    yield _case(
        "weights", "equal sessions, one more of them", (3, 1.0, 2, FREE), [[[0, 1]], [[0, 2], [1, 2]]]
    )
    lengths = [[[0, 1, 2], [2, 0]], [[1, 2, 1, 0, 1, 2], [0, 1]]]
    yield _case("weights", "padding within a micro-batch", (3, 0.5, 2, FREE), lengths)
    twice = [_micro(rng, 4) for _ in range(8)]
    yield _case("weights", "two epochs of two updates", (4, 1.0, 4, FREE), twice, twice, twice[0])
    yield _case("weights", "a learning rate", (4, 0.1, 3, FREE), [_micro(rng, 4) for _ in range(6)])


def _groups(rng: random.Random) -> Iterator[Case]:
    yield _case("groups", "fewer micro-batches than a group", (3, 1.0, 4, FREE), [[[0, 1]], [[1, 2, 0]]])
    one = [[[0, 1, 2]], [[1, 2, 0]], [[2, 0, 1]]]
    yield _case("groups", "nothing is left for the next epoch", (3, 1.0, 2, FREE), one, one)
    uneven = [_micro(rng, 4) for _ in range(5)]
    yield _case("groups", "five in groups of three, three epochs", (4, 1.0, 3, FREE), uneven, uneven, uneven)
    yield _case("groups", "one too many", (4, 1.0, 4, FREE), [_micro(rng, 4) for _ in range(5)])


def _collateral(rng: random.Random) -> Iterator[Case]:
    yield _case("collateral", "without accumulation", (4, 0.5, 1, FREE), [_micro(rng, 4) for _ in range(4)])
    even = [[[0, 1, 2], [1, 2, 3]], [[2, 3, 0], [3, 0, 1]]]
    yield _case("collateral", "equal micro-batches in full groups", (4, 1.0, 2, FREE), even, even, even[0])
    opposed = [[[0, 1]], [[0, 2]]]
    yield _case("collateral", "clipped once, after all were added", (3, 1.0, 2, 0.25), opposed, opposed)
    clipped = [_micro(rng, 4) for _ in range(5)]
    yield _case("collateral", "clipped in every update", (4, 2.0, 2, 0.05), clipped, clipped)
    yield _case(
        "collateral", "the last update of an epoch is clipped too", (3, 1.0, 2, 0.1), [*opposed, [[1, 2]]]
    )
    yield _case(
        "collateral", "evaluation of uneven sessions", (3, 1.0, 2, FREE), [[[0, 1]]], [[0, 1], [2, 0, 1, 2]]
    )
    walk = [[[rng.randrange(MAX_VIDEOS) for _ in range(96)] for _ in range(10)] for _ in range(38)]
    calls = [("epoch", walk), ("evaluate", walk[0])]
    yield Case(
        args=(MAX_VIDEOS, 1.0, 38, FREE), calls=calls, group="collateral", note="memory of one micro-batch"
    )
