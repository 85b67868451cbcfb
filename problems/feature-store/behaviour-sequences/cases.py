"""Cases for the behaviour sequences: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_ACTIONS = 12_000
MAX_REQUESTS = 8_000
MAX_KINDS = 8
MAX_PLACES = 150_000
MAX_NUMBER = 10**12
MAX_QUOTA = 10**9

Action = tuple[str, int, str, int]
Request = tuple[str, int]
Quotas = dict[str, tuple[int, int]]
NAMES = ("actions", "requests", "length", "quotas")
FORMS = {"actions": (str, int, str, int), "requests": (str, int)}


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (quotas to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 4 or given.keys() != set(NAMES):
        raise ValueError("sample_histories takes actions, requests, length and quotas")
    _rows("actions", given["actions"], MAX_ACTIONS)
    requests = _rows("requests", given["requests"], MAX_REQUESTS)
    _whole("length", given["length"], MAX_QUOTA)
    if len(requests) * given["length"] > MAX_PLACES:
        raise ValueError(f"length times the number of requests is at most {MAX_PLACES}")
    quotas = given["quotas"]
    if type(quotas) is not dict or len(quotas) > MAX_KINDS:
        raise ValueError(f"quotas must be a dict of at most {MAX_KINDS} kinds")
    for kind, places in quotas.items():
        if type(kind) is not str or len(kind) > 20 or type(places) is not tuple or len(places) != 2:
            raise ValueError("quotas must give a tuple (reserved, most) for a kind of at most 20 characters")
        for number in places:
            _whole(f"quotas of {kind!r}", number, MAX_QUOTA)


def _rows(name: str, rows: object, most: int) -> list[tuple[object, ...]]:
    if type(rows) is not list or len(rows) > most:
        raise ValueError(f"{name} must be a list of at most {most}")
    for number, row in enumerate(rows):
        if type(row) is not tuple or tuple(map(type, row)) != FORMS[name]:
            raise ValueError(
                f"{name}[{number}] must be a tuple of {', '.join(t.__name__ for t in FORMS[name])}"
            )
        for field in row:
            if (type(field) is str and len(field) > 20) or (type(field) is int and abs(field) > MAX_NUMBER):
                raise ValueError(f"{name}[{number}]: a string is too long or a number too large")
    return rows


def _whole(where: str, value: object, most: int) -> None:
    if type(value) is not int or abs(value) > most:
        raise ValueError(f"{where} must be an integer between {-most} and {most}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _time(rng)
    yield from _repeats(rng)
    yield from _quotas(rng)
    yield from _errors()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("time", note, rng, items=10**6, moments=12, length=6, quotas={"view": (0, 6)})
    yield _drawn("repeats", note, rng, items=5, moments=40, length=7, quotas={"view": (0, 4), "like": (0, 3)})
    yield _drawn("quotas", note, rng, items=9, moments=25, length=6, quotas=THREE)


THREE: Quotas = {"view": (1, 5), "like": (0, 2), "buy": (2, 3)}


def _case(
    group: str, note: str, actions: list[Action], requests: list[Request], length: int, quotas: Quotas
) -> Case:
    return Case(args=(actions, requests, length, quotas), group=group, note=note)


def _told(group: str, note: str, text: str, times: Sequence[int], length: int, quotas: Quotas) -> Case:
    """Actions of one user from words such as v3.7: a view at 3 of item 7 (l is a like, b a purchase, s a share)."""
    kinds = {"v": "view", "l": "like", "b": "buy", "s": "share"}
    actions: list[Action] = []
    for word in text.split():
        time, item = word[1:].split(".")
        actions.append(("u", int(time), kinds[word[0]], int(item)))
    return _case(group, note, actions, [("u", time) for time in times], length, quotas)


def _drawn(
    group: str, note: str, rng: random.Random, items: int, moments: int, length: int, quotas: Quotas
) -> Case:
    """Two users with few moments, so that times are equal often; views are far more frequent than the rest."""
    kinds = ["view"] * 6 + ["like", "like", "buy", "share"]
    actions: list[Action] = [
        (rng.choice("uv"), rng.randrange(moments), rng.choice(kinds), rng.randrange(items))
        for _ in range(120)
    ]
    requests = [(rng.choice("uvw"), rng.randrange(-1, moments + 2)) for _ in range(40)]
    return _case(group, note, actions, requests, length, quotas)


def _samples() -> Iterator[Case]:
    actions: list[Action] = [
        ("u", 1, "buy", 7),
        ("u", 2, "view", 5),
        ("u", 3, "view", 6),
        ("u", 4, "view", 5),
    ]
    actions += [("u", 5, "view", 8), ("u", 6, "buy", 9)]
    asked = [("u", 6), ("u", 4), ("u", 1)]
    yield _case(
        "samples", "a repeat and a reserved place", actions, asked, 3, {"view": (0, 3), "buy": (1, 2)}
    )
    actions = [("u", 1, "view", 1), ("v", 2, "view", 2), ("u", 2, "like", 1), ("u", 2, "view", 3)]
    actions.append(("u", 2, "share", 3))
    asked = [("u", 3), ("w", 3), ("v", 3)]
    yield _case("samples", "two users, a quota of one", actions, asked, 4, {"view": (1, 1), "like": (2, 5)})


def _time(rng: random.Random) -> Iterator[Case]:
    views: Quotas = {"view": (0, 9)}
    yield _told("time", "before, at and after", "v3.1 v5.2 v5.3 v8.4", range(2, 11), 9, views)
    yield _told("time", "the log in no order", "v9.1 v2.2 v7.3 v4.4 v5.5", [8, 3, 20, 5, 1, 8], 3, views)
    yield _told("time", "equal times, fewer places", "v4.1 v4.2 v4.3 v3.4 v4.5", [4, 5], 3, views)
    yield _told("time", "the newest action stands first", "v9.1 v3.2 v5.3 v1.4", [10, 9, 6], 2, views)
    yield _case("time", "no actions", [], [("u", 1), ("v", 2)], 3, views)
    yield _case("time", "no requests", [("u", 1, "view", 1)], [], 3, views)
    yield _case("time", "no quotas", [("u", 1, "view", 1)], [("u", 5)], 3, {})
    names = ["", "U", "u", "u" * 20]
    many: list[Action] = [(user, 1, "view", number) for number, user in enumerate(names)]
    yield _case("time", "users of all names", many, [(user, 2) for user in [*names, "x"]], 3, views)
    ends: list[Action] = [("u", -MAX_NUMBER, "view", -MAX_NUMBER), ("u", MAX_NUMBER - 1, "view", MAX_NUMBER)]
    asked = [("u", -MAX_NUMBER), ("u", MAX_NUMBER - 1), ("u", MAX_NUMBER)]
    yield _case("time", "the ends of time", ends, asked, 50_000, {"view": (MAX_QUOTA // 10**5, MAX_QUOTA)})
    yield _drawn("time", "two users", rng, items=10**6, moments=15, length=5, quotas={"view": (0, 5)})


def _repeats(rng: random.Random) -> Iterator[Case]:
    views: Quotas = {"view": (0, 9)}
    yield _told("repeats", "one item again and again", "v1.5 v2.5 v3.5 v4.5", range(1, 7), 3, views)
    yield _told("repeats", "a repeat that comes later", "v1.5 v2.6 v3.5 v4.6 v9.7", range(2, 11), 9, views)
    yield _told("repeats", "the repeat moves to the end", "v1.1 v2.2 v3.3 v4.1 v5.4", [4, 5, 6], 2, views)
    yield _told("repeats", "a repeat at the same time", "v3.1 v3.2 v3.1 v2.2", [3, 4], 9, views)
    both: Quotas = {"view": (0, 3), "like": (0, 3)}
    yield _told("repeats", "one item, two kinds", "v1.5 l2.5 v3.6 l4.6 v5.5", range(2, 7), 6, both)
    yield _told(
        "repeats",
        "repeats do not use up the quota",
        "v1.1 v2.2 v3.3 v4.3 v5.3 v6.3",
        [7],
        9,
        {"view": (0, 3)},
    )
    yield _told("repeats", "repeats do not use up the places", "v1.1 v2.2 v3.2 v4.2 l1.7", [5], 3, both)
    yield _told(
        "repeats", "pushed out, and back again", "v1.1 v2.2 v3.3 v4.1 v5.2 v6.1", range(2, 8), 2, views
    )
    other: list[Action] = [("u", 1, "view", 5), ("v", 2, "view", 5), ("u", 3, "view", 6)]
    yield _case("repeats", "the same item of another user", other, [("u", 9), ("v", 9)], 5, views)
    drawn = {"items": 6, "moments": 40, "length": 8}
    yield _drawn("repeats", "few items", rng, quotas={"view": (0, 5), "like": (0, 4)}, **drawn)


def _quotas(rng: random.Random) -> Iterator[Case]:
    rare = "b1.1 b2.2 v3.1 v4.2 v5.3 v6.4 v7.5 v8.6"
    for reserved in (0, 1, 2):
        yield _told(
            "quotas",
            f"{reserved} places for the rare kind",
            rare,
            [9, 6],
            4,
            {"view": (0, 9), "buy": (reserved, 2)},
        )
    yield _told(
        "quotas", "a quota that is less than the places", rare, [9, 3], 6, {"view": (0, 3), "buy": (0, 1)}
    )
    yield _told(
        "quotas",
        "reserved places that nobody fills",
        "v1.1 v2.2 v3.3 l4.4",
        [5, 4],
        3,
        {"buy": (2, 2), "view": (0, 3), "like": (1, 1)},
    )
    free = "v1.1 l2.1 v3.2 l4.2 v5.3 l6.3 b7.1"
    for quotas in (
        {"view": (0, 5), "like": (0, 5), "buy": (0, 5)},
        {"like": (1, 5), "buy": (0, 5), "view": (1, 5)},
    ):
        yield _told("quotas", "free places go to the newest", free, [8, 7, 6], 4, quotas)
    yield _told(
        "quotas",
        "more reserved than there are",
        "v1.1 v2.2 b3.3 v4.4",
        [5],
        4,
        {"buy": (3, 3), "view": (1, 3)},
    )
    yield _told("quotas", "a quota of zero", free, [8, 5], 5, {"view": (0, 0), "like": (0, 2), "buy": (1, 1)})
    yield _told("quotas", "every place is reserved", rare, [9], 3, {"view": (2, 9), "buy": (1, 9)})
    yield _told("quotas", "kinds without a quota", "s1.1 v2.2 s3.3 v4.4 s5.5", [6, 4], 3, {"view": (1, 9)})
    yield _told("quotas", "one place", free, range(1, 9), 1, {"view": (0, 1), "like": (0, 1), "buy": (0, 1)})
    yield _told(
        "quotas",
        "the reserved one is not the newest",
        "b5.1 v6.1 v7.2 v8.3 v9.4",
        [10],
        3,
        {"view": (1, 9), "buy": (1, 9)},
    )
    for length in (3, 5, 9):
        yield _drawn("quotas", "three kinds", rng, items=9, moments=25, length=length, quotas=THREE)


def _errors() -> Iterator[Case]:
    actions: list[Action] = [("u", 1, "view", 1)]
    for note, length, quotas in (
        ("length of zero", 0, {"view": (0, 1)}),
        ("negative length", -1, {}),
        ("one reserved place too many", 3, {"view": (2, 2), "like": (2, 2)}),
        ("more reserved than the quota", 9, {"view": (0, 1), "like": (3, 2)}),
        ("a negative reservation", 9, {"view": (-1, 2)}),
        ("a negative quota", 9, {"view": (0, -1)}),
        ("both negative", 9, {"like": (0, 0), "view": (-2, -1)}),
    ):
        for requests in ([("u", 2)], []):
            asked = "" if requests else ", nothing asked"
            yield Case(
                args=(actions, requests, length, quotas),
                group="errors",
                note=note + asked,
                raises="ValueError",
            )
    full: Quotas = {"view": (1, 1), "like": (2, 2)}
    yield _case("errors", "exactly as many reserved places as there are", actions, [("u", 2)], 3, full)
    yield _case("errors", "a length of one", actions, [("u", 2)], 1, {"view": (1, 1)})


def _scale(rng: random.Random) -> Iterator[Case]:
    def asked(count: int) -> list[Request]:
        return [("u", MAX_ACTIONS - rng.randrange(1_000)) for _ in range(count)]

    quotas: Quotas = {"view": (0, 20), "buy": (2, 5)}
    looped: list[Action] = [("u", time, "view", rng.randrange(12)) for time in range(MAX_ACTIONS)]
    looped[7] = ("u", 7, "buy", 1)
    yield _case("scale", "one user, few items, a rare kind", looped, asked(6_000), 20, quotas)
    different: list[Action] = [("u", time, "view", rng.randrange(10**9)) for time in range(MAX_ACTIONS)]
    yield _case(
        "scale", "one user, ever new items", different, asked(MAX_REQUESTS), 10, {"view": (0, MAX_QUOTA)}
    )
    users = [f"user-{number}" for number in range(700)]
    many: list[Action] = []
    for _ in range(MAX_ACTIONS):
        kind = rng.choice(("view", "view", "view", "like", "buy"))
        many.append((rng.choice(users), rng.randrange(2_000), kind, rng.randrange(30)))
    requests = [(rng.choice(users), rng.randrange(2_100)) for _ in range(MAX_REQUESTS)]
    yield _case("scale", "hundreds of users", many, requests, 8, THREE)
