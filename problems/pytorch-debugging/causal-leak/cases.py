"""Cases for the session model: a few videos each, so that one position too many is seen at once."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_VIDEOS, MAX_WIDTH, MAX_LENGTH, MAX_SESSIONS, MAX_CALLS = 50, 8, 40, 16, 12
ASKED = ([[0.4142]], [[0.7321]])
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""

Table = list[list[float]]
SMALL: tuple[Table, Table] = (
    [[1.0, 0.5], [-1.0, 2.0], [0.5, -1.5]],
    [[0.5, 1.0], [2.0, -0.5], [-1.0, -1.0]],
)


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    inputs, outputs = args
    if not (isinstance(inputs, list) and isinstance(outputs, list) and 1 <= len(inputs) <= MAX_VIDEOS):
        raise ValueError(f"inputs and outputs must be lists with 1 to {MAX_VIDEOS} rows")
    rows = [*inputs, *outputs]
    if len(inputs) != len(outputs) or not all(
        isinstance(row, list) and len(row) == len(inputs[0]) for row in rows
    ):
        raise ValueError("inputs and outputs must have the same number of rows, all of one width")
    if not 1 <= len(inputs[0]) <= MAX_WIDTH:
        raise ValueError(f"rows must have 1 to {MAX_WIDTH} numbers")
    if not all(type(value) in (int, float) and abs(value) <= 10 for row in rows for value in row):
        raise ValueError("numbers must lie between -10 and 10")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if name == "next":
            _sessions([given[0]], 1, len(inputs))
        if name in ("logits", "loss", "gradients"):
            _sessions(given[0], 1 if name == "logits" else 2, len(inputs))


def _sessions(sessions: object, least: int, videos: int) -> None:
    if not isinstance(sessions, list) or not 1 <= len(sessions) <= MAX_SESSIONS:
        raise ValueError(f"a batch is a list of 1 to {MAX_SESSIONS} sessions")
    for session in sessions:
        if not isinstance(session, list) or not least <= len(session) <= MAX_LENGTH:
            raise ValueError(f"a session is a list of {least} to {MAX_LENGTH} videos here")
        if not all(type(video) is int and 0 <= video < videos for video in session):
            raise ValueError(f"videos are whole numbers from 0 to {videos - 1}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _attention(rng), _centring(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of both reports")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: random tables, sessions of different lengths."""
    for group in ("attention", "centring"):
        tables, sessions = _drawn(rng, 7, 3, 4, 8)
        yield _case(group, "drawn for this submission", tables, sessions)


def _case(group: str, note: str, tables: tuple[Table, Table], sessions: list[list[int]]) -> Case:
    calls = [("logits", sessions)]
    if all(len(session) > 1 for session in sessions):
        calls += [("loss", sessions), ("gradients", sessions)]
    return Case(args=tables, calls=calls, group=group, note=note)


def _drawn(
    rng: random.Random, videos: int, width: int, count: int, longest: int
) -> tuple[tuple[Table, Table], list[list[int]]]:
    def table() -> Table:
        return [[round(rng.gauss(0, 1), 2) for _ in range(width)] for _ in range(videos)]

    sessions = [[rng.randrange(videos) for _ in range(rng.randint(2, longest))] for _ in range(count)]
    return (table(), table()), sessions


def _samples() -> Iterator[Case]:
    tables: tuple[Table, Table] = ([[0.0], [2.0]], [[1.0], [-1.0]])
    yield Case(
        args=tables,
        calls=[("logits", [[0, 1], [0]]), ("loss", [[0, 1, 0]])],
        note="two videos, one number each",
    )
    yield Case(args=tables, calls=[("next", [0, 1]), ("next", [0, 1, 0])], note="as serving asks")


def _attention(rng: random.Random) -> Iterator[Case]:
    yield _case("attention", "two positions", SMALL, [[0, 1]])
    yield _case("attention", "three positions", SMALL, [[0, 1, 2]])
    ends = [("logits", [[0, 1, 2, end]]) for end in (0, 1, 2)]
    yield Case(args=SMALL, calls=ends, group="attention", note="another end changes no earlier position")
    tables, sessions = _drawn(rng, 8, 4, 3, 9)
    yield _case("attention", "wider vectors", tables, sessions)


def _centring(rng: random.Random) -> Iterator[Case]:
    prefixes = [("next", [1, 0, 2, 2, 1][:end]) for end in range(1, 6)]
    yield Case(
        args=SMALL,
        calls=[*prefixes, ("logits", [[1, 0, 2, 2, 1]])],
        group="centring",
        note="prefix by prefix",
    )
    far: tuple[Table, Table] = ([[8.0, 8.0], [9.0, 8.0], [8.0, 6.0]], SMALL[1])
    yield _case("centring", "vectors far from zero", far, [[0, 1, 2, 0], [2, 0]])
    yield _case("centring", "the same video again and again", SMALL, [[1, 1, 1], [2, 2]])
    tables, sessions = _drawn(rng, 5, 2, 1, 12)
    yield _case("centring", "one session", tables, sessions)


def _collateral(rng: random.Random) -> Iterator[Case]:
    yield _case("collateral", "a single video", SMALL, [[2]])
    uneven = [[0, 1, 2, 1, 0], [2, 1], [1, 2, 0]]
    alone = [call for session in uneven for call in (("logits", [session]), ("loss", [session]))]
    yield Case(args=SMALL, calls=[*alone, ("next", uneven[0])], group="collateral", note="each session alone")
    yield _case("collateral", "uneven sessions in one batch", SMALL, uneven)
    yield _case("collateral", "the longest session last", SMALL, uneven[::-1])
    twice = [("gradients", uneven), ("loss", uneven), ("gradients", uneven)]
    yield Case(args=SMALL, calls=twice, group="collateral", note="asked twice")
    whole: tuple[Table, Table] = ([[1], [2]], [[3], [-1]])
    yield _case("collateral", "whole numbers", whole, [[0, 1, 1]])
    tables, sessions = _drawn(rng, 30, 8, 12, 20)
    yield _case("collateral", "twelve sessions", tables, sessions)
