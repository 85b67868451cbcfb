"""Cases for the live leader: entries and the clock, changes without entries, sums that floats lose, a leader that changes all the time."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 8_000
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
        raise ValueError("LiveLeader takes prior_clicks and prior_impressions")
    for name in names:
        _whole(name, given[name], -MAX_COUNT, MAX_COUNT)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, call in enumerate(calls, 1):
        where = f"call {number}: "
        if call[0] == "record" and len(call) == 5:
            _whole(where + "hour", call[1], 0, MAX_HOUR)
            if type(call[2]) is not str or not 1 <= len(call[2]) <= MAX_LENGTH:
                raise ValueError(f"{where}item must be a string of 1 to {MAX_LENGTH} characters")
            _whole(where + "clicks", call[3], -MAX_COUNT, MAX_COUNT)
            _whole(where + "impressions", call[4], -MAX_COUNT, MAX_COUNT)
        elif call[0] == "leader" and len(call) == 2:
            _whole(where + "now", call[1], 0, MAX_NOW)
        else:
            raise ValueError(where + "write record(hour, item, clicks, impressions) or leader(now)")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")
    return value


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _entries(rng)
    yield from _ageing(rng)
    yield from _exact(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("entries", note, (1, 3), _stream(rng, 200, 9, 3))
    yield _case("ageing", note, (1, 2), _stream(rng, 200, 30, 6, still=True))
    yield _case("exact", note, (1, 2), _close(rng, 20, 200) + _hours(rng, 200, 2, 120))


def scaling(rng: random.Random, size: int) -> Case:
    """Whoever leads is shown without a click, and somebody else leads: each call changes what the next is asked about."""
    names = rng.sample([f"item {number}" for number in range(10_000)], size)
    calls = _log(*[(20, name, 2_000 + place, 2_000 + place) for place, name in enumerate(names)])
    for name in reversed(names):
        calls += [*_asked(20), *_log((20, name, 0, 9_000))]
    return _case("scale", f"{size} items, each of them leads once", (1, 2), calls)


def _case(group: str, note: str, prior: tuple[int, int], calls: Calls) -> Case:
    return Case(args=prior, calls=calls, group=group, note=note)


def _log(*entries: Entry) -> Calls:
    return [("record", *entry) for entry in entries]


def _asked(*hours: int) -> Calls:
    return [("leader", hour) for hour in hours]


def _entry(rng: random.Random, name: str, hour: int, most: int) -> Entry:
    impressions = rng.randint(0, most)
    return hour, name, rng.randint(0, impressions), impressions


def _names(rng: random.Random, items: int) -> Sequence[str]:
    return rng.sample(NAMES, items) if items <= len(NAMES) else [f"i{number}" for number in range(items)]


def _stream(rng: random.Random, length: int, items: int, most: int, *, still: bool = False) -> Calls:
    """Entries and questions while the clock goes on, with late entries, and questions that come too late.

    With `still` all entries come first, and then questions hour by hour with few entries in between.
    """
    names = _names(rng, items)
    calls: Calls = []
    clock = 0
    if still:
        calls += _log(*[_entry(rng, name, rng.randrange(3), most) for name in names for _ in range(2)])
        clock = 2
    for _ in range(length):
        drawn = rng.random()
        if drawn < (0.1 if still else 0.55):
            hour = min(max(0, clock + rng.choice((-3, -1, 0, 0, 0, 1))), MAX_HOUR)
            calls += _log(_entry(rng, rng.choice(names), hour, most))
            clock = max(clock, hour)
        elif drawn > 0.97 and clock:
            calls += _asked(clock - 1)
        else:
            clock += rng.choice((0, 0, 0, 1, 1, 2))
            calls += _asked(clock)
    return [*calls, *_asked(clock, clock + 1, clock + 2, clock + 200)]


def _close(rng: random.Random, items: int, hour: int) -> Calls:
    """Items whose excess differs by old entries only, so that the lead passes from one to the next for hours on end.

    With a prior of 1 in 2, all have the same excess at the newest hour, on more and more impressions; what old
    impressions take from it shrinks in equal ratios.
    """
    calls: Calls = []
    for place, name in enumerate(rng.sample(_names(rng, items), items)):
        old = (items - place) * hour * 8 // items  # in eighths of an hour
        calls += _log((hour, name, 100_000 + place, 100_000 + 2 * place))
        calls += _log((old // 8, name, 0, round(1_000 * 2 ** (old % 8 / 8)) + rng.randrange(9)))
    rng.shuffle(calls)
    return calls


def _hours(rng: random.Random, hour: int, step: int, questions: int, entries: Calls | None = None) -> Calls:
    """A question every so many hours, and one of the entries after each while there are some."""
    calls: Calls = []
    left = [*(entries or [])]
    for number in range(questions):
        calls += _asked(hour + number * step)
        if left:
            calls.append(left.pop(rng.randrange(len(left))))
    return calls


def _samples() -> Iterator[Case]:
    first = _log((0, "a", 1, 1), (0, "b", 4, 6), (0, "c", 23, 40)) + _asked(0, 1, 2)
    first += _log((1, "a", 2, 2)) + _asked(2, 1) + _log((3, "c", 0, 1)) + _asked(2, 3, 9)
    yield _case("samples", "the sample of the statement", (1, 2), first)
    second = _log((0, "b", 1, 1), (0, "a", 4, 6)) + _asked(0, 1)
    yield _case("samples", "level at hour 1, and the smaller string leads", (1, 2), second)


def _entries(rng: random.Random) -> Iterator[Case]:
    yield _case("entries", "nothing yet", (1, 2), _asked(0, 7, 3, 7))
    first = _log((3, "b", 0, 9)) + _asked(3, 4) + _log((4, "a", 0, 9)) + _asked(4) + _log((4, "b", 8, 8))
    yield _case("entries", "one item, then two", (1, 2), first + _asked(4, 90))
    back = _log((4, "a", 3, 4), (4, "b", 2, 4)) + _asked(6, 5) + _log((5, "b", 2, 2)) + _asked(5, 6)
    yield _case("entries", "a question moves the clock", (1, 2), back + _log((6, "b", 0, 1)) + _asked(6))
    entry = _log((4, "a", 3, 4), (9, "b", 2, 4)) + _asked(8) + _log((7, "a", 9, 9)) + _asked(8, 9)
    yield _case("entries", "an entry moves the clock", (1, 2), entry)
    late = _log((6, "a", 1, 4), (6, "b", 1, 4)) + _asked(6) + _log((1, "b", 30, 32)) + _asked(6)
    yield _case(
        "entries", "late entries weigh what their hour says", (1, 4), late + _log((5, "a", 1, 1)) + _asked(6)
    )
    later = _log((2, "a", 3, 4)) + _asked(300) + _log((2, "b", 4, 5), (250, "c", 1, 9)) + _asked(300, 301)
    yield _case("entries", "late by hundreds of hours", (1, 2), later + _log((299, "c", 1, 1)) + _asked(301))
    none = (
        _log((2, "b", 0, 0)) + _asked(2) + _log((2, "a", 0, 5)) + _asked(3) + _log((2, "A", 0, 0)) + _asked(3)
    )
    yield _case("entries", "an item without impressions is known", (1, 3), none)
    level = [call for name in ("d", "B", "c", "10", "9") for call in (*_log((4, name, 1, 2)), *_asked(4))]
    yield _case("entries", "the same everywhere, the smaller string leads", (1, 5), level)
    for names in (("a", "b"), ("b", "a")):
        hair = _log((0, names[0], 1, 2), (0, names[1], 1, 1)) + _asked(0, 1)
        yield _case("entries", f"{names[1]} is better by the least there is", (0, 1), hair)
    falls = _log((1, "a", 9, 9), (1, "b", 8, 9), (1, "c", 7, 9), (1, "d", 6, 9)) + _asked(1)
    for name in "abcd":
        falls += _log((1, name, 0, 90)) + _asked(1)
    yield _case("entries", "one leader after the other falls", (1, 2), falls)
    rises = [call for place in range(20) for call in (*_log((1, f"i{place}", place, 20)), *_asked(1))]
    yield _case("entries", "one leader after the other comes", (1, 2), rises)
    for prior in ((0, 5), (5, 5), (1, 2)):
        stream = _stream(rng, 200, 6, 9)
        yield _case("entries", f"six items, a prior of {prior[0]} in {prior[1]}", prior, stream)
    for items, most in ((2, 3), (4, 4), (9, 20), (33, 9)):
        yield _case("entries", f"{items} items", (1, 3), _stream(rng, 300, items, most))


def _ageing(rng: random.Random) -> Iterator[Case]:
    one, many = (0, "a", 1, 1), (0, "b", 4, 6)
    yield _case(
        "ageing", "level, and the larger string waits an hour", (1, 2), _log(one, many) + _asked(0, 1, 2, 3)
    )
    swapped = _log((0, "b", 1, 1), (0, "a", 4, 6)) + _asked(0, 1, 2)
    yield _case("ageing", "level is enough for the smaller string", (1, 2), swapped)
    yield _case("ageing", "asked when all is over", (1, 2), _log(one, many) + _asked(0, 60))
    clock = _log(one, many, (2, "c", 0, 0)) + _asked(2, 3)
    yield _case("ageing", "an entry of another item moves the clock", (1, 2), clock)
    before = _log((2, "c", 0, 0), one, many) + _asked(2, 3)
    yield _case("ageing", "entries come when their turn is over", (1, 2), before)
    pairs = _log(
        (0, "a", 1, 1), (0, "b", 4, 6), (0, "c", 0, 1), (0, "d", 0, 2), (0, "e", 23, 40), (0, "f", 1, 9)
    )
    yield _case("ageing", "those behind change places first", (1, 2), pairs + _asked(*range(12)))
    same = _log((4, "b", 3, 4), (4, "a", 4, 6), (4, "c", 5, 8), (4, "d", 1, 1)) + _asked(4, 5, 6, 7, 20)
    yield _case("ageing", "the same excess on more or less", (1, 2), same)
    below = _log((4, "b", 1, 4), (4, "a", 2, 6), (4, "c", 0, 2), (4, "d", 3, 9)) + _asked(4, 5, 6, 7, 20)
    yield _case("ageing", "the same excess below the prior", (1, 2), below)
    for names in (("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c"), ("b", "c", "a")):
        flash = _log((0, names[0], 1, 1), (0, names[1], 7, 12), (0, names[2], 14, 25)) + _asked(0, 1, 2, 3, 4)
        yield _case("ageing", f"a lead between two hours, {', '.join(names)}", (1, 2), flash)
        meet = _log((0, names[0], 1, 1), (0, names[1], 6, 10), (0, names[2], 12, 21)) + _asked(0, 1, 2, 3, 4)
        yield _case("ageing", f"three meet, {', '.join(names)}", (1, 2), meet)
    for items in (3, 8, 12, 40):
        late = _log(*[(items, name, 0, 1) for name in _names(rng, items)])
        still = _close(rng, items, 4 * items) + _hours(rng, 4 * items, 1, 5 * items)
        yield _case("ageing", f"{items} items, close to each other", (1, 2), still)
        mixed = _close(rng, items, 4 * items) + _hours(rng, 4 * items, 1, 5 * items, late)
        yield _case("ageing", f"{items} items, close to each other, with late entries", (1, 2), mixed)
    for items, prior, most in ((5, (1, 2), 3), (12, (1, 2), 9), (40, (2, 3), 30), (64, (1, 2), 200)):
        yield _case(
            "ageing", f"{items} items, hour by hour", prior, _stream(rng, 200, items, most, still=True)
        )


def _exact(rng: random.Random) -> Iterator[Case]:
    for hour in (60, 300, MAX_HOUR):
        hair = _log((hour, "b", 1, 2), (hour, "a", 1, 2)) + _asked(hour) + _log((0, "b", 1, 1))
        yield _case("exact", f"a click of {hour} hours ago", (1, 3), hair + _asked(hour, 2 * hour))
        turn = _log((hour, "a", 3, 4), (hour, "b", 4, 6), (0, "b", 1, 1))
        questions = _asked(hour, hour + 1, 2 * hour - 1, 2 * hour, 2 * hour + 1, 2 * hour + 2)
        yield _case("exact", f"the excess is larger by a hair of {hour} hours", (1, 2), turn + questions)
        for names in (("a", "b"), ("b", "a")):
            level = _log((hour, names[0], 1, 1), (hour, names[1], 4, 6))
            near = level + _log((0, names[1], 1, 1)) + _asked(hour, hour + 1, hour + 2)
            yield _case("exact", f"level a hair before {hour + 1}", (1, 2), near)
            near = level + _log((0, names[0], 1, 1)) + _asked(hour, hour + 1, hour + 2)
            yield _case("exact", f"level a hair after {hour + 1}", (1, 2), near)
        late = _log(*[(number, "i7", 1, 1) for number in range(hour)])
        close = _close(rng, 25, hour) + _hours(rng, hour, hour // 60, 75, late)
        yield _case("exact", f"close to each other, {hour} hours", (1, 2), close)


def _bounds() -> Iterator[Case]:
    for clicks, impressions in ((-1, 2), (3, 2), (0, 0), (0, -1), (-2, -1)):
        yield _case("bounds", f"a prior of {clicks} in {impressions}", (clicks, impressions), [])
    refused = [
        *_log((7, "a", -1, 3), (7, "a", 4, 3), (7, "a", 0, -1)),
        *_asked(0),
        *_log((2, "a", 1, 3), (7, "a", 4, 3), (7, "A", -1, 0)),
        *_asked(2, 1, 3),
    ]
    yield _case("bounds", "refused entries leave no trace", (1, 2), refused)
    asked = (
        _log((5, "a", 1, 1)) + _asked(3, 2_000, 1_999) + _log((MAX_HOUR, "b", 1, 2)) + _asked(1_999, 2_000)
    )
    yield _case("bounds", "refused questions leave no trace", (1, 2), asked)
    nothing = [*_log((5, "a", 0, 0)), *_asked(4, 5)]
    yield _case("bounds", "nothing shown in an hour that is recorded", (0, 1), nothing)
    ends = _log((0, "z", 0, MAX_COUNT), (MAX_HOUR, "z" * MAX_LENGTH, MAX_COUNT, MAX_COUNT), (0, " ", 1, 1))
    for clicks in (MAX_COUNT, 1, 0):
        prior = (clicks, MAX_COUNT)
        yield _case("bounds", f"largest values, a prior of {clicks}", prior, ends + _asked(MAX_HOUR, MAX_NOW))


def _scale(rng: random.Random) -> Iterator[Case]:
    names = [f"item {number}" for number in rng.sample(range(10**6), 2_800)]
    busy = _log(*[_entry(rng, name, rng.randint(0, 300), 1_000) for name in names])
    clock = 300
    for number in range(2_550):
        clock += number % 10 == 0
        late = max(0, clock - rng.randrange(40))
        busy += [*_log(_entry(rng, rng.choice(names), late, 1_000)), *_asked(clock)]
    yield _case("scale", "2800 items, a question after each entry", (3, 100), busy)
    late = _log(*[(rng.randrange(100), f"i{number}", 0, 1) for number in range(250)])
    close = _close(rng, 300, MAX_HOUR) + _hours(rng, MAX_HOUR, 1, 700, late)
    yield _case("scale", "300 items, another leader nearly every hour", (1, 2), close)
    alike = [call for name in names for call in (*_log((50, name, 7, 20)), *_asked(50))]
    yield _case("scale", "2800 items, all alike", (1, 3), alike)
