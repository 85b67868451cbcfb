"""Cases for the board that expires: orders at an hour, hours at which a board turns, differences of one part in 2**600."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 8_000
MAX_LISTED = 50_000
MAX_HOUR = 600
MAX_NOW = 3_000
MAX_COUNT = 10**6
MAX_K = 10**9
MAX_LENGTH = 20

Calls = list[tuple[object, ...]]
Entry = tuple[int, str, int, int]
NAMES = ("a", "b", "B", "c", "10", "9", "aa", "Z", " ", "d", "e", "f")


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    names = ("k", "prior_clicks", "prior_impressions")
    given = dict(zip(names, args, strict=False)) | dict(kwargs or {})
    if len(args) + len(kwargs or {}) != 3 or set(given) != set(names):
        raise ValueError("ExpiringBoard takes k, prior_clicks and prior_impressions")
    _whole("k", given["k"], -MAX_K, MAX_K)
    for name in names[1:]:
        _whole(name, given[name], -MAX_COUNT, MAX_COUNT)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    seen: set[str] = set()
    listed = 0
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "record" and len(call) == 5:
            _whole(where + "hour", call[1], 0, MAX_HOUR)
            if type(call[2]) is not str or not 1 <= len(call[2]) <= MAX_LENGTH:
                raise ValueError(f"{where}item must be a string of 1 to {MAX_LENGTH} characters")
            _whole(where + "clicks", call[3], -MAX_COUNT, MAX_COUNT)
            _whole(where + "impressions", call[4], -MAX_COUNT, MAX_COUNT)
            seen.add(call[2])
        elif call[0] in ("board", "expires") and len(call) == 2:
            _whole(where + "now", call[1], 0, MAX_NOW)
            listed += len(seen)
        else:
            raise ValueError(
                where + "write record(hour, item, clicks, impressions), board(now) or expires(now)"
            )
    if listed > MAX_LISTED:
        raise ValueError(f"the questions look at {listed} items together, at most {MAX_LISTED} are allowed")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _order(rng)
    yield from _expiry(rng)
    yield from _exact(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("order", note, 4, (1, 3), _stream(rng, 80, 8, (0, 4), 3))
    yield _case("expiry", note, 3, (1, 2), _stream(rng, 120, 7, (0, 3), 6))
    yield _case("exact", note, 3, (2, 7), _stream(rng, 80, 7, (0, MAX_HOUR), MAX_COUNT))


def _case(group: str, note: str, k: int, prior: tuple[int, int], calls: Calls) -> Case:
    return Case(args=(k, *prior), calls=calls, group=group, note=note)


def _log(*entries: Entry) -> Calls:
    return [("record", *entry) for entry in entries]


def _asked(*hours: int) -> Calls:
    """Both questions at each of the hours."""
    return [call for hour in hours for call in (("board", hour), ("expires", hour))]


def _entry(rng: random.Random, name: str, hours: tuple[int, int], most: int) -> Entry:
    impressions = rng.randint(0, most)
    return rng.randint(*hours), name, rng.randint(0, impressions), impressions


def _stream(rng: random.Random, length: int, items: int, hours: tuple[int, int], most: int) -> Calls:
    """Entries of few items, with both questions now and then, at the newest hour or some time after it."""
    names = rng.sample(NAMES, items)
    calls: Calls = []
    newest = 0
    for number in range(length):
        entry = _entry(rng, rng.choice(names), hours, most)
        newest = max(newest, entry[0])
        calls += _log(entry)
        if number % 4 == 0:
            calls += _asked(newest + rng.choice((0, 0, 1, 2, 9, 300)))
    return [*calls, *_asked(newest, newest + 1)]


def _samples() -> Iterator[Case]:
    first = _log((0, "a", 1, 1), (0, "b", 4, 6)) + _asked(0) + [("board", 1), *_asked(2)]
    first += [*_log((2, "c", 1, 2)), *_asked(2), ("board", 1)]
    yield _case("samples", "the sample of the statement", 2, (1, 2), first)
    second = _log((0, "b", 1, 1), (0, "a", 4, 6)) + _asked(0, 1)
    yield _case("samples", "level at hour 1, and the smaller string stands first", 2, (1, 2), second)


def _order(rng: random.Random) -> Iterator[Case]:
    yield _case("order", "nothing yet", 2, (1, 2), _asked(0, 7))
    three = _log((3, "a", 1, 2), (3, "b", 3, 4), (3, "c", 1, 9), (2, "d", 2, 2))
    yield _case("order", "room is left", 9, (1, 10), three + _asked(3, 4, 5, 6, 9))
    yield _case("order", "the best two of four", 2, (1, 10), three + _asked(3, 4, 5, 6, 9))
    yield _case("order", "one of four", 1, (1, 10), three + _asked(3, 4, 5, 6, 9))
    level = _log((4, "d", 1, 2), (4, "B", 1, 2), (4, "c", 1, 2), (4, "10", 1, 2), (4, "9", 1, 2))
    yield _case("order", "the same everywhere, the smaller string first", 3, (1, 5), level + _asked(4, 9))
    mean = _log((4, "c", 1, 3), (4, "b", 2, 6), (1, "a", 40, 120), (4, "d", 0, 0))
    yield _case("order", "all have exactly the prior's rate", 3, (1, 3), mean + _asked(4, 30))
    none = _log((2, "b", 0, 0), (2, "a", 0, 5), (2, "c", 0, 7), (2, "d", 5, 5))
    yield _case("order", "an item without impressions is known", 3, (1, 3), none + _asked(2, 3, 8))
    for names in (("a", "b"), ("b", "a")):
        hair = _log((0, names[0], 1, 2), (0, names[1], 1, 1)) + _asked(0, 1)
        yield _case("order", f"{names[1]} is better by the least there is", 2, (0, 1), hair)
    late = _log((6, "a", 1, 4), (6, "b", 1, 4), (1, "b", 30, 32), (5, "a", 1, 2), (0, "c", 64, 64))
    yield _case("order", "late entries weigh what their hour says", 3, (1, 4), late + _asked(6, 7, 12))
    old = [*_log((9, "a", 1, 4), (2, "b", 1, 1)), ("board", 8), ("expires", 3), *_asked(9)]
    yield _case("order", "before the newest hour", 2, (1, 4), old)
    back = _log((1, "a", 9, 10), (1, "b", 70, 100)) + _asked(40, 2, 300, 1, 9)
    yield _case("order", "a later question first", 2, (1, 2), back)
    after = _log((1, "a", 9, 10)) + _asked(5) + _log((4, "b", 1, 1), (0, "a", 0, 30)) + _asked(4)
    yield _case("order", "a question is no entry", 2, (1, 2), after)
    below = _log((2, "a", 0, 3), (2, "b", 0, 1), (2, "c", 1, 9), (2, "d", 2, 40))
    yield _case("order", "all below the prior", 4, (1, 2), below + _asked(2, 3, 5, 7, 20))
    yield _case("order", "no clicks expected", 3, (0, 5), three + _asked(3, 5, 9))
    yield _case("order", "nothing but clicks expected", 3, (5, 5), three + _asked(3, 5, 9))
    for k, items, hours, most in ((1, 4, (0, 2), 4), (3, 6, (0, 5), 9), (8, 11, (0, 9), 60)):
        stream = _stream(rng, 120, items, hours, most)
        yield _case("order", f"{items} items, a board of {k}", k, (1, 4), stream)


def _expiry(rng: random.Random) -> Iterator[Case]:
    one, many = (0, "a", 1, 1), (0, "b", 4, 6)
    yield _case("expiry", "within the board", 2, (1, 2), _log(one, many) + _asked(0, 1, 2))
    yield _case("expiry", "at its edge", 1, (1, 2), _log(one, many) + _asked(0, 1, 2))
    swapped = _log((0, "b", 1, 1), (0, "a", 4, 6))
    yield _case("expiry", "level is enough at the edge", 1, (1, 2), swapped + _asked(0, 1, 2))
    yield _case("expiry", "one item alone", 1, (1, 2), _log(one) + _asked(0, 5))
    outside = _log((0, "z", 50, 50), one, many)
    yield _case("expiry", "two outside change places", 1, (1, 2), outside + _asked(0, 1, 2))
    yield _case("expiry", "the edge is where two outside were", 2, (1, 2), outside + _asked(0, 1, 2))
    third = _log((0, "a", 30, 30), (0, "b", 10, 10), (0, "c", 9, 10), (0, "d", 40, 52), (0, "e", 29, 40))
    for k in (1, 2, 3, 4, 5):
        yield _case("expiry", f"not the next one comes in, board of {k}", k, (1, 3), third + _asked(0, 2, 4))
    skipped = _log((0, "a", 1, 1), (0, "b", 3, 4), (0, "c", 40, 72))
    yield _case("expiry", "several turns within an hour", 3, (1, 2), skipped + _asked(0, 1, 2, 3, 4, 5))
    below = _log((5, "a", 0, 1), (5, "b", 9, 22), (5, "c", 1, 4), (5, "d", 0, 0), (2, "e", 0, 3))
    yield _case("expiry", "below the prior", 3, (1, 2), below + _asked(5, 6, 7, 8, 12))
    mean = _log((4, "c", 1, 3), (4, "b", 2, 6), (4, "d", 0, 0), (4, "a", 1, 4), (4, "e", 3, 4))
    yield _case("expiry", "what has the prior's rate keeps it", 4, (1, 3), mean + _asked(4, 5, 6, 7, 20))
    same = _log((4, "b", 2, 3), (4, "a", 4, 6), (5, "c", 2, 3), (3, "d", 8, 12))
    yield _case("expiry", "the same rate on more or less", 4, (1, 3), same + _asked(5, 6, 20))
    equal = _log((4, "b", 3, 4), (4, "a", 4, 6), (4, "c", 5, 8))
    yield _case("expiry", "the same excess on more or less", 3, (1, 2), equal + _asked(4, 5, 20))
    again = [*_log(one, many), *_asked(0), *_log((0, "a", 3, 3)), *_asked(0, 1), *_log((1, "b", 9, 9))]
    yield _case("expiry", "entries put it off and bring it on", 2, (1, 2), [*again, *_asked(1, 2, 3)])
    far = _log((0, "a", 1, 1), (0, "b", 1_000, 999_999), (0, "c", 0, MAX_COUNT))
    yield _case("expiry", "a large prior and few impressions", 3, (999, MAX_COUNT), far + _asked(0, 1, 8, 9))
    for shift in range(4):
        for names in (("a", "b"), ("b", "a")):
            pair = _log((0, names[0], 1, 1), (0, names[1], 2 + 2**shift, 2 + 2 ** (shift + 1)))
            hours = _asked(*range(shift + 3))
            yield _case("expiry", f"level at a whole hour, {names[0]} first", 2, (1, 2), pair + hours)
    for k, items, prior, most in (
        (1, 5, (1, 2), 3),
        (2, 6, (1, 2), 6),
        (3, 7, (1, 3), 9),
        (5, 9, (2, 3), 30),
    ):
        stream = _stream(rng, 200, items, (0, 3), most)
        yield _case("expiry", f"{items} items, a board of {k}", k, prior, stream)


def _exact(rng: random.Random) -> Iterator[Case]:
    for hour in (60, 300, MAX_HOUR):
        hair = _log((hour, "b", 1, 2), (hour, "a", 1, 2), (0, "b", 1, 1), (hour, "c", 1, 2), (0, "c", 0, 1))
        yield _case(
            "exact", f"a click of {hour} hours ago", 2, (1, 3), hair + _asked(hour, hour + 1, 2 * hour)
        )
        mass = _log((hour, "a", 5, 9), (hour, "b", 5, 9), (0, "b", 1, 3))
        yield _case("exact", f"the prior's rate, {hour} hours ago", 2, (1, 3), mass + _asked(hour, 2 * hour))
        turn = _log((hour, "a", 3, 4), (hour, "b", 4, 6), (0, "b", 1, 1))
        questions = _asked(hour, hour + 1, 2 * hour - 1, 2 * hour, 2 * hour + 1, 2 * hour + 2)
        yield _case("exact", f"the excess is larger by a hair of {hour} hours", 2, (1, 2), turn + questions)
        for names in (("a", "b"), ("b", "a")):
            level = _log((hour, names[0], 1, 1), (hour, names[1], 4, 6))
            yield _case("exact", f"level at {hour + 1}", 2, (1, 2), level + _asked(hour, hour + 1, hour + 2))
            near = level + _log((0, names[1], 1, 1))
            yield _case("exact", f"level a hair before {hour + 1}", 2, (1, 2), near + _asked(hour, hour + 1))
            near = level + _log((0, names[0], 1, 1))
            yield _case("exact", f"level a hair after {hour + 1}", 2, (1, 2), near + _asked(hour, hour + 1))
    for k, hours in ((2, (0, 90)), (3, (0, MAX_HOUR)), (5, (300, MAX_HOUR))):
        stream = _stream(rng, 60, 9, hours, 5)
        yield _case("exact", f"hours {hours[0]} to {hours[1]}", k, (1, 2), stream)
    large = _stream(rng, 60, 9, (0, MAX_HOUR), MAX_COUNT)
    yield _case("exact", "large counts", 4, (123_456, 999_999), large)


def _bounds() -> Iterator[Case]:
    for k, clicks, impressions in (
        (0, 1, 2),
        (-3, 1, 2),
        (1, -1, 2),
        (1, 3, 2),
        (1, 0, 0),
        (1, 0, -1),
        (1, -2, -1),
    ):
        yield _case("bounds", f"k {k}, a prior of {clicks} in {impressions}", k, (clicks, impressions), [])
    refused = [
        *_log((7, "a", -1, 3), (7, "a", 4, 3), (7, "a", 0, -1)),
        *_asked(0),
        *_log((2, "a", 1, 3), (7, "a", 4, 3), (7, "b", -1, 0)),
        *_asked(2, 3),
    ]
    yield _case("bounds", "refused entries leave no trace", 3, (1, 2), refused)
    nothing = [*_log((5, "a", 0, 0)), ("board", 4), ("expires", 4), *_asked(5)]
    yield _case("bounds", "nothing shown in an hour that is recorded", 3, (0, 1), nothing)
    ends = _log((0, "z", 0, MAX_COUNT), (MAX_HOUR, "z" * MAX_LENGTH, MAX_COUNT, MAX_COUNT), (0, " ", 1, 1))
    yield _case("bounds", "largest values", MAX_K, (MAX_COUNT, MAX_COUNT), ends + _asked(MAX_HOUR, MAX_NOW))
    yield _case(
        "bounds", "largest values, no clicks", MAX_K, (0, MAX_COUNT), ends + _asked(MAX_HOUR, MAX_NOW)
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    names = [f"item {number}" for number in rng.sample(range(10**6), 3_500)]
    drawn = _log(*[_entry(rng, name, (0, MAX_HOUR), 10_000) for name in names])
    more = _log(*[_entry(rng, rng.choice(names), (0, MAX_HOUR), 10_000) for _ in range(2_900)])
    yield _case("scale", "3500 items, a board of 1800", 1_800, (3, 100), drawn + more + _asked(MAX_HOUR, 620))
    settled = (
        drawn[:1_200] + _asked(MAX_HOUR) + _log((MAX_HOUR, names[0], MAX_COUNT, MAX_COUNT)) + _asked(2_900)
    )
    yield _case("scale", "1200 items, a board of 10", 10, (3, 100), settled)
    alike = _log(*[(MAX_HOUR, name, 7, 20) for name in names])
    yield _case("scale", "nobody ever overtakes", 1_800, (1, 3), alike + _asked(MAX_HOUR))
