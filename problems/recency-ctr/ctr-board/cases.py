"""Cases for the board with withdrawals: exchanges at its edge, ties, sums that floats lose, and thousands of items."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 8_000
MAX_ANSWERED = 100_000
MAX_HOUR = 1_200
MAX_K = 10**9
MAX_LENGTH = 20
MAX_CLICKED = 10**6

Calls = list[tuple[object, ...]]
Event = tuple[int, str, int]
BOARD: tuple[object, ...] = ("board",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "k" not in kwargs):
        raise ValueError("CtrBoard takes one argument, k")
    k = _whole("k", given[0], -MAX_K, MAX_K)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    seen: set[str] = set()
    answered = 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] in ("record", "withdraw") and len(call) == 4:
            _whole(where + "hour", call[1], 0, MAX_HOUR)
            if type(call[2]) is not str or not 1 <= len(call[2]) <= MAX_LENGTH:
                raise ValueError(f"{where}item must be a string of 1 to {MAX_LENGTH} characters")
            _whole(where + "clicked", call[3], -MAX_CLICKED, MAX_CLICKED)
            seen.add(call[2])
        elif call[0] == "board" and len(call) == 1:
            answered += min(max(k, 0), len(seen))
        else:
            raise ValueError(
                where + "write record(hour, item, clicked), withdraw(hour, item, clicked) or board()"
            )
    if answered > MAX_ANSWERED:
        raise ValueError(
            f"the answers may hold {answered} items together, at most {MAX_ANSWERED} are allowed"
        )


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _changes(rng)
    yield from _order(rng)
    yield from _exact(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("changes", note, 3, _stream(rng, 150, 8, (0, 6)))
    yield _case("order", note, 4, _stream(rng, 150, 7, (3, 4)))
    yield _case("exact", note, 3, _stream(rng, 150, 7, (0, MAX_HOUR)))


def _case(group: str, note: str, k: int, calls: Calls) -> Case:
    return Case(args=(k,), calls=calls, group=group, note=note)


def _plus(*events: Event) -> Calls:
    return [("record", *event) for event in events]


def _minus(*events: Event) -> Calls:
    return [("withdraw", *event) for event in events]


def _shown(*changes: Calls) -> Calls:
    """Changes with the board after each of their parts."""
    return [call for part in changes for call in (*part, BOARD)]


def _stream(rng: random.Random, length: int, items: int, hours: tuple[int, int], asked: int = 8) -> Calls:
    """Random impressions, of which a third is withdrawn again, and a question after so many."""
    names = rng.sample([first + second for first in "abcDEF" for second in "xYz019"], items)
    calls: Calls = []
    left: list[Event] = []
    for number in range(length):
        if left and rng.random() < 0.35:
            calls += _minus(left.pop(rng.randrange(len(left))))
        else:
            left.append((rng.randint(*hours), rng.choice(names), rng.randrange(2)))
            calls += _plus(left[-1])
        if number % asked == 0:
            calls.append(BOARD)
    return [*calls, BOARD]


def _samples() -> Iterator[Case]:
    first = _plus((5, "a", 1), (6, "b", 0), (5, "c", 1), (6, "c", 0))
    first = _shown(first, _minus((5, "c", 1)), _minus((5, "a", 1))) + _minus((5, "a", 1))
    yield _case("samples", "the sample of the statement", 2, first)
    second = _shown(_plus((1, "x", 0), (0, "y", 1), (9, "y", 0)), _minus((9, "y", 0)), _plus((3, "x", 1)))
    yield _case("samples", "an old click comes to light again", 1, second)


def _changes(rng: random.Random) -> Iterator[Case]:
    three = _plus((0, "a", 1), (0, "b", 0), (1, "b", 1), (0, "c", 0), (0, "c", 1), (0, "d", 0))
    yield _case("changes", "nothing yet", 2, [BOARD])
    yield _case("changes", "room is left", 5, _shown(three, _minus((0, "a", 1)), _minus((0, "d", 0))))
    yield _case(
        "changes", "leaders go, others come in", 2, _shown(three, _minus((0, "a", 1)), _minus((1, "b", 1)))
    )
    yield _case(
        "changes", "a leader sinks behind the edge", 2, _shown(three, _plus((3, "a", 0)), _plus((5, "b", 0)))
    )
    yield _case(
        "changes",
        "a leader sinks to the edge and stays",
        3,
        _shown(three, _plus((1, "a", 0)), _plus((0, "b", 0))),
    )
    yield _case(
        "changes", "an outsider rises past the edge", 2, _shown(three, _plus((5, "d", 1)), _plus((7, "c", 1)))
    )
    yield _case(
        "changes", "an outsider rises and stays outside", 2, _shown(three, _plus((0, "d", 0), (0, "d", 1)))
    )
    yield _case(
        "changes",
        "an outsider goes",
        2,
        _shown(three, _minus((0, "d", 0)), _minus((0, "c", 0)), _minus((0, "c", 1))),
    )
    yield _case(
        "changes", "places within the board", 3, _shown(three, _plus((4, "b", 1)), _plus((4, "a", 0)))
    )
    last = _plus((2, "a", 1)) + _minus((2, "a", 1)) + [BOARD, *_plus((2, "a", 0)), BOARD]
    yield _case("changes", "the last one goes and comes back", 1, last)
    one = _plus((2, "a", 0), (2, "b", 1), (2, "a", 1), (3, "c", 1)) + _minus(
        (2, "b", 1), (3, "c", 1), (2, "a", 0)
    )
    yield _case("changes", "a board of one", 1, [*one, BOARD])
    yield _case(
        "changes",
        "as many items as places",
        4,
        _shown(three, _plus((1, "e", 0)), _minus((1, "e", 0)), _minus((0, "d", 0))),
    )
    twice = _plus((2, "a", 1), (2, "a", 1), (2, "b", 0), (2, "c", 0)) + _minus((2, "a", 1)) + [BOARD]
    yield _case("changes", "the same impression twice", 2, [*twice, *_minus((2, "a", 1)), BOARD])
    again = _plus((2, "a", 1), (2, "b", 1)) + 2 * [*_minus((2, "a", 1)), BOARD, *_plus((2, "a", 1)), BOARD]
    yield _case("changes", "to and fro", 1, again)
    for k, items, hours in (
        (1, 4, (0, 3)),
        (2, 6, (0, 8)),
        (5, 9, (0, 3)),
        (12, 30, (0, 9)),
        (40, 36, (0, 5)),
    ):
        yield _case("changes", f"{items} items, a board of {k}", k, _stream(rng, 300, items, hours))


def _order(rng: random.Random) -> Iterator[Case]:
    ratio = _plus((0, "a", 1), (1, "a", 0), (5, "b", 1), (6, "b", 0), (3, "c", 1), (4, "c", 0))
    yield _case("order", "equal CTR, the heavier first", 3, _shown(ratio))
    yield _case("order", "equal CTR at the edge", 1, _shown(ratio, _minus((5, "b", 1)), _plus((5, "b", 1))))
    level = _plus((4, "d", 1), (4, "B", 1), (4, "c", 1), (4, "10", 1), (4, "9", 1))
    yield _case("order", "equal in both, the smaller string first", 3, _shown(level))
    count = _plus((4, "a", 1), (3, "b", 1), (3, "b", 1), (2, "c", 1), (2, "c", 1), (2, "c", 1))
    yield _case("order", "two impressions weigh as much as one an hour later", 2, _shown(count))
    zero = _plus((4, "a", 0), (5, "b", 0), (1, "c", 0), (5, "d", 0))
    yield _case("order", "no clicks at all", 2, _shown(zero, _plus((6, "c", 0))))
    late = _plus((9, "a", 0), (9, "a", 1), (9, "b", 1), (9, "b", 0), (2, "a", 0), (2, "b", 1))
    yield _case("order", "late ones weigh what their hour says", 2, _shown(late))
    for k, items, hours in ((2, 5, (3, 3)), (3, 8, (3, 4)), (4, 12, (0, 1))):
        yield _case("order", f"{items} items that keep meeting", k, _stream(rng, 300, items, hours))


def _exact(rng: random.Random) -> Iterator[Case]:
    for new in (3, 60, 1_000, MAX_HOUR):
        back = _plus((0, "a", 1), (1, "b", 0), (2, "b", 1), (new, "a", 0))
        yield _case(
            "exact", f"hour {new} is withdrawn, hour 0 is left", 1, _shown(back, _minus((new, "a", 0)))
        )
    hair = _plus((100, "a", 1), (100, "a", 0), (101, "b", 1), (101, "b", 0))
    yield _case(
        "exact",
        "better by a hair",
        1,
        _shown(hair, _plus((0, "a", 1)), _minus((0, "a", 1)), _plus((0, "b", 0), (0, "c", 0))),
    )
    thirds = _plus((900, "a", 1), (901, "a", 0), (0, "b", 1), (1, "b", 0), (450, "c", 1), (451, "c", 0))
    yield _case("exact", "a third, three times", 2, _shown(thirds, _plus((0, "c", 1)), _minus((0, "c", 1))))
    mass = _plus((70, "b", 1), (70, "a", 1), (0, "b", 1))
    yield _case("exact", "heavier by a hair", 1, _shown(mass, _minus((0, "b", 1)), _plus((1, "b", 1))))
    old = _plus((1_200, "a", 0), (0, "b", 0), (0, "b", 1), (0, "c", 1), (0, "c", 0), (0, "c", 0))
    yield _case(
        "exact",
        "very old items keep their order",
        2,
        _shown(old, _plus((0, "c", 1), (0, "c", 1)), _minus((1_200, "a", 0))),
    )
    for k, hours in ((2, (0, 90)), (3, (0, MAX_HOUR)), (8, (300, 1_000))):
        yield _case("exact", f"hours {hours[0]} to {hours[1]}", k, _stream(rng, 400, 14, hours))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "k is zero", 0, [])
    yield _case("bounds", "k is negative", -2, [])
    refused = [
        *_plus((7, "a", 2), (7, "a", -1)),
        BOARD,
        *_plus((7, "a", 0), (8, "a", 2)),
        *_minus((7, "a", 2), (8, "a", 2)),
        BOARD,
    ]
    yield _case("bounds", "refused impressions leave no trace", 3, [*refused, *_plus((7, "b", 1)), BOARD])
    unknown = (
        _minus((3, "a", 1)) + _plus((3, "a", 1)) + _minus((3, "b", 1), (2, "a", 1), (3, "a", 0)) + [BOARD]
    )
    yield _case(
        "bounds", "nothing of the kind was recorded", 3, [*unknown, *_minus((3, "a", 1), (3, "a", 1)), BOARD]
    )
    mixed = (
        _plus((3, "a", 1), (3, "a", 1), (4, "a", 0)) + _minus((3, "a", 1), (3, "a", 1), (3, "a", 1)) + [BOARD]
    )
    yield _case("bounds", "withdrawn more often than recorded", 3, mixed)
    ends = _plus((0, "z", 0), (MAX_HOUR, "z" * MAX_LENGTH, 1), (0, " ", 1)) + [
        BOARD,
        *_minus((MAX_HOUR, "z" * MAX_LENGTH, 1)),
    ]
    yield _case("bounds", "first and last hour, the largest k", MAX_K, [*ends, BOARD])


def _scale(rng: random.Random) -> Iterator[Case]:
    names = [f"item {number}" for number in rng.sample(range(10**6), 4_500)]
    events = [(rng.randint(0, 300), name, rng.randrange(2)) for name in names]
    calls = _plus(*events)
    for _ in range(1_700):
        calls += _minus(events.pop(rng.randrange(len(events))))
        events.append((rng.randint(0, 300), rng.choice(names), rng.randrange(2)))
        calls += _plus(events[-1])
    yield _case("scale", "4500 items, a board of 2000", 2_000, [*calls, BOARD])
    yield _case(
        "scale",
        "all items alike, a board of 10",
        10,
        _plus(*[(7, name, 1) for name in names]) + _minus(*[(7, name, 1) for name in names[:3_400]]),
    )
    one = [(rng.randint(0, 300), "much shown", rng.randrange(2)) for _ in range(3_900)]
    yield _case(
        "scale",
        "thousands of impressions of one item",
        1,
        [*_plus(*one, (0, "b", 1), (0, "b", 0)), *_minus(*one), BOARD],
    )
