"""Cases for the version store: short scripts that each catch a mistake, random ones, and long ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 20_000
MAX_PINNED = 20_000
MAX_NUMBER = 10**12
MAX_HORIZON = 10**13
MAX_KEEP = 10**9

Calls = list[tuple[object, ...]]
TAKES = {
    "write": ("key", "time", "value"),
    "read": ("key", "time"),
    "pin": ("name", "keys", "time"),
    "unpin": ("name",),
    "collect": ("now",),
    "versions": ("key",),
}


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (calls that must be refused included)."""
    given = {**dict(zip(("keep", "horizon"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"keep", "horizon"}:
        raise ValueError("VersionStore takes keep and horizon")
    _whole("keep", given["keep"], MAX_KEEP)
    _whole("horizon", given["horizon"], MAX_HORIZON)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    named = 0
    for number, (method, *values) in enumerate(calls, 1):
        takes = TAKES.get(str(method), ())
        if len(values) != len(takes) or not takes:
            raise ValueError(f"call {number}: write {method}({', '.join(takes)})")
        for name, value in zip(takes, values, strict=True):
            _argument(f"call {number}: {name}", name, value)
        named += len(values[1]) if method == "pin" else 0
    if named > MAX_PINNED:
        raise ValueError(f"training sets name {named} keys together, at most {MAX_PINNED} are allowed")


def _argument(where: str, name: str, value: object) -> None:
    if name in ("time", "value", "now"):
        _whole(where, value, MAX_NUMBER)
    elif name == "keys":
        if type(value) is not list:
            raise ValueError(f"{where} must be a list of strings")
        for key in value:
            _argument(where, "key", key)
    elif type(value) is not str or len(value) > 20:
        raise ValueError(f"{where} must be a string of at most 20 characters")


def _whole(where: str, value: object, most: int) -> None:
    if type(value) is not int or abs(value) > most:
        raise ValueError(f"{where} must be an integer between {-most} and {most}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _reads(rng)
    yield from _retention(rng)
    yield from _pins(rng)
    yield from _errors(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("retention", note, 3, 12, _drawn(rng, 250, pins=0.0))
    yield _case("pins", note, 2, 9, _drawn(rng, 300, pins=0.25))


def _case(group: str, note: str, keep: int, horizon: int, calls: Calls | str) -> Case:
    return Case(
        args=(keep, horizon),
        calls=_calls(calls) if isinstance(calls, str) else calls,
        group=group,
        note=note,
    )


def _calls(text: str) -> Calls:
    """Calls from words: a5 writes key a at 5 (values count up), ?a5 reads, =a lists versions, c5 collects at 5,
    +P:ab@5 pins a training set P of a and b at 5, -P gives it up. Keys are a and b."""
    calls: Calls = []
    for word in text.split():
        sign, rest = word[0], word[1:]
        if sign in "ab":
            calls.append(("write", sign, int(rest), 100 + len(calls)))
        elif sign == "?":
            calls.append(("read", rest[0], int(rest[1:])))
        elif sign == "=":
            calls.append(("versions", rest))
        elif sign == "c":
            calls.append(("collect", int(rest)))
        elif sign == "-":
            calls.append(("unpin", rest))
        else:
            name, at = rest.split(":")
            keys, _, time = at.partition("@")
            calls.append(("pin", name, list(keys), int(time)))
    return calls


def _drawn(rng: random.Random, length: int, pins: float, back: float = 0.0) -> Calls:
    """Random calls of few keys and names at times that go on slowly, now and then back."""
    calls: Calls = []
    now = rng.randint(-20, 20)
    for _ in range(length):
        key, chance = rng.choice("abc"), rng.random()
        now += rng.choice((0, 0, 1, 1, 2, 5))
        time = now - rng.randint(1, 3) if rng.random() < back else now
        if chance < pins * 0.55:
            keys = [rng.choice("abcd") for _ in range(rng.randint(0, 4))]
            calls.append(("pin", rng.choice("PQR"), keys, now - rng.randint(-2, 12)))
        elif chance < pins:
            calls.append(("unpin", rng.choice("PQR")))
        elif chance < 0.6:
            calls.append(("write", key, time, rng.randint(-99, 99)))
        elif chance < 0.8:
            calls.append(("read", key, now - rng.randint(-2, 30)))
        else:
            calls += [("collect", time), ("versions", key)]
    return [*calls, *(("versions", key) for key in "abcd")]


def _samples() -> Iterator[Case]:
    calls: Calls = [("write", "clicks", time, value) for time, value in ((0, 5), (4, 6), (20, 7))]
    calls += [("collect", 20), ("read", "clicks", 10), ("read", "clicks", 2)]
    calls += [("collect", 29), ("collect", 30), ("versions", "clicks")]
    yield _case("samples", "superseded, not merely old", 3, 10, calls)
    calls = [
        ("write", "a", 1, 10),
        ("write", "a", 2, 20),
        ("pin", "train", ["a", "b"], 1),
        ("write", "a", 3, 30),
    ]
    calls += [("collect", 3), ("read", "a", 2), ("read", "a", 1), ("unpin", "train"), ("versions", "a")]
    yield _case("samples", "a pinned version", 1, 100, [*calls, ("collect", 3), ("collect", 3)])


def _reads(rng: random.Random) -> Iterator[Case]:
    yield _case("reads", "nothing written", 1, 0, "?a5 =a c0 ?a5 =a")
    yield _case("reads", "between, at and after versions", 9, 99, "a3 a7 b5 ?a2 ?a3 ?a6 ?a7 ?a99 ?b4 ?b5 ?b6")
    yield _case("reads", "several versions at one time", 9, 99, "a3 a5 a5 a5 a8 ?a4 ?a5 ?a7 ?a8 =a")
    yield _case("reads", "times below zero, and a value of zero", 9, 99, [
        ("write", "a", -8, 7), ("write", "a", -5, 0), ("write", "a", 0, -3),
        *(("read", "a", time) for time in (-9, -8, -6, -5, -1, 0)),
    ])  # fmt: skip
    yield _case("reads", "written after a read", 9, 99, "a1 ?a5 a4 ?a5 ?a3 b4 ?b5 a6 ?a5")
    odd: Calls = [("write", key, 0, number) for number, key in enumerate(["", "A", "a", "é", "a" * 20])]
    yield _case("reads", "odd keys", 1, 0, [*odd, *(("read", call[1], 0) for call in odd), ("collect", 1)])
    calls = [call for call in _drawn(rng, 150, pins=0.0) if call[0] != "collect"]
    yield _case("reads", "writes and reads", 2, 3, calls)


def _retention(rng: random.Random) -> Iterator[Case]:
    yield _case("retention", "the last two", 2, 99, "a1 a2 a3 =a c3 =a a4 a5 =a c5 =a ?a5 ?a4 ?a3")
    yield _case("retention", "exactly as many as are kept", 3, 99, "a1 a2 a3 c3 a4 c4 =a")
    yield _case(
        "retention", "one after the other leaves the horizon", 9, 10, "a1 a5 a8 c14 c15 c17 c18 =a c999 =a"
    )
    yield _case(
        "retention", "a key that is seldom written", 1, 5, "a0 c100 =a ?a100 a200 c200 c204 ?a150 c205 ?a150"
    )
    yield _case("retention", "the edge of the horizon", 9, 10, "a0 a20 c29 ?a19 c30 ?a19 ?a20 c31")
    yield _case("retention", "a horizon of zero", 3, 0, "a1 c1 a2 =a c2 =a a3 a4 c4 ?a4 ?a3")
    yield _case("retention", "superseded at once", 5, 4, "a3 a3 a3 c6 =a c7 =a")
    yield _case(
        "retention",
        "within the horizon, and outnumbered",
        2,
        50,
        "a1 a2 a3 a4 b4 c4 =a =b b5 b6 c6 c54 c56 =a =b",
    )
    yield _case("retention", "numbers after a collection", 1, 0, "a1 a2 c2 a3 =a c3 a4 =a c4 ?a4 a5 a6 =a")
    yield _case("retention", "several keys go at once", 1, 9, "b1 a1 b2 a2 b3 a3 c3 b4 a4 b5 c5 =a =b")
    keys = [("write", key, 0, 1) for key in ("b", "a10", "a9", "B", "a")]
    yield _case(
        "retention", "the order of removals", 1, 0, [*keys, *keys, *keys, ("collect", 0), ("collect", 0)]
    )
    wide: Calls = [("write", "a", time, 1) for time in (-MAX_NUMBER, MAX_NUMBER - 1, MAX_NUMBER)]
    asked: Calls = [("collect", MAX_NUMBER), ("versions", "a")]
    yield _case("retention", "the widest span, just within the horizon", MAX_KEEP, 2, [*wide, *asked])
    yield _case("retention", "the widest span, just beyond the horizon", MAX_KEEP, 1, [*wide, *asked])
    yield _case("retention", "the largest horizon", MAX_KEEP, MAX_HORIZON, [*wide, *asked])
    for keep, horizon in ((1, 0), (1, 8), (2, 5), (3, 20), (99, 4)):
        yield _case("retention", "writes, reads, collections", keep, horizon, _drawn(rng, 120, pins=0.0))


def _pins(rng: random.Random) -> Iterator[Case]:
    yield _case("pins", "two sets pin one version", 1, 9, "a1 +P:a@1 +Q:a@5 a2 c2 -P c2 ?a1 =a -Q =a c2 =a")
    yield _case("pins", "a key named three times", 1, 9, "a1 +P:aaa@1 a2 -P c2 =a")
    yield _case("pins", "what was current then", 1, 0, "a1 b2 a3 b4 a5 +P:ba@3 a6 c6 =a =b ?a3 ?a5 ?b3")
    yield _case("pins", "nothing to pin, but the name is taken", 1, 9, "a5 +P:ab@4 +P:a@5 -P +P:@9 -P -P")
    yield _case(
        "pins", "a collected version cannot be pinned", 1, 0, "a1 b1 a2 c2 +P:ba@1 -P +P:b@1 b3 c3 =b"
    )
    yield _case("pins", "nothing stays pinned after a refusal", 1, 0, "a1 b1 b2 c2 +P:ab@1 a3 c3 =a")
    yield _case("pins", "reads beside a pinned version", 1, 0, "a1 +P:a@1 a2 a3 c3 ?a1 ?a2 ?a3 =a")
    yield _case("pins", "pinned while it leaves the horizon", 9, 5, "a1 +P:a@1 a2 c7 c50 -P c50 =a")
    yield _case("pins", "unpinned while it is still needed", 2, 10, "a1 +P:a@1 a2 -P c2 =a c11 =a c12 =a")
    yield _case("pins", "pinned again before the collection", 1, 0, "a1 +P:a@1 a2 -P +Q:a@1 c2 =a -Q c2 =a")
    yield _case(
        "pins", "unpinned, pinned by another, collected later", 1, 0, "a1 +P:a@1 +Q:a@1 a2 c2 -P c3 -Q c4 =a"
    )
    yield _case("pins", "the name can be used again", 1, 0, "a1 +P:a@1 -P a2 +P:a@2 a3 c3 =a -P c3 =a")
    yield _case("pins", "at a time to come", 1, 0, "a1 +P:a@9 a2 a3 c9 =a ?a9 ?a1 -P c9")
    yield _case(
        "pins", "the newest, pinned and unpinned", 1, 0, "a1 +P:a@1 -P c5 =a +P:a@1 a6 c6 c7 =a -P c7 =a"
    )
    yield _case(
        "pins", "three of one key in one collection", 1, 0, "a1 +P:a@1 a2 +Q:a@2 a3 +R:a@3 a4 -R -P -Q c4 =a"
    )
    for keep, horizon in ((1, 0), (1, 6), (2, 9), (99, 5)):
        yield _case("pins", "sets come and go", keep, horizon, _drawn(rng, 160, pins=0.3))


def _errors(rng: random.Random) -> Iterator[Case]:
    for keep, horizon in ((0, 1), (-1, 1), (1, -1), (0, -1)):
        yield _case("errors", f"keep {keep}, horizon {horizon}", keep, horizon, "")
    yield _case("errors", "a write goes back", 1, 9, "a5 a4 =a a5 b4 =b b5 =b ?a4 ?a5")
    yield _case("errors", "a collection goes back", 1, 0, "a5 a7 c6 =a c7 =a c6 a6 a7 =a")
    yield _case("errors", "a write before the last collection", 1, 9, "a5 c9 a8 b8 =b a9 =a c8")
    yield _case("errors", "refused times do not count", 1, 9, "a5 a3 a4 c2 c4 a4 c5 a5 =a")
    yield _case(
        "errors", "names that are taken or unknown", 1, 9, "-P a1 +P:a@1 +P:@1 a2 +P:a@2 c2 -P c2 -P -Q"
    )
    yield _case("errors", "the name is looked at first", 1, 0, "a1 +P:@1 a2 c2 +P:a@1 +Q:a@1 -Q =a")
    yield _case("errors", "the clock now and then goes back", 2, 8, _drawn(rng, 200, pins=0.3, back=0.2))


def _scale(rng: random.Random) -> Iterator[Case]:
    often: Calls = []
    for step in range(9_500):
        often += [("write", f"k{rng.randrange(4_000)}", step, step), ("collect", step)]
    yield _case("scale", "a collection after each write", 3, 9_000, often)
    hot: Calls = [("write", "hot", time, time) for time in range(10_000)]
    hot += [("read", "hot", rng.randrange(400)) for _ in range(9_000)]
    yield _case("scale", "old values of a hot key", MAX_KEEP, MAX_HORIZON, hot)
    sets: Calls = []
    for step in range(4_900):
        sets += [("write", f"k{step % 400}", step, step), ("pin", f"set {step}", [f"k{step % 400}"], step)]
        sets += [("unpin", f"set {step - 900}"), ("collect", step)]
    yield _case("scale", "training sets come and go", 1, 0, sets)
