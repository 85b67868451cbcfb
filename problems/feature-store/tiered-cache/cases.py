"""Cases for the tiered cache: short scripts that each catch a mistake, random ones, and long ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 24_000
MAX_SHOWN = 100_000
MAX_NUMBER = 10**9

Calls = list[tuple[object, ...]]
NAMES = ("ram", "ssd", "window", "costs")
COSTS = (1, 10, 100, 7)
NEVER = 10**6  # a window that no case completes


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (sizes to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 4 or given.keys() != set(NAMES):
        raise ValueError("TieredCache takes ram, ssd, window and costs")
    for name in NAMES[:3]:
        _whole(name, given[name], -MAX_NUMBER)
    costs = given["costs"]
    if type(costs) is not tuple or len(costs) != 4:
        raise ValueError("costs must be a tuple of four integers")
    for cost in costs:
        _whole("a cost", cost, 0)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    known: set[object] = set()
    shown = 0
    for number, (method, *values) in enumerate(calls, 1):
        if method in ("get", "invalidate") and len(values) == 1:
            if type(values[0]) is not str or len(values[0]) > 20:
                raise ValueError(f"call {number}: key must be a string of at most 20 characters")
            known.add(values[0])
        elif method not in ("contents", "stats") or values:
            raise ValueError(f"call {number}: write get(key), invalidate(key), contents() or stats()")
        shown += len(known) if method == "contents" else 0
    if shown > MAX_SHOWN:
        raise ValueError(f"the answers of contents() can hold {shown} keys, at most {MAX_SHOWN} are allowed")


def _whole(where: str, value: object, least: int) -> None:
    if type(value) is not int or not least <= value <= MAX_NUMBER:
        raise ValueError(f"{where} must be an integer between {least} and {MAX_NUMBER}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _admission(rng)
    yield from _moves(rng)
    yield from _ageing(rng)
    yield from _bounds(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("moves", note, 2, 3, NEVER, _drawn(rng, 250, "abcdefgh"))
    yield _case("ageing", note, 2, 2, 7, _drawn(rng, 250, "abcdef"))


def _case(
    group: str,
    note: str,
    ram: int,
    ssd: int,
    window: int,
    calls: Calls | str,
    costs: tuple[int, ...] = COSTS,
) -> Case:
    if isinstance(calls, str):
        calls = _calls(f"{calls} = $")
    return Case(args=(ram, ssd, window, costs), calls=calls, group=group, note=note)


def _calls(text: str) -> Calls:
    """Calls from words: ab gets a and then b, !a invalidates, = asks for the contents, $ for the statistics."""
    calls: Calls = []
    for word in text.split():
        if word[0] == "!":
            calls.append(("invalidate", word[1:]))
        elif word in "=$":
            calls.append(("contents",) if word == "=" else ("stats",))
        else:
            calls += [("get", key) for key in word]
    return calls


def _drawn(rng: random.Random, length: int, keys: str, invalid: float = 0.0) -> Calls:
    """Random lookups in which a few keys are frequent, and which are changes slowly."""
    calls: Calls = []
    favourites = rng.sample(keys, 2)
    for _ in range(length):
        if rng.random() < 0.05:
            favourites = rng.sample(keys, 2)
        key = rng.choice(favourites) if rng.random() < 0.5 else rng.choice(keys)
        calls.append(("invalidate" if rng.random() < invalid else "get", key))
        if rng.random() < 0.2:
            calls.append(("contents",))
    return [*calls, ("contents",), ("stats",)]


def _samples() -> Iterator[Case]:
    calls = [*_calls("ab = b = c = b $")]
    yield _case("samples", "a second use", 1, 1, 100, calls, (1, 10, 100, 5))
    calls = _calls("aabb b = !b a = $")
    yield _case("samples", "halving makes room for what is new", 1, 2, 4, calls, (0, 1, 10, 2))
    yield _case("samples", "room in both tiers", 2, 2, NEVER, "abc = ab c d $ e = dd")


def _admission(rng: random.Random) -> Iterator[Case]:
    yield _case("admission", "nothing is used", 1, 1, NEVER, "")
    yield _case("admission", "RAM fills first, then the SSD", 2, 3, NEVER, "abcde = abcde")
    yield _case("admission", "equal frequencies move nothing", 1, 1, NEVER, "abcd = bcd = bc")
    yield _case("admission", "refused rows are remembered", 1, 1, NEVER, "aab c = c = c = c")
    yield _case("admission", "refused by RAM, admitted by the SSD", 1, 1, NEVER, "aaab cc = b cc = bb")
    yield _case("admission", "refused by both", 1, 2, NEVER, "aaa bb cc = d = d = d =")
    yield _case("admission", "out of RAM, refused by the SSD", 2, 1, NEVER, "aaab ccc = a dd = b = c")
    yield _case("admission", "out of RAM, admitted by the SSD", 1, 1, NEVER, "aa b = ccc = a")
    yield _case("admission", "fetched straight into a full RAM", 1, 2, NEVER, "a b c !b dd = bbb = $ cc b")
    yield _case("admission", "a scan passes without a trace", 2, 2, NEVER, "aabbccdd efghij = klmn = abcd")
    yield _case("admission", "few keys", 2, 2, NEVER, _drawn(rng, 150, "abcde"))


def _moves(rng: random.Random) -> Iterator[Case]:
    yield _case("moves", "a hit on the SSD that stays there", 1, 2, NEVER, "aaa b c = b = ddd =")
    yield _case("moves", "a hit in RAM makes another row the last", 2, 2, NEVER, "abaabb c a = ccc =")
    yield _case(
        "moves", "promoted when it is more frequent, not before", 1, 1, NEVER, "aaab b = b = b = a = a"
    )
    yield _case("moves", "two rows change places", 1, 1, NEVER, "abb = aa = bb = aa")
    yield _case("moves", "demoted rows come first on the SSD", 1, 3, NEVER, "aabcd = bbb = $ ee = fff")
    yield _case("moves", "a chain through all tiers", 1, 1, NEVER, "abb ccc dddd = eeeee = $ a")
    yield _case("moves", "RAM of three, SSD of two", 3, 2, NEVER, "abcabc dede fd = fff = d = e = $ abc")
    yield _case("moves", "the last row of RAM decides, not the rarest", 2, 2, NEVER, "aaab c = a cc = ccc =")
    for ram, ssd in ((1, 1), (2, 3), (3, 1)):
        yield _case("moves", f"{ram} in RAM, {ssd} on the SSD", ram, ssd, NEVER, _drawn(rng, 160, "abcdefgh"))


def _ageing(rng: random.Random) -> Iterator[Case]:
    yield _case("ageing", "the call that completes the window", 1, 1, 4, "aaab b = b = b =")
    yield _case("ageing", "halved at the end of that call, not before", 1, 1, 3, "aab b = b =")
    yield _case("ageing", "an odd frequency", 1, 1, 5, "aaabb b = b = b")
    yield _case("ageing", "a frequency of 1 goes to 0", 1, 1, 3, "abc b = c b = c =")
    yield _case("ageing", "halved twice", 1, 1, 6, "aaaaaa bbbbbb = c cc = bb")
    yield _case("ageing", "keys outside the tiers age as well", 1, 1, 8, "aabbcccc = d dddd = c = c")
    yield _case("ageing", "yesterday's favourite", 1, 2, 10, "aaaaaaaa bb bbb bbbb = bbb a =")
    yield _case("ageing", "a window of one", 1, 1, 1, "ab = b = a = aa")
    yield _case("ageing", "a window of two", 1, 1, 2, "ab bb = a a = aab =")
    for window in (2, 3, 5, 11):
        yield _case("ageing", f"a window of {window}", 2, 2, window, _drawn(rng, 120, "abcdef"))


def _bounds(rng: random.Random) -> Iterator[Case]:
    for ram, ssd, window in ((0, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, 0), (1, 1, -5)):
        yield _case("bounds", f"sizes {ram}, {ssd}, {window}", ram, ssd, window, [])
    yield _case("bounds", "no SSD", 1, 0, NEVER, "ab = bb = a aa = $ !a b = !b")
    yield _case("bounds", "invalid in RAM", 2, 2, NEVER, "abc !a = !a a = $ c")
    yield _case("bounds", "invalid on the SSD", 1, 2, NEVER, "abc !b = !b b = !c =")
    yield _case("bounds", "neither here nor there", 1, 1, NEVER, "!a a !b b c !c = !a !b")
    yield _case("bounds", "room in RAM for an SSD hit", 2, 2, NEVER, "aabbc !a = c = d =")
    yield _case("bounds", "room in RAM for a fetched row", 1, 2, NEVER, "aaab !a = c = b =")
    yield _case("bounds", "frequency survives the copy", 1, 1, NEVER, "aaa !a = b = a = b b bb =")
    yield _case("bounds", "invalidation is no call", 1, 1, 3, "aa !b !b !a a b = b = !b bb =")
    huge = _calls("abcabc = $")
    yield _case(
        "bounds", "more room than rows", MAX_NUMBER, MAX_NUMBER, MAX_NUMBER, huge, (0, 0, MAX_NUMBER, 1)
    )
    keys: Calls = [("get", key) for key in ("", "A", "a", "é", "a" * 20, "", "a", "a", "A")]
    yield _case("bounds", "odd keys", 2, 2, NEVER, [*keys, ("contents",), ("stats",)])
    yield _case("bounds", "invalidations now and then", 2, 2, 9, _drawn(rng, 200, "abcdef", invalid=0.2))


def _scale(rng: random.Random) -> Iterator[Case]:
    def mixed(hot: int, cold: int, share: float) -> Calls:
        calls: Calls = []
        for _ in range(MAX_CALLS - 2):
            number = rng.randrange(hot) if rng.random() < share else hot + rng.randrange(cold)
            calls.append(("get", f"r{number}"))
        return [*calls, ("contents",), ("stats",)]

    yield _case("scale", "thousands of rows in each tier", 7_000, 3_000, 9_000, mixed(3_000, 10**6, 0.3))
    yield _case("scale", "a short window, ever new keys", 50, 200, 2, mixed(100, 10**6, 0.3))
