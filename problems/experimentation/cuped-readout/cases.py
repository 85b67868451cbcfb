"""Cases for CUPED: window boundaries, one coefficient for both arms, and users of every age of account."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from readyroom import Case

MAX_USERS = 6_000
MAX_EVENTS = 40_000
MAX_DAY = 10_000
MAX_SECONDS = 10**8
NAMES = ("users", "events", "window")
ARMS = ("control", "treatment")

User = tuple[str, str, int, int]
Event = tuple[str, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != set(NAMES):
        raise ValueError("cuped takes users, events and window")
    users = _rows("users", given["users"], [str, str, int, int], MAX_USERS)
    events = _rows("events", given["events"], [str, int, int], MAX_EVENTS)
    if type(given["window"]) is not int or not -10 <= given["window"] <= 1_000:
        raise ValueError("window must be an integer between -10 and 1000")
    for number, (user, arm, joined, exposed) in enumerate(users):
        if len(user) > 40 or arm not in ARMS or not 0 <= joined <= exposed <= MAX_DAY:
            raise ValueError(f"users[{number}]: write (user, control or treatment, joined, exposed) in days")
    if len({row[0] for row in users}) < len(users):
        raise ValueError("a user stands there twice")
    for number, (user, day, seconds) in enumerate(events):
        if len(user) > 40 or not 0 <= day <= MAX_DAY or not 0 <= seconds <= MAX_SECONDS:
            raise ValueError(f"events[{number}]: user, day or seconds is out of bounds")


def _rows(name: str, rows: object, types: list[type], most: int) -> list[tuple]:
    if type(rows) is not list or len(rows) > most:
        raise ValueError(f"{name} must be a list of at most {most} rows")
    for number, row in enumerate(rows):
        if type(row) is not tuple or [type(field) for field in row] != types:
            raise ValueError(
                f"{name}[{number}] must be a tuple of {', '.join(kind.__name__ for kind in types)}"
            )
    return rows


def totals(users: list[User], events: list[Event], window: int) -> dict[str, tuple[int | None, int]]:
    """Covariate (None where there is none) and outcome per user."""
    exposures = {user: exposed for user, _, _, exposed in users}
    past, outcome = dict.fromkeys(exposures, 0), dict.fromkeys(exposures, 0)
    for user, day, seconds in events:
        if user in exposures:
            age = day - exposures[user]
            outcome[user] += seconds * (0 <= age < window)
            past[user] += seconds * (-window <= age < 0)
    known = {user for user, _, joined, exposed in users if joined <= exposed - window}
    return {user: (past[user] if user in known else None, outcome[user]) for user in exposures}


def clear(users: list[User], events: list[Event], window: int) -> bool:
    """Whether no digits are lost: some noise is left, and what is squared is not tiny beside the totals."""
    pairs = totals(users, events, window)
    left = total = squares = products = 0.0
    largest = max(max(x or 0, y) for x, y in pairs.values())
    for name in ARMS:
        arm = [pairs[user] for user, own, *_ in users if own == name]
        known = [(x, y) for x, y in arm if x is not None]
        mean_y = sum(y for _, y in arm) / len(arm)
        total += fsum((y - mean_y) ** 2 for _, y in arm)
        if known:
            mean_x, mean_y = (sum(values) / len(known) for values in zip(*known, strict=True))
            squares += fsum((x - mean_x) ** 2 for x, _ in known)
            products += fsum((x - mean_x) * (y - mean_y) for x, y in known)
            left += fsum((y - mean_y) ** 2 for _, y in known)
    if squares == 0:
        return True
    left -= products**2 / squares
    return squares > 1e-12 * largest**2 and (
        total == 0 or (total > 1e-12 * largest**2 and left > 1e-4 * total)
    )


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _windows(rng)
    yield from _adjustment(rng)
    yield from _past(rng)
    yield from _bounds(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("windows", note, *_experiment(rng, 12, 6), 6)
    yield _case("adjustment", note, *_experiment(rng, 40, 7), 7)
    yield _case("past", note, *_experiment(rng, 40, 7, newcomers=0.5), 7)


def _case(group: str, note: str, users: list[User], events: list[Event], window: int) -> Case:
    if not clear(users, events, window):
        raise ValueError(f"{group}, {note}: the answer hangs on the last digits")
    return Case(args=(users, events, window), group=group, note=note)


def _experiment(
    rng: random.Random,
    count: int,
    window: int,
    lift: float = 1.1,
    newcomers: float = 0.2,
    per_user: int = 8,
    treated: float = 0.5,
) -> tuple[list[User], list[Event]]:
    """Users with habits of their own, exposed on different days; events all around their exposure."""
    users: list[User] = []
    events: list[Event] = []
    for at, number in enumerate(rng.sample(range(10 * count), count)):
        arm = ARMS[at % 2 if at < 4 else rng.random() < treated]
        exposed = rng.randint(2 * window, 3 * window)
        joined = exposed - (
            rng.randint(0, window - 1) if rng.random() < newcomers else rng.randint(window, 2 * window)
        )
        users.append((f"u{number}", arm, joined, exposed))
        habit = rng.expovariate(1 / 400)
        for _ in range(rng.randint(0, 2 * per_user)):
            day = rng.randint(joined, exposed + 2 * window)
            seconds = int(
                habit * rng.uniform(0.5, 1.5) * (lift if arm == "treatment" and day >= exposed else 1)
            )
            events.append((f"u{number}", day, seconds))
    rng.shuffle(events)
    return users, events


def _four(joined: int = 0, exposed: int = 50) -> list[User]:
    """Two users per arm with one exposure day."""
    return [(user, ARMS[user > "b"], joined, exposed) for user in "abcd"]


def _pairs(pairs: dict[str, tuple[int, int]], exposed: int = 50) -> list[Event]:
    """One event the day before exposure and one on it, per user, from (covariate, outcome)."""
    return [event for user, (x, y) in pairs.items() for event in ((user, exposed - 1, x), (user, exposed, y))]


def _samples() -> Iterator[Case]:
    users = [("a", "control", 0, 20), ("b", "control", 3, 20), ("c", "control", 5, 24)]
    users += [("d", "treatment", 0, 22), ("e", "treatment", 9, 21), ("f", "treatment", 20, 21)]
    events = [("a", 19, 50), ("a", 20, 40), ("a", 26, 30), ("b", 15, 20), ("b", 20, 10), ("b", 27, 99)]
    events += [("d", 15, 80), ("d", 22, 100), ("e", 14, 30), ("e", 21, 60), ("f", 20, 70), ("f", 22, 30)]
    yield _case("samples", "the sample of the statement", users, events, 7)
    pairs = {"a": (10, 20), "b": (30, 30), "c": (20, 40), "d": (50, 50)}
    yield _case("samples", "four users with a past", _four(), _pairs(pairs), 10)


def _windows(rng: random.Random) -> Iterator[Case]:
    base = _pairs({"a": (300, 500), "b": (100, 150), "c": (210, 480), "d": (90, 230)})
    for age, where in (
        (-8, "a day before the past"),
        (-7, "the first day of the past"),
        (-1, "the last day of the past"),
        (0, "the day of exposure"),
        (6, "the last day that counts"),
        (7, "a day too late"),
    ):
        yield _case("windows", f"watched on {where}", _four(), [*base, ("b", 50 + age, 64)], 7)
    one_day = [*base, ("a", 48, 30), ("a", 51, 90), ("d", 49, 20), ("d", 50, 45)]
    yield _case("windows", "a window of one day", _four(), one_day, 1)
    twice = [*base, ("c", 50, 70), ("c", 50, 70), ("c", 45, 20), ("c", 45, 20)]
    yield _case("windows", "several events on one day, some equal", _four(), twice, 7)
    strangers = [("x", 50, 999), *base, ("A", 49, 999), ("", 50, 999)]
    yield _case("windows", "events of users who are not in the experiment", _four(), strangers, 7)
    apart = [(user, arm, 0, day) for (user, arm, _, _), day in zip(_four(), (20, 25, 31, 37), strict=True)]
    daily = [
        (user, day, 10 * (1 + at) + day % 3)
        for at, user in enumerate("abcd")
        for day in range(0, 60, 1 + at % 2)
    ]
    yield _case("windows", "exposed on different days", apart, daily, 7)
    yield _case("windows", "forty users exposed on different days", *_experiment(rng, 40, 7, newcomers=0), 7)


def _adjustment(rng: random.Random) -> Iterator[Case]:
    def four(note: str, **pairs: tuple[int, int]) -> Case:
        return _case("adjustment", note, _four(), _pairs(pairs), 5)

    yield four("slope below 1", a=(100, 60), b=(300, 130), c=(200, 120), d=(400, 160))
    yield four("slope above 1", a=(10, 60), b=(30, 170), c=(20, 120), d=(40, 200))
    yield four("negative slope", a=(100, 50), b=(300, 30), c=(200, 70), d=(400, 10))
    yield four("arms far apart before exposure", a=(10, 30), b=(20, 42), c=(500, 520), d=(520, 560))
    yield four("unequal slopes in the arms", a=(0, 0), b=(100, 300), c=(0, 50), d=(400, 20))
    yield four("a past that explains nothing", a=(10, 20), b=(20, 20), c=(30, 50), d=(40, 50))
    yield four("a past that differs in one arm only", a=(10, 20), b=(10, 60), c=(30, 50), d=(70, 90))
    yield four("no raw effect, and one after the adjustment", a=(10, 20), b=(30, 60), c=(20, 30), d=(60, 50))
    uneven = [*_four(), ("e", "treatment", 0, 50), ("f", "treatment", 0, 50), ("g", "treatment", 0, 50)]
    pairs = {
        "a": (30, 80),
        "b": (90, 190),
        "c": (50, 150),
        "d": (20, 60),
        "e": (0, 10),
        "f": (80, 210),
        "g": (10, 70),
    }
    yield _case("adjustment", "two users against five", uneven, _pairs(pairs), 5)
    offset = 40_000_000
    pairs = {user: (offset + 3 * x, 2 * offset + y) for user, (x, y) in pairs.items()}
    pairs["c"] = (offset + 152, 2 * offset + 151)
    yield _case("adjustment", "large totals, small spread", uneven, _pairs(pairs), 5)
    yield _case("adjustment", "sixty users", *_experiment(rng, 60, 7, newcomers=0), 7)
    lopsided = _experiment(rng, 60, 7, newcomers=0, treated=0.15)
    yield _case("adjustment", "sixty users, few of them treated", *lopsided, 7)


def _past(rng: random.Random) -> Iterator[Case]:
    pairs = {"a": (30, 80), "b": (90, 190), "c": (50, 150), "d": (20, 60), "e": (70, 20), "f": (80, 110)}
    events = _pairs(pairs)
    for joined, what in (
        (42, "before the past began"),
        (43, "on its first day"),
        (44, "one day late"),
        (50, "on exposure"),
    ):
        users = [*_four(), ("e", "control", joined, 50), ("f", "treatment", joined, 50)]
        yield _case("past", f"two users joined {what}", users, events, 7)
    users = [*_four(), ("e", "control", 0, 50), ("f", "treatment", 0, 50)]
    quiet = [event for event in events if event[0] not in "ef" or event[1] == 50]
    yield _case("past", "there all the time and watched nothing before", users, quiet, 7)
    late = [(user, arm, 49, exposed) for user, arm, _, exposed in users]
    yield _case("past", "nobody has a past", late, events, 7)
    yield _case("past", "one user has a past", [users[0], *late[1:]], events, 7)
    yield _case("past", "one user of each arm has a past", [users[0], *late[1:5], users[5]], events, 7)
    control_only = [row if row[1] == "control" else (*row[:2], 49, 50) for row in users]
    yield _case("past", "only control has a past", control_only, events, 7)
    idle = [event for event in events if event[1] == 50]
    yield _case("past", "nobody watched anything before", users, idle, 7)
    same = [(user, day, 60 if day == 49 else seconds) for user, day, seconds in events]
    yield _case("past", "everybody has the same past", users, same, 7)
    yield _case("past", "half of fifty users are new", *_experiment(rng, 50, 7, newcomers=0.5), 7)
    yield _case("past", "most of fifty users are new", *_experiment(rng, 50, 14, newcomers=0.85), 14)


def _bounds(rng: random.Random) -> Iterator[Case]:
    users, events = _four(), _pairs({"a": (10, 20), "b": (30, 50), "c": (25, 20), "d": (60, 70)})
    for window in (0, -1, -10):
        yield _refused("the window is no day", users, events, window)
    yield _refused("one user in control", users[1:], events, 5)
    yield _refused("one user in treatment", users[:3], events, 5)
    yield _refused("nobody in control", [(user, "treatment", 0, 50) for user in "abcd"], events, 5)
    yield _refused("no users", [], events, 5)
    yield _case("bounds", "no events", users, [], 5)
    seconds = {"a": (1, 1), "b": (0, 0), "c": (1, 1), "d": (2, 1)}
    yield _case("bounds", "a second or none", users, _pairs(seconds), 5)
    yield _case(
        "bounds",
        "outcomes alike in each arm",
        users,
        _pairs({"a": (1, 7), "b": (2, 7), "c": (3, 9), "d": (5, 9)}),
        5,
    )
    first = [(user, arm, 0, 5) for user, arm, _, _ in users]
    yield _case(
        "bounds",
        "the past begins on day 0",
        first,
        _pairs({"a": (10, 20), "b": (30, 50), "c": (25, 20), "d": (60, 70)}, 5),
        5,
    )
    yield _case(
        "bounds",
        "a window before time began",
        first,
        _pairs({"a": (10, 20), "b": (30, 50), "c": (25, 20), "d": (60, 70)}, 5),
        6,
    )
    yield _case("bounds", "the longest window", *_experiment(rng, 12, 1_000), 1_000)
    last = [(user, arm, MAX_DAY, MAX_DAY) for user, arm, _, _ in users]
    yield _case(
        "bounds",
        "joined and exposed on the last day",
        last,
        [("a", MAX_DAY, MAX_SECONDS), ("c", MAX_DAY, 1)],
        1,
    )


def _refused(note: str, users: list[User], events: list[Event], window: int) -> Case:
    return Case(args=(users, events, window), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    users, events = _experiment(rng, 3_000, 14)
    yield _case("scale", "3 000 users, 24 000 events", users, events, 14)
    users, events = _experiment(rng, MAX_USERS, 28, per_user=3, treated=0.1)
    yield _case("scale", "6 000 users, a tenth treated", users, events, 28)
