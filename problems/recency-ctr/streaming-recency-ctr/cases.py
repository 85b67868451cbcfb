"""Cases for the streaming CTR: small ones that each catch a mistake, long streams that catch slow solutions."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, isfinite, log, nan

from exact_decay import clear
from readyroom import Case

MAX_CALLS = 25_000
MAX_ITEMS = 6_000
MAX_TOPS = 20
QUESTIONS = 4_000
"""The calls of a scaling case that are timed: `last` of scaling.toml."""
MAX_TIME = 10**12
MAX_K = 10**9
MAX_LAM = 1_000.0
MAX_FLOOR = 1e16

Call = tuple[object, ...]
Calls = list[Call]
METHODS = {
    "record": ("timestamp", "item", "clicked"),
    "ctr": ("item",),
    "log_impressions": ("item", "now"),
    "top": ("k", "now", "log_floor"),
}


def validate(
    args: Sequence[object], calls: Sequence[Call], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "lam" not in kwargs):
        raise ValueError("StreamingCTR takes one argument, lam")
    if type(given[0]) not in (int, float) or (isfinite(given[0]) and given[0] > MAX_LAM):
        raise ValueError(f"lam must be a number of at most {MAX_LAM:g}")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    if sum(call[0] == "top" for call in calls) > MAX_TOPS:
        raise ValueError(f"at most {MAX_TOPS} calls of top are allowed")
    for number, (method, *values) in enumerate(calls, 1):
        names = METHODS.get(method)
        if names is None or len(values) != len(names):
            raise ValueError(f"call {number}: write record, ctr, log_impressions or top with its arguments")
        for name, value in zip(names, values, strict=True):
            _check(f"call {number}: {name}", name, value)
    if len({call[2] for call in calls if call[0] == "record"}) > MAX_ITEMS:
        raise ValueError(f"there may be at most {MAX_ITEMS} items")


def _check(where: str, name: str, value: object) -> None:
    if name == "item":
        if type(value) is not str or len(value) > 40:
            raise ValueError(f"{where} must be a string of at most 40 characters")
    elif name == "log_floor":
        if type(value) not in (int, float) or (isfinite(value) and abs(value) > MAX_FLOOR):
            raise ValueError(f"{where} must be a number of at most {MAX_FLOOR:g}")
    else:
        bound = {"clicked": 9, "k": MAX_K}.get(name, MAX_TIME)
        if type(value) is not int or abs(value) > bound:
            raise ValueError(f"{where} must be an integer of at most {bound}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _basics(rng), _late(rng), _gaps(rng), _top(rng), _bounds(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("basics", note, 0.3, lambda: _stream(rng, 150, 6, [0], 3))
    yield _drawn("late", note, 0.8, lambda: _stream(rng, 150, 6, [0, 3, 12], 2))
    yield _drawn("gaps", note, 1.25, lambda: _stream(rng, 150, 6, [0, 4, 5_000], 900))
    yield _drawn("top", note, 0.4, lambda: _stream(rng, 60, 9, [0, 1, 2], 2, tops=9))


def _case(group: str, note: str, lam: float, calls: Calls) -> Case:
    if not clear(lam, calls):
        raise ValueError(f"{group}, {note}: an order hangs on the last digits")
    return Case(args=(lam,), calls=calls, group=group, note=note)


def _drawn(group: str, note: str, lam: float, draw: Callable[[], Calls]) -> Case:
    """Draw until every order is clear, which nearly every draw is."""
    calls = draw()
    while not clear(lam, calls):
        calls = draw()
    return _case(group, note, lam, calls)


def _seen(item: str, *events: tuple[int, int]) -> Calls:
    """Events (timestamp, clicked) of one item."""
    return [("record", timestamp, item, clicked) for timestamp, clicked in events]


def _asked(now: int, *items: str) -> Calls:
    return [call for item in items for call in (("ctr", item), ("log_impressions", item, now))]


def _stream(
    rng: random.Random, length: int, items: int, delays: list[int], step: int, tops: int = 0
) -> Calls:
    """A clock that moves on by up to `step`; events come late by one of `delays`. Questions in between."""
    names = [f"v{number}" for number in rng.sample(range(100), items)]
    rates = {name: rng.random() for name in names}
    calls: Calls = []
    now = 1_000
    for _ in range(length):
        now += rng.randint(0, step)
        name = rng.choice(names)
        calls.append(("record", now - rng.choice(delays), name, int(rng.random() < rates[name])))
        asked = rng.random()
        if asked < 0.4:
            later = now + rng.choice([0, 0, 1, 40])
            calls.append(("ctr", name) if asked < 0.2 else ("log_impressions", rng.choice(names), later))
    calls += [("top", rng.choice([1, 3, items]), now + at, rng.choice([-3.0, 0.5])) for at in range(tops)]
    return [*calls, *_asked(now, *names)]


def _samples() -> Iterator[Case]:
    calls: Calls = [*_seen("a", (10, 1), (8, 0)), ("ctr", "a"), ("record", 11, "b", 0), ("ctr", "a")]
    calls += [("log_impressions", "a", 12), ("log_impressions", "c", 12)]
    calls += [("top", 5, 12, -1.0), ("top", 5, 12, -2.0), ("log_impressions", "b", 10)]
    yield _case("samples", "the sample of the statement", log(2), calls)
    calls = [*_seen("x", (3, 0), (5, 1)), *_seen("y", (4, 1)), *_asked(9, "x", "y"), ("top", 1, 5, -9.0)]
    yield _case("samples", "no decay", 0.0, calls)


def _basics(rng: random.Random) -> Iterator[Case]:
    yield _case("basics", "no event yet", 0.5, [*_asked(-4, "a"), ("top", 3, -4, 0.0), ("ctr", "")])
    alone = [call for at in (1, 4, 5) for call in [*_seen("a", (at, at % 2)), *_asked(at + 1, "a")]]
    yield _case("basics", "one item, asked after each event", 0.4, alone)
    same = _seen("a", (7, 1), (7, 1), (7, 0)) + _asked(7, "a") + _seen("a", (7, 1)) + _asked(8, "a")
    yield _case("basics", "events of one instant each count", 0.7, same)
    turns = [("record", at, "ab"[at % 2], int(at % 3 == 0)) for at in range(20, 40)]
    yield _case("basics", "two items in turn", 0.25, [*turns, *_asked(50, "a", "b", "c")])
    still = _seen("a", (2, 1)) + _seen("b", (3, 0), (6, 1)) + _asked(90, "a", "b") + _asked(6, "a", "b")
    yield _case("basics", "a later question first, then an earlier one", 0.3, still + _asked(7, "b"))
    yield _drawn("basics", "six items", 0.15, lambda: _stream(rng, 200, 6, [0], 2))


def _late(rng: random.Random) -> Iterator[Case]:
    calls = _seen("a", (10, 0), (6, 1)) + _asked(10, "a") + _seen("a", (9, 1), (2, 1)) + _asked(11, "a")
    yield _case("late", "older events after newer ones", 0.5, calls)
    calls = _seen("a", (10, 0), (4, 1), (7, 0), (12, 0), (11, 1)) + _asked(12, "a")
    yield _case("late", "late, then newer, then late again", 0.3, calls)
    calls = _seen("b", (20, 1)) + _seen("a", (5, 1), (8, 0)) + _asked(20, "a", "b") + _asked(19, "a")
    yield _case("late", "late for the stream, in time for the item", 0.4, calls)
    calls = _seen("a", (-3, 1), (-9, 0), (-5, 1)) + _asked(-3, "a") + _asked(0, "a")
    yield _case("late", "timestamps below zero", 0.6, calls)
    yield _drawn("late", "six items, most events late", 0.8, lambda: _stream(rng, 200, 6, [0, 2, 9, 30], 2))


def _gaps(rng: random.Random) -> Iterator[Case]:
    old = _seen("old", (0, 1), (1, 0), (2, 1)) + _seen("new", (2_000, 0))
    ask = _asked(2_000, "old", "new") + [("top", 2, 2_000, -1_990.0), ("top", 2, 2_000, -2_000.0)]
    yield _case("gaps", "2000 units later", 1.0, [*_asked(0, "old"), *old, *ask])
    calls = _seen("a", (0, 1), (3, 0), (5_000, 0)) + _asked(5_000, "a") + _seen("a", (5_001, 1))
    yield _case("gaps", "one item with 5000 units between its events", 1.0, calls + _asked(5_001, "a"))
    calls = _seen("a", (5_000, 1), (0, 0), (1, 0)) + _asked(5_000, "a") + _seen("a", (4_999, 0))
    yield _case("gaps", "late by 5000 units", 1.0, calls + _asked(5_000, "a"))
    fading = _seen("f", (0, 1), (1, 0), (2, 0), (3, 1), (4, 1)) + _seen("g", (2, 0), (3, 1))
    yield _case(
        "gaps",
        "740 units ago, where weights lose their digits",
        1.0,
        [*fading, *_seen("t", (742, 0)), *_asked(742, "f", "g"), ("top", 3, 742, -745.0)],
    )
    far = _seen("x", (-MAX_TIME, 1), (-MAX_TIME, 0)) + _seen("z", (0, 1))
    far += _seen("y", (-MAX_TIME, 1), (MAX_TIME, 0), (MAX_TIME, 0))
    far += _seen("w", (MAX_TIME, 1), (MAX_TIME, 0), (-MAX_TIME, 1))
    yield _case("gaps", "the widest span and the strongest decay", MAX_LAM, far + _asked(MAX_TIME, *"wxyz"))
    near = MAX_TIME - 1
    calls = _seen("a", (near - 7, 1), (near - 3, 0), (near - 8, 1)) + _asked(near, "a")
    yield _case("gaps", "timestamps near the largest", 0.7, calls + _seen("a", (near, 0)) + _asked(near, "a"))
    sure = [call for number, at in enumerate((700, 1_300, 0, 400)) for call in _seen(f"s{number}", (at, 1))]
    yield _case(
        "gaps",
        "old and always clicked: the newer first",
        1.5,
        [*sure, *_seen("t", (4_000, 0)), ("top", 9, 4_000, -1e5), ("top", 9, 4_000, -5_400.5)],
    )
    yield _drawn("gaps", "six items with long gaps", 0.9, lambda: _stream(rng, 200, 6, [0, 2, 3_000], 700))


def _top(rng: random.Random) -> Iterator[Case]:
    rows = _seen("b", (9, 1), (9, 0)) + _seen("a", (9, 1), (9, 0)) + _seen("c", (9, 1), (8, 1))
    yield _case("top", "equal histories: the item decides", 0.5, [*rows, ("top", 3, 9, -1.0)])
    rows = _seen("p", (4, 1), (4, 0)) + _seen("q", *[(4, 1), (4, 0)] * 2) + _seen("o", (4, 0))
    asks: Calls = [("top", k, 4, floor) for k in (1, 2, 9) for floor in (0.0, log(2), log(3), log(4))]
    yield _case("top", "one of two and two of four; floors at and between the sums", 0.0, rows + asks)
    rows = _seen("p", (6, 1)) + _seen("q", (8, 1)) + _seen("r", (7, 1), (7, 1), (7, 1))
    yield _case("top", "always clicked: the weighted sum decides", 0.3, [*rows, ("top", 3, 8, -5.0)])
    one, other = ((20, 1), (17, 0), (19, 1), (11, 0), (13, 1)), ((13, 1), (11, 0), (17, 0), (19, 1), (20, 1))
    rows = [call for n in range(12) for call in _seen(f"s{n:02}", *(one if n % 3 else other))]
    yield _case("top", "the same events in another order of arrival", 0.1, [*rows, ("top", 12, 20, -9.0)])
    steps = ((0, 1), (1, 0), (3, 1), (4, 0), (9, 1))
    shifts = list(enumerate(rng.sample(range(40), 30)))
    rows = [call for n, shift in shifts for call in _seen(f"s{n:02}", *[(at + shift, c) for at, c in steps])]
    yield _case("top", "the same history at other times: newest first", 0.1, [*rows, ("top", 30, 60, -99.0)])
    rows = _seen("b", (300, 0), (107, 1)) + _seen("a", *[(300, 0)] * 3)
    rows += _seen("d", (300, 1), (107, 1)) + _seen("c", (300, 1))
    asks = [("top", 4, 300, floor) for floor in (0.0, 4e-9, 4.2e-9)]
    yield _case("top", "not equal: rates, sums and floor that differ in the ninth decimal", 0.1, rows + asks)
    rows = _seen("a", (300, 0), (77, 1)) + _seen("b", *[(300, 0)] * 3)
    rows += _seen("d", (300, 1), (77, 1)) + _seen("c", (300, 1))
    asks = [("top", 4, 300, floor) for floor in (3e-10, -3e-10)]
    yield _case("top", "equal: rates, sums and floor that differ in the tenth decimal", 0.1, rows + asks)
    rows = _seen("x", (10, 1)) + _seen("y", (12, 0)) + [("top", 5, at, -2.0) for at in (12, 14, 15, 16, 12)]
    yield _case("top", "items sink below the floor as time passes", 0.5, [*rows, ("top", 5, 12, -1.0)])
    yield _drawn("top", "twelve items", 0.2, lambda: _stream(rng, 250, 12, [0, 1, 6], 2, tops=12))


def _bounds() -> Iterator[Case]:
    for note, lam in (("negative", -1e-9), ("NaN", nan), ("infinite", inf)):
        yield Case(args=(lam,), calls=[], group="bounds", note=f"lam is {note}")
    refused: Calls = [("record", 50, "a", 2), ("ctr", "a"), ("log_impressions", "a", 3), ("top", 2, 3, -9.0)]
    refused += [*_seen("a", (5, 1)), ("record", 70, "a", -1), ("record", 70, "b", 2), *_asked(6, "a", "b")]
    yield _case("bounds", "refused events leave no trace", 0.5, [*refused, ("top", 2, 5, -9.0)])
    early: Calls = [*_seen("a", (8, 1)), *_seen("b", (3, 0)), *_asked(7, "a", "b", "c"), ("top", 1, 7, -9.0)]
    yield _case("bounds", "now before the newest timestamp", 0.5, [*early, *_asked(8, "a", "b", "c")])
    asks: Calls = [("top", k, 8, floor) for k, floor in ((0, 0.0), (-1, 0.0), (1, nan), (1, inf), (1, -inf))]
    yield _case(
        "bounds", "k and log_floor out of range, with events and without", 0.5, [*asks, *early, *asks]
    )
    yield _case("bounds", "largest k", 0.5, [*early, ("top", MAX_K, 8, -9.0)])


def _scale(rng: random.Random) -> Iterator[Case]:
    hot: Calls = []
    for at in range(10_000):
        hot += [("record", at - rng.choice([0, 0, 3]), "hot", int(rng.random() < 0.2)), ("ctr", "hot")]
        if at % 4 == 0:
            hot.append(("log_impressions", "hot", at))
    yield _case("scale", "one item, asked after each of 10 000 events", 0.01, hot)
    yield _drawn("scale", "22 000 events of 6 000 items", 0.002, lambda: _wide(rng))


def asked_again(rng: random.Random, size: int) -> Case:
    """Each of so many items once, then many questions about some of them: a question does not get dearer by the others."""
    calls: Calls = [("record", at, f"v{at}", int(rng.random() < 0.3)) for at in range(size)]
    calls += [("log_impressions", f"v{rng.randrange(size)}", size) for _ in range(QUESTIONS)]
    return Case(args=(0.01,), calls=calls, group="scale")


def _wide(rng: random.Random) -> Calls:
    """Every item once, then events of random ones; few questions."""
    names = [f"v{number}" for number in range(MAX_ITEMS)]
    calls: Calls = [("record", at // 8, name, at % 2) for at, name in enumerate(names)]
    for at in range(6_000, 22_000):
        calls.append(("record", at // 8, rng.choice(names), int(rng.random() < 0.3)))
        if at % 10 == 0:
            calls.append(("ctr", rng.choice(names)))
    return [*calls, ("top", 20, 2_750, 1.0)]
