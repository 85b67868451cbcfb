"""Cases for the readout of a ratio metric. No verdict hangs on the last digits, and no variance is lost to cancellation."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from statistics import NormalDist

from readyroom import Case

MAX_USERS = 10_000
MAX_ROWS = 40_000
MAX_IMPRESSIONS = 10**6
NAMES = ("assigned", "log", "share", "margin")
ARMS = ("control", "treatment")
ROW = [str, int, int]

Assigned = list[tuple[str, str]]
Log = list[tuple[str, int, int]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 4 or given.keys() != set(NAMES):
        raise ValueError("readout takes assigned, log, share and margin")
    _check_assigned(given["assigned"])
    _check_log(given["log"])
    for name, low, high in (("share", -1, 2), ("margin", -1, 10)):
        if type(given[name]) not in (int, float) or not low <= given[name] <= high:
            raise ValueError(f"{name} must be a number between {low} and {high}")


def _check_assigned(assigned: object) -> None:
    if type(assigned) is not list or len(assigned) > MAX_USERS:
        raise ValueError(f"assigned must be a list of at most {MAX_USERS} pairs")
    for number, pair in enumerate(assigned):
        if type(pair) is not tuple or [type(field) for field in pair] != [str, str]:
            raise ValueError(f"assigned[{number}] must be a tuple (user, arm)")
        if pair[1] not in ARMS or len(pair[0]) > 40:
            raise ValueError(f"assigned[{number}]: the arm is control or treatment, a user has 40 characters")
    if len({user for user, _ in assigned}) < len(assigned):
        raise ValueError("a user is assigned twice")


def _check_log(log: object) -> None:
    if type(log) is not list or len(log) > MAX_ROWS:
        raise ValueError(f"log must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(log):
        if type(row) is not tuple or [type(field) for field in row] != ROW or len(row[0]) > 40:
            raise ValueError(f"log[{number}] must be a tuple (user, impressions, clicks)")
        if not 0 <= row[2] <= row[1] <= MAX_IMPRESSIONS:
            raise ValueError(f"log[{number}]: 0 <= clicks <= impressions <= {MAX_IMPRESSIONS} must hold")


def measured(assigned: Assigned, log: Log, share: float) -> tuple[float, float, float, float]:
    """Lift, standard error, p-value of the split, and the largest factor lost to cancellation in a variance."""
    totals = {user: (0, 0) for user, _ in assigned}
    for user, impressions, clicks in log:
        if user in totals:
            totals[user] = totals[user][0] + impressions, totals[user][1] + clicks
    rates, errors, loss = [], [], 0.0
    for wanted in ARMS:
        users = [totals[user] for user, arm in assigned if arm == wanted]
        x, y = (sum(values) for values in zip(*users, strict=True))
        rate, count = y / x, len(users)
        squares = sum((clicks - rate * impressions) ** 2 for impressions, clicks in users)
        loss = max(loss, sum(clicks**2 for _, clicks in users) / squares if squares else inf)
        rates.append(rate)
        errors.append((squares * count / (count - 1)) ** 0.5 / x)
    ratio = rates[1] / rates[0]
    se = (errors[1] ** 2 + (ratio * errors[0]) ** 2) ** 0.5 / rates[0]
    treated, total = sum(arm == "treatment" for _, arm in assigned), len(assigned)
    z = abs(treated - share * total) / (total * share * (1 - share)) ** 0.5
    return ratio - 1, se, 2 * NormalDist().cdf(-z), loss


def clear(assigned: Assigned, log: Log, share: float, margin: float) -> bool:
    """Whether every sensible computation gives the same verdict and the same digits."""
    lift, se, srm_p, loss = measured(assigned, log, share)
    gaps = (lift - 1.96 * se - margin, lift + 1.96 * se - margin, srm_p - 0.001)
    return min(map(abs, gaps)) > 1e-6 and loss < 1e6


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _lift(rng)
    yield from _split(rng)
    yield from _verdict(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn(rng, "lift", note, (60, 70), 0.5, 0.02)
    yield _drawn(rng, "lift", note, (150, 30), 0.2, 0.1)
    yield _drawn(rng, "split", note, (rng.randint(60, 90), rng.randint(60, 90)), 0.5, 0.0)


def _case(group: str, note: str, assigned: Assigned, log: Log, share: float, margin: float) -> Case:
    if not clear(assigned, log, share, margin):
        raise ValueError(f"{group}, {note}: the verdict hangs on the last digits")
    return Case(args=(assigned, log, share, margin), group=group, note=note)


def _drawn(
    rng: random.Random, group: str, note: str, sizes: tuple[int, int], share: float, margin: float
) -> Case:
    """Draw an experiment until it is clear, which nearly every draw is."""
    while not clear(*(drawn := _experiment(rng, *sizes)), share, margin):
        pass
    return _case(group, note, *drawn, share, margin)


def _experiment(
    rng: random.Random,
    controls: int,
    treatments: int,
    rates: tuple[float, float] = (0.1, 0.11),
    sessions: int = 3,
    idle: float = 0.1,
) -> tuple[Assigned, Log]:
    """Users who scroll and click differently, in several sessions; a part of them never comes."""
    arms = ["control"] * controls + ["treatment"] * treatments
    rng.shuffle(arms)
    numbers = rng.sample(range(10 * len(arms)), len(arms))
    assigned = [(f"u{number}", arm) for number, arm in zip(numbers, arms, strict=True)]
    log: Log = []
    for user, arm in assigned:
        scrolls, clicks = rng.expovariate(1 / 30), rates[arm == "treatment"] * rng.uniform(0.3, 1.7)
        for _ in range(0 if rng.random() < idle else rng.randint(1, 2 * sessions - 1)):
            impressions = 1 + int(rng.expovariate(1 / (scrolls + 1)))
            log.append((user, impressions, round(impressions * min(1.0, clicks * rng.uniform(0.5, 1.5)))))
    rng.shuffle(log)
    return assigned, log


def _by_hand(control: list[tuple[int, int]], treatment: list[tuple[int, int]]) -> tuple[Assigned, Log]:
    """One session per user, from (impressions, clicks)."""
    named = [(f"c{n}", "control", pair) for n, pair in enumerate(control)]
    named += [(f"t{n}", "treatment", pair) for n, pair in enumerate(treatment)]
    return [(user, arm) for user, arm, _ in named], [(user, *pair) for user, _, pair in named]


def _samples() -> Iterator[Case]:
    assigned = [(f"u{n}", "control" if n < 4 else "treatment") for n in range(1, 7)]
    log = [
        ("u1", 10, 1),
        ("u2", 40, 2),
        ("u1", 10, 2),
        ("u4", 30, 3),
        ("u5", 10, 2),
        ("u4", 10, 2),
        ("u9", 50, 9),
    ]
    yield _case("samples", "the sample of the statement", assigned, log, 0.5, 0.01)
    few = _by_hand([(20, 3), (30, 2)], [(20, 4)] * 3 + [(10, 1)] * 17)
    yield _case("samples", "twenty treated users where two were meant", *few, 0.1, 0.0)


def _lift(rng: random.Random) -> Iterator[Case]:
    one = _by_hand([(10, 1), (10, 3)], [(10, 2), (10, 5)])
    yield _case("lift", "the same impressions for every user", *one, 0.5, 0.1)
    heavy = _by_hand([(1, 1), (1, 0), (1, 1), (200, 20)], [(1, 1), (2, 1), (1, 1), (300, 33)])
    yield _case("lift", "one heavy user beside light ones", *heavy, 0.5, 0.1)
    steady = _by_hand([(10, 1), (40, 4), (90, 10), (160, 15)], [(20, 3), (50, 6), (110, 13), (140, 18)])
    yield _case("lift", "clicks nearly proportional to impressions", *steady, 0.5, 0.0)
    assigned, log = steady
    split = [(user, *part) for user, x, y in log for part in ((x - x // 2, y - y // 3), (x // 2, y // 3))]
    yield _case("lift", "the same users in two sessions each", assigned, split, 0.5, 0.0)
    idle = _by_hand([(20, 3), (30, 2), (0, 0), (0, 0), (25, 4)], [(10, 2), (0, 0), (35, 3), (15, 3), (0, 0)])
    yield _case("lift", "users with a session of no impressions", *idle, 0.5, 0.0)
    absent = [row for row in idle[1] if row[1]]
    yield _case("lift", "the same users without the empty sessions", idle[0], absent, 0.5, 0.0)
    others = [("x1", 500, 90), *idle[1][:4], ("", 10**6, 10**6), *idle[1][4:], ("C0", 40, 40)]
    yield _case("lift", "rows of users who are not assigned", idle[0], others, 0.5, 0.0)
    none = _by_hand([(20, 3), (30, 2), (10, 1)], [(10, 0), (20, 0), (15, 1)])
    yield _case("lift", "one click in treatment", *none, 0.5, 0.0)
    large = _by_hand(
        [(10**6, 10**5), (9 * 10**5, 10**4), (10**4, 9_999)], [(10**6, 9 * 10**5), (8 * 10**5, 0), (1, 1)]
    )
    yield _case("lift", "many impressions", *large, 0.5, 0.0)
    yield _drawn(rng, "lift", "120 users", (60, 60), 0.5, 0.02)
    yield _drawn(rng, "lift", "a tenth treated", (180, 20), 0.1, 0.02)


def _split(rng: random.Random) -> Iterator[Case]:
    for treated, what in ((552, "just within"), (553, "beyond"), (448, "just within"), (447, "beyond")):
        yield _case("split", f"{treated} of 1000, half were meant: {what}", *_idle(rng, treated), 0.5, 0.0)
    for treated, what in ((131, "just within"), (132, "beyond"), (69, "just within"), (68, "beyond")):
        yield _case("split", f"{treated} of 1000, a tenth was meant: {what}", *_idle(rng, treated), 0.1, 0.0)
    yield _case("split", "500 of 1000, a tenth was meant", *_idle(rng, 500), 0.1, 0.0)
    heavy = _by_hand([(900, 90), (800, 70), (20, 3)], [(10, 2), (30, 3), (15, 1)])
    yield _case("split", "few impressions in treatment, as many users", *heavy, 0.5, 0.0)


def _idle(rng: random.Random, treated: int) -> tuple[Assigned, Log]:
    """1000 users of whom most never come."""
    return _experiment(rng, 1_000 - treated, treated, (0.1, 0.3), sessions=1, idle=0.95)


def _verdict(rng: random.Random) -> Iterator[Case]:
    steps = (-2.9, -2.0, -1.92, -1.0, 0.0, 1.0, 1.92, 2.0, 2.9)
    for number, rates in enumerate(((0.1, 0.13), (0.12, 0.1))):
        assigned, log = _experiment(rng, 80, 80, rates)
        lift, se, *_ = measured(assigned, log, 0.5)
        for step in steps:
            note = (
                f"experiment {number + 1}, {abs(step):g} errors {'above' if step > 0 else 'below'} the margin"
            )
            yield _case("verdict", note, assigned, log, 0.5, round(lift - step * se, 9))
    alike = _by_hand([(100, 9 + n % 3) for n in range(40)], [(100, 10 + n % 3) for n in range(40)])
    yield _case("verdict", "significant, and too small to be worth it", *alike, 0.5, 0.15)
    yield _case("verdict", "significant, and worth it", *alike, 0.5, 0.05)
    worse = alike[0], [(user, x, y - 2 * (user[0] == "t")) for user, x, y in alike[1]]
    yield _case("verdict", "worse, and surely so", *worse, 0.5, 0.0)
    yield _case("verdict", "worse, but no more than the margin allows", *worse, 0.5, -0.2)


def _bounds() -> Iterator[Case]:
    assigned, log = _by_hand([(20, 3), (30, 2)], [(10, 2), (40, 3)])
    yield _case("bounds", "two users in each arm", assigned, log, 0.5, 0.0)
    for share in (0, 1, -0.1, 1.1, 0.0, 1.0):
        yield _refused("share out of range", assigned, log, share)
    one_control = [pair for pair in assigned if pair[0] != "c1"]
    yield _refused("one user in control", one_control, log, 0.5)
    yield _refused("one user in treatment", [pair for pair in assigned if pair[0] != "t1"], log, 0.5)
    yield _refused("nobody in treatment, as everybody sees", assigned[:2], log, 0.5)
    yield _refused("no users", [], [], 0.5)
    yield _refused("no rows", assigned, [], 0.5)
    yield _refused("no impressions in control", assigned, log[2:], 0.5)
    yield _refused("no impressions in treatment", assigned, [*log[:2], ("t0", 0, 0)], 0.5)
    unclicked = [(user, x, 0 if user[0] == "c" else y) for user, x, y in log]
    yield _refused("no clicks in control", assigned, unclicked, 0.5)
    lopsided = [*assigned, *((f"t{n}", "treatment") for n in range(2, 60))]
    yield _refused("no clicks in control, and far too few users there", lopsided, unclicked, 0.5)


def _refused(note: str, assigned: Assigned, log: Log, share: float) -> Case:
    return Case(args=(assigned, log, share, 0.0), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    assigned, log = _experiment(rng, 2_500, 2_500, sessions=5)
    yield _case("scale", "5 000 users", assigned, log, 0.5, 0.02)
    assigned, log = _experiment(rng, 5_400, 600, sessions=4)
    yield _case("scale", "6 000 users, a tenth treated", assigned, log, 0.1, 0.02)
