"""Cases for the schedule of leaders: who leads when, hours that nobody sees, differences of one part in 2**600, long envelopes."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 8_000
MAX_LISTED = 20_000
MAX_HOUR = 600
MAX_NOW = 3_000
MAX_COUNT = 10**6
MAX_LENGTH = 20

Calls = list[tuple[object, ...]]
Entry = tuple[int, str, int, int]
NAMES = ("a", "b", "B", "c", "10", "9", "aa", "Z", " ", "d", "e", "f")


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    names = ("prior_clicks", "prior_impressions")
    given = dict(zip(names, args, strict=False)) | dict(kwargs or {})
    if len(args) + len(kwargs or {}) != 2 or set(given) != set(names):
        raise ValueError("LeaderSchedule takes prior_clicks and prior_impressions")
    for name in names:
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
        elif call[0] == "schedule" and len(call) == 2:
            _whole(where + "now", call[1], 0, MAX_NOW)
            listed += len(seen)
        else:
            raise ValueError(where + "write record(hour, item, clicks, impressions) or schedule(now)")
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
    yield from _leaders(rng)
    yield from _turns(rng)
    yield from _exact(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("leaders", note, (1, 3), _stream(rng, 80, 8, (0, 4), 3))
    yield _case("turns", note, (1, 2), _stream(rng, 120, 12, (0, 3), 6))
    yield _case("exact", note, (1, 2), _close(rng, 12, 200))


def _case(group: str, note: str, prior: tuple[int, int], calls: Calls) -> Case:
    return Case(args=prior, calls=calls, group=group, note=note)


def _log(*entries: Entry) -> Calls:
    return [("record", *entry) for entry in entries]


def _asked(*hours: int) -> Calls:
    return [("schedule", hour) for hour in hours]


def _entry(rng: random.Random, name: str, hours: tuple[int, int], most: int) -> Entry:
    impressions = rng.randint(0, most)
    return rng.randint(*hours), name, rng.randint(0, impressions), impressions


def _stream(rng: random.Random, length: int, items: int, hours: tuple[int, int], most: int) -> Calls:
    """Entries of few items, with a question now and then, at the newest hour or some time after it."""
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


def _close(rng: random.Random, items: int, hour: int, names: Sequence[str] = NAMES) -> Calls:
    """Items whose excess differs by old entries only, so that the lead passes from one to the next for hours on end.

    With a prior of 1 in 2, all have the same excess at the newest hour, on more and more impressions; what old
    impressions take from it shrinks in equal ratios.
    """
    calls: Calls = []
    for place, name in enumerate(rng.sample(names, items)):
        old = (items - place) * hour * 8 // items  # in eighths of an hour
        calls += _log((hour, name, 100_000 + place, 100_000 + 2 * place))
        calls += _log((old // 8, name, 0, round(1_000 * 2 ** (old % 8 / 8)) + rng.randrange(9)))
    rng.shuffle(calls)
    return calls + _asked(hour, hour + hour // 2, 2 * hour)


def _samples() -> Iterator[Case]:
    first = _log((0, "a", 1, 1), (0, "b", 4, 6), (0, "c", 23, 40)) + _asked(0, 4)
    first += _log((1, "a", 0, 1)) + _asked(1, 0)
    yield _case("samples", "the sample of the statement", (1, 2), first)
    second = _log((0, "a", 1, 1), (0, "b", 7, 12), (0, "c", 14, 25)) + _asked(0)
    yield _case("samples", "a lead between two whole hours", (1, 2), second)


def _leaders(rng: random.Random) -> Iterator[Case]:
    yield _case("leaders", "nothing yet", (1, 2), _asked(0, 7))
    one = _log((3, "a", 0, 9)) + _asked(3, 4, 2_000)
    yield _case("leaders", "one item alone", (1, 2), one)
    three = _log((3, "a", 1, 2), (3, "b", 3, 4), (3, "c", 1, 9), (2, "d", 2, 2)) + _asked(3, 4, 5, 6, 9)
    for prior in ((1, 10), (1, 2), (0, 5), (5, 5), (3, 4)):
        yield _case("leaders", f"four items, a prior of {prior[0]} in {prior[1]}", prior, three)
    level = _log((4, "d", 1, 2), (4, "B", 1, 2), (4, "c", 1, 2), (4, "10", 1, 2), (4, "9", 1, 2))
    yield _case("leaders", "the same everywhere, the smaller string leads", (1, 5), level + _asked(4, 9))
    mean = _log((4, "c", 1, 3), (4, "b", 2, 6), (1, "a", 40, 120), (4, "d", 0, 0), (4, "A", 0, 2))
    yield _case("leaders", "the prior's rate is the best", (1, 3), mean + _asked(4, 30))
    none = _log((2, "b", 0, 0), (2, "a", 0, 5), (2, "c", 0, 7)) + _asked(2, 3, 8)
    yield _case("leaders", "an item without impressions is known", (1, 3), none)
    below = _log((2, "a", 0, 3), (2, "b", 0, 1), (2, "c", 1, 9), (2, "d", 2, 40), (2, "e", 20, 42))
    yield _case("leaders", "all below the prior", (1, 2), below + _asked(2, 3, 5, 7, 20))
    late = _log((6, "a", 1, 4), (6, "b", 1, 4), (1, "b", 30, 32), (5, "a", 1, 2), (0, "c", 64, 64))
    yield _case("leaders", "late entries weigh what their hour says", (1, 4), late + _asked(6, 7, 12))
    old = [*_log((9, "a", 1, 4), (2, "b", 1, 1)), *_asked(8, 3, 9)]
    yield _case("leaders", "before the newest hour", (1, 4), old)
    back = _log((1, "a", 9, 10), (1, "b", 70, 100)) + _asked(40, 2, 300, 1, 9)
    yield _case("leaders", "a later question first", (1, 2), back)
    after = _log((1, "a", 9, 10)) + _asked(5) + _log((4, "b", 1, 1), (0, "a", 0, 30)) + _asked(4)
    yield _case("leaders", "a question is no entry", (1, 2), after)
    for items, hours, most in ((4, (0, 2), 4), (6, (0, 5), 9), (11, (0, 9), 60)):
        yield _case("leaders", f"{items} items", (1, 4), _stream(rng, 120, items, hours, most))


def _turns(rng: random.Random) -> Iterator[Case]:
    one, many = (0, "a", 1, 1), (0, "b", 4, 6)
    yield _case(
        "turns", "level, and the larger string waits an hour", (1, 2), _log(one, many) + _asked(0, 1, 2, 3)
    )
    swapped = _log((0, "b", 1, 1), (0, "a", 4, 6)) + _asked(0, 1, 2)
    yield _case("turns", "level is enough for the smaller string", (1, 2), swapped)
    same = _log((4, "b", 3, 4), (4, "a", 4, 6), (4, "c", 5, 8), (4, "d", 1, 1)) + _asked(4, 5, 20)
    yield _case("turns", "the same excess on more or less", (1, 2), same)
    below = _log((4, "b", 1, 4), (4, "a", 2, 6), (4, "c", 0, 2), (4, "d", 3, 9)) + _asked(4, 5, 20)
    yield _case("turns", "the same excess below the prior", (1, 2), below)
    fewer = _log((0, "a", 3, 15), (0, "b", 1, 7), (0, "c", 0, 4)) + _asked(0, 1, 2, 3, 4)
    yield _case("turns", "below the prior, whoever was shown less leads later", (2, 5), fewer)
    twins = _log((0, "b", 1, 1), (0, "d", 4, 6), (0, "c", 4, 6), (0, "a", 1, 1)) + _asked(0, 1, 2)
    yield _case("turns", "each of them twice", (1, 2), twins)
    within = _log((0, "a", 1, 1), (0, "b", 3, 4), (0, "c", 40, 72)) + _asked(0, 1, 2, 3, 4, 5)
    yield _case("turns", "two changes, hours apart", (1, 2), within)
    three = _log((0, "a", 1, 1), (0, "b", 4, 6), (0, "c", 23, 40)) + _asked(0)
    yield _case(
        "turns", "one passes two others before they lead", (1, 2), three + _log((0, "d", 13, 19)) + _asked(0)
    )
    yield _case("turns", "one passes everybody", (1, 2), three + _log((0, "d", 23, 27)) + _asked(0))
    for names in (("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c"), ("b", "c", "a")):
        flash = _log((0, names[0], 1, 1), (0, names[1], 7, 12), (0, names[2], 14, 25)) + _asked(0, 1, 2, 3, 4)
        yield _case("turns", f"a lead between two hours, {', '.join(names)}", (1, 2), flash)
        meet = _log((0, names[0], 1, 1), (0, names[1], 6, 10), (0, names[2], 12, 21)) + _asked(0, 1, 2, 3, 4)
        yield _case("turns", f"three meet, {', '.join(names)}", (1, 2), meet)
    for shift in range(4):
        for names in (("a", "b"), ("b", "a")):
            pair = _log((0, names[0], 1, 1), (0, names[1], 2 + 2**shift, 2 + 2 ** (shift + 1)))
            hours = _asked(*range(shift + 3))
            yield _case("turns", f"level at a whole hour, {names[0]} first", (1, 2), pair + hours)
    again = [*_log(one, many), *_asked(0), *_log((0, "a", 3, 3)), *_asked(0, 1), *_log((1, "b", 9, 9))]
    yield _case("turns", "entries change the schedule", (1, 2), [*again, *_asked(1, 2, 3)])
    for items, prior, hours, most in (
        (5, (1, 2), (0, 1), 3),
        (12, (1, 2), (0, 0), 9),
        (12, (2, 3), (0, 3), 30),
    ):
        yield _case("turns", f"{items} items", prior, _stream(rng, 200, items, hours, most))
    for items in (3, 6, 12):
        yield _case("turns", f"{items} items, close to each other", (1, 2), _close(rng, items, 4 * items))


def _exact(rng: random.Random) -> Iterator[Case]:
    for hour in (60, 300, MAX_HOUR):
        hair = _log((hour, "b", 1, 2), (hour, "a", 1, 2), (0, "b", 1, 1), (hour, "c", 1, 2), (0, "c", 0, 1))
        yield _case("exact", f"a click of {hour} hours ago", (1, 3), hair + _asked(hour, hour + 1, 2 * hour))
        turn = _log((hour, "a", 3, 4), (hour, "b", 4, 6), (0, "b", 1, 1))
        questions = _asked(hour, hour + 1, 2 * hour - 1, 2 * hour, 2 * hour + 1, 2 * hour + 2)
        yield _case("exact", f"the excess is larger by a hair of {hour} hours", (1, 2), turn + questions)
        for names in (("a", "b"), ("b", "a")):
            level = _log((hour, names[0], 1, 1), (hour, names[1], 4, 6))
            near = level + _log((0, names[1], 1, 1))
            yield _case("exact", f"level a hair before {hour + 1}", (1, 2), near + _asked(hour, hour + 1))
            near = level + _log((0, names[0], 1, 1))
            yield _case("exact", f"level a hair after {hour + 1}", (1, 2), near + _asked(hour, hour + 1))
        yield _case("exact", f"close to each other, {hour} hours", (1, 2), _close(rng, 12, hour))
    for hours in ((0, 90), (0, MAX_HOUR), (300, MAX_HOUR)):
        yield _case("exact", f"hours {hours[0]} to {hours[1]}", (1, 2), _stream(rng, 150, 9, hours, 5))
    large = _stream(rng, 120, 9, (0, MAX_HOUR), MAX_COUNT)
    yield _case("exact", "large counts", (123_456, 999_999), large)


def _bounds() -> Iterator[Case]:
    for clicks, impressions in ((-1, 2), (3, 2), (0, 0), (0, -1), (-2, -1)):
        yield _case("bounds", f"a prior of {clicks} in {impressions}", (clicks, impressions), [])
    refused = [
        *_log((7, "a", -1, 3), (7, "a", 4, 3), (7, "a", 0, -1)),
        *_asked(0),
        *_log((2, "a", 1, 3), (7, "a", 4, 3), (7, "b", -1, 0)),
        *_asked(2, 3),
    ]
    yield _case("bounds", "refused entries leave no trace", (1, 2), refused)
    nothing = [*_log((5, "a", 0, 0)), *_asked(4, 5)]
    yield _case("bounds", "nothing shown in an hour that is recorded", (0, 1), nothing)
    ends = _log((0, "z", 0, MAX_COUNT), (MAX_HOUR, "z" * MAX_LENGTH, MAX_COUNT, MAX_COUNT), (0, " ", 1, 1))
    for clicks in (MAX_COUNT, 1, 0):
        prior = (clicks, MAX_COUNT)
        yield _case("bounds", f"largest values, a prior of {clicks}", prior, ends + _asked(MAX_HOUR, MAX_NOW))


def _scale(rng: random.Random) -> Iterator[Case]:
    names = [f"item {number}" for number in rng.sample(range(10**6), 3_900)]
    yield _case(
        "scale", "3900 items, a change nearly every hour", (1, 2), _close(rng, 3_900, MAX_HOUR, names)
    )
    entries = [_entry(rng, name, (0, MAX_HOUR), 10_000) for name in names]
    calls = _log(*entries) + _asked(MAX_HOUR, 610, 620, 2_900)
    yield _case("scale", "3900 items, drawn evenly", (3, 100), calls)
    alike = _log(*[(MAX_HOUR, name, 7, 20) for name in names]) + _asked(MAX_HOUR, MAX_HOUR + 1)
    yield _case("scale", "all items alike", (1, 3), alike)
