"""Cases for novelty effects: ages against calendar days, users who leave, ramps that mix cohorts, and both verdicts."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from statistics import fmean, variance

from readyroom import Case

MAX_USERS = 3_000
MAX_ROWS = 40_000
MAX_DAY = 1_000
MAX_VALUE = 10**6
NAMES = ("exposures", "activity", "last_day", "horizon", "width", "margin")
ARMS = ("control", "treatment")

Exposure = tuple[str, str, int]
Row = tuple[str, int, int]
Windows = tuple[int, int, int]  # last_day, horizon, width


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 6 or given.keys() != set(NAMES):
        raise ValueError(f"novelty takes {', '.join(NAMES)}")
    last_day = _whole("last_day", given["last_day"], 0, MAX_DAY)
    _whole("horizon", given["horizon"], -10, 100)
    _whole("width", given["width"], -10, 100)
    if type(given["margin"]) not in (int, float) or not -(10**6) <= given["margin"] <= 10**6:
        raise ValueError("margin must be a number between -1000000 and 1000000")
    exposures = _rows("exposures", given["exposures"], [str, str, int], MAX_USERS)
    for number, (user, arm, day) in enumerate(exposures):
        if len(user) > 40 or arm not in ARMS or not 0 <= day <= last_day:
            raise ValueError(f"exposures[{number}]: write (user, control or treatment, day up to last_day)")
    if len({user for user, _, _ in exposures}) < len(exposures):
        raise ValueError("a user stands there twice")
    for number, (user, day, value) in enumerate(
        _rows("activity", given["activity"], [str, int, int], MAX_ROWS)
    ):
        if len(user) > 40 or not 0 <= day <= last_day or not 0 <= value <= MAX_VALUE:
            raise ValueError(f"activity[{number}]: user, day or value is out of bounds")


def _whole(name: str, value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")
    return value


def _rows(name: str, rows: object, types: list[type], most: int) -> list[tuple]:
    if type(rows) is not list or len(rows) > most:
        raise ValueError(f"{name} must be a list of at most {most} rows")
    for number, row in enumerate(rows):
        if type(row) is not tuple or [type(field) for field in row] != types:
            raise ValueError(
                f"{name}[{number}] must be a tuple of {', '.join(kind.__name__ for kind in types)}"
            )
    return rows


def measured(exposures: list[Exposure], activity: list[Row], windows: Windows) -> tuple[float, ...]:
    """Effects on late and on change, each with its standard error."""
    last_day, horizon, width = windows
    first = {user: day for user, _, day in exposures if day + horizon - 1 <= last_day}
    early, late = dict.fromkeys(first, 0), dict.fromkeys(first, 0)
    for user, day, value in activity:
        age = day - first.get(user, last_day + 1)
        early[user] = early.get(user, 0) + value * (0 <= age < width)
        late[user] = late.get(user, 0) + value * (horizon - width <= age < horizon)
    cohorts: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for user, arm, day in exposures:
        if user in first:
            cohorts[day][arm == "treatment"].append(user)
    used = [cohort for cohort in cohorts.values() if min(map(len, cohort)) >= 2]
    total = sum(len(arm) for cohort in used for arm in cohort)
    results: list[float] = []
    for quantity in (lambda user: late[user] / width, lambda user: (late[user] - early[user]) / width):
        effect = squares = 0.0
        for cohort in used:
            weight = sum(map(len, cohort)) / total
            control, treatment = ([quantity(user) for user in arm] for arm in cohort)
            effect += weight * (fmean(treatment) - fmean(control))
            squares += weight**2 * (variance(control) / len(control) + variance(treatment) / len(treatment))
        results += [effect, squares**0.5]
    return tuple(results)


def clear(exposures: list[Exposure], activity: list[Row], windows: Windows, margin: float) -> bool:
    """Whether trend and launch are the same however one computes."""
    late, late_se, change, change_se = measured(exposures, activity, windows)
    gaps = (late - 1.96 * late_se - margin, change - 1.96 * change_se, change + 1.96 * change_se)
    return min(map(abs, gaps)) > 1e-6


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _days(rng)
    yield from _users(rng)
    yield from _cohorts(rng)
    yield from _verdict(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn(rng, "days", note, [8, 8, 8], (14, 9, 3))
    yield _drawn(rng, "users", note, [6, 4, 7, 5], (9, 7, 2))
    yield _drawn(rng, "cohorts", note, [20, 12, 5, 3], (12, 8, 2))


def _case(
    group: str, note: str, exposures: list[Exposure], activity: list[Row], windows: Windows, margin: float
) -> Case:
    if not clear(exposures, activity, windows, margin):
        raise ValueError(f"{group}, {note}: trend or launch hangs on the last digits")
    return Case(args=(exposures, activity, *windows, margin), group=group, note=note)


def _drawn(
    rng: random.Random, group: str, note: str, sizes: list[int], windows: Windows, margin: float = 2.5
) -> Case:
    """Draw an experiment until it is clear, which nearly every draw is."""
    while not clear(*(drawn := _experiment(rng, sizes, windows[0])), windows, margin):
        pass
    return _case(group, note, *drawn, windows, margin)


def _experiment(
    rng: random.Random,
    sizes: list[int],
    last_day: int,
    novelty: float = 30,
    lasting: float = 5,
    leave: float = 0.06,
) -> tuple[list[Exposure], list[Row]]:
    """One cohort per size, on following days, more of each treated; users of later cohorts are less active."""
    exposures: list[Exposure] = []
    activity: list[Row] = []
    numbers = iter(rng.sample(range(10 * sum(sizes)), sum(sizes)))
    for first, size in enumerate(sizes):
        treated = max(2, round(size * (first + 1) / (len(sizes) + 1)))
        for at in range(size):
            user, arm = f"u{next(numbers)}", ARMS[at < treated]
            exposures.append((user, arm, first))
            level = rng.expovariate(1 / 40) * (1 - 0.5 * first / len(sizes))
            for day in range(max(0, first - 2), last_day + 1):
                if day >= first and rng.random() < leave:
                    break
                lift = (
                    lasting + novelty * exp((first - day) / 2) if arm == "treatment" and day >= first else 0
                )
                if rng.random() < 0.7:
                    activity.append((user, day, max(0, round(level * rng.uniform(0.5, 1.5) + lift))))
    rng.shuffle(exposures)
    rng.shuffle(activity)
    return exposures, activity


def _by_hand(
    first: int, control: list[list[int]], treatment: list[list[int]], name: str = ""
) -> tuple[list[Exposure], list[Row]]:
    """A cohort from each user's values at age 0, 1, …; zeros make no row."""
    users = [
        (f"{name}{arm[0]}{at}", arm, days)
        for arm, side in zip(ARMS, (control, treatment), strict=True)
        for at, days in enumerate(side)
    ]
    activity = [
        (user, first + age, value) for user, _, days in users for age, value in enumerate(days) if value
    ]
    return [(user, arm, first) for user, arm, _ in users], activity


def _joined(*cohorts: tuple[list[Exposure], list[Row]]) -> tuple[list[Exposure], list[Row]]:
    return [row for exposures, _ in cohorts for row in exposures], [
        row for _, rows in cohorts for row in rows
    ]


def _samples() -> Iterator[Case]:
    exposures = [("a", "control", 3), ("b", "control", 3), ("c", "treatment", 3)]
    exposures += [("d", "treatment", 3), ("e", "treatment", 4), ("f", "control", 8)]
    activity = [
        ("a", 3, 10),
        ("a", 4, 10),
        ("b", 3, 6),
        ("b", 6, 8),
        ("c", 3, 30),
        ("c", 4, 20),
        ("c", 6, 12),
    ]
    activity += [("d", 3, 20), ("d", 3, 6), ("e", 4, 90), ("f", 8, 10), ("a", 2, 50)]
    yield _case("samples", "the sample of the statement", exposures, activity, (8, 4, 1), 1.5)
    first = _by_hand(0, [[5, 5, 4, 6], [9, 7, 8, 8]], [[9, 8, 9, 10], [12, 11, 13, 12]])
    second = _by_hand(1, [[2, 3, 1, 2], [4, 4, 5, 3], [3, 2, 3, 3]], [[9, 8, 9, 8], [8, 7, 8, 9]], "x")
    yield _case("samples", "two cohorts on following days", *_joined(first, second), (4, 4, 2), 2.0)


CONTROL = [[10, 12, 9, 11, 10, 13], [20, 18, 22, 19, 21, 20]]
TREATED = [[30, 26, 20, 16, 14, 13], [44, 36, 30, 27, 25, 22]]


def _days(rng: random.Random) -> Iterator[Case]:
    base = _by_hand(4, CONTROL, TREATED)
    for age, where in (
        (-1, "the day before exposure"),
        (0, "the day of exposure"),
        (5, "the last age"),
        (6, "one age too late"),
    ):
        extra = [("t1", 4 + age, 70), ("c0", 4 + age, 11)]
        yield _case("days", f"more on {where}", base[0], [*base[1], *extra], (12, 6, 2), 1.0)
    for width in (1, 2, 3):
        yield _case("days", f"six days, windows of {width}", *base, (9, 6, width), 1.0)
    yield _case("days", "seven days, a gap between the windows", *base, (10, 7, 3), 1.0)
    yield _case("days", "two days", *base, (9, 2, 1), 1.0)
    wave = [_by_hand(first, CONTROL, TREATED, f"{first}") for first in (0, 3, 4, 9)]
    yield _case("days", "the same decay in cohorts of different days", *_joined(*wave), (20, 6, 2), 1.0)
    rows = [*base[1], ("t0", 5, 3), ("t0", 5, 3), ("c1", 9, 4), ("c1", 9, 4), ("t1", 9, 0)]
    yield _case("days", "several rows on one day", base[0], rows[::-1], (9, 6, 2), 1.0)
    yield _drawn(rng, "days", "three cohorts", [10, 10, 10], (12, 10, 3))


def _users(rng: random.Random) -> Iterator[Case]:
    base = _by_hand(4, CONTROL, TREATED)
    for first, what in (
        (7, "can just be followed"),
        (8, "come one day too late"),
        (12, "come on the last day"),
    ):
        late = _by_hand(first, [[90], [80, 70]], [[10, 30], [20]], "x")
        kept = [row for row in late[1] if row[1] <= 12]
        yield _case("users", f"four more who {what}", base[0] + late[0], base[1] + kept, (12, 6, 2), 1.0)
    leaving = _by_hand(
        2,
        [[10, 9, 8], [20, 21, 19, 22, 20, 18], [15, 14, 16]],
        [[30, 22], [40, 32, 28, 25, 24, 23], [26, 0, 9]],
    )
    yield _case("users", "most leave", *leaving, (9, 6, 2), 0.5)
    survivors = _by_hand(2, [[10] * 6, [12] * 6, [11] * 6, [9] * 6], [[30] * 6, [15, 4], [14, 3], [18, 2]])
    yield _case("users", "one who stays hides three who leave", *survivors, (9, 6, 2), -10.0)
    never = _by_hand(4, [*CONTROL, [], []], [*TREATED, []])
    yield _case("users", "some who were exposed and have no activity", *never, (12, 6, 2), 1.0)
    strangers = [("z", 4, 500), *base[1], ("C0", 5, 500), ("", 9, 500)]
    yield _case(
        "users", "activity of users who are not in the experiment", base[0], strangers, (12, 6, 2), 1.0
    )
    yield _case("users", "no activity but one row", base[0], [("t0", 9, 8)], (12, 6, 2), -20.0)
    yield _drawn(rng, "users", "many leave, some come too late", [9, 8, 6, 8, 9, 5], (11, 9, 3))


def _cohorts(rng: random.Random) -> Iterator[Case]:
    heavy = _by_hand(
        0, [[90 + n % 3] * 6 for n in range(8)], [[95, 95, 94, 94, 95, 95], [98, 97, 98, 96, 97, 98]], "h"
    )
    light = _by_hand(
        3, [[10, 9, 10, 11, 10, 10], [12, 11, 12, 12, 13, 11]], [[15 + n % 2] * 6 for n in range(8)], "l"
    )
    yield _case(
        "cohorts",
        "a ramp from heavy to light users: pooled, the effect turns around",
        *_joined(heavy, light),
        (9, 6, 2),
        1.0,
    )
    base = _by_hand(4, CONTROL, TREATED)
    alone = _by_hand(5, [[50] * 6], [[70] * 6, [75] * 6, [60] * 6], "x")
    yield _case("cohorts", "a cohort with one user in control", *_joined(base, alone), (12, 6, 2), 1.0)
    alone = _by_hand(5, [[50] * 6, [30] * 6, [35] * 6], [[70] * 6], "x")
    yield _case("cohorts", "a cohort with one user in treatment", *_joined(base, alone), (12, 6, 2), 1.0)
    only = _by_hand(5, [], [[70] * 6, [75] * 6], "x")
    yield _case("cohorts", "a cohort without control", *_joined(only, base), (12, 6, 2), 1.0)
    before = _by_hand(2, [[50] * 6, [30] * 6], [], "x")
    yield _case("cohorts", "a cohort before the launch", *_joined(before, base), (12, 6, 2), 1.0)
    large = _by_hand(
        6,
        [[20 + n, 21, 19 + n, 20, 22, 20] for n in range(7)],
        [[33 + n, 30, 31, 28, 27 + n, 25] for n in range(4)],
        "x",
    )
    yield _case("cohorts", "four users and eleven", *_joined(base, large), (12, 6, 2), 1.0)
    yield _drawn(rng, "cohorts", "a ramp of five days", [20, 18, 22, 15, 12], (13, 8, 2))
    yield _drawn(
        rng, "cohorts", "many small cohorts, some of them unusable", [4, 2, 5, 3, 4, 1, 6, 2], (14, 7, 3)
    )


def _verdict(rng: random.Random) -> Iterator[Case]:
    windows = (12, 8, 2)
    for low, high in (
        (-4.5, -3),
        (-2.8, -2.05),
        (-1.9, -1.1),
        (-0.9, 0.9),
        (1.1, 1.9),
        (2.05, 2.8),
        (3, 4.5),
    ):
        aim = {"novelty": -12 * (low + high), "lasting": 12 + 6 * (low + high), "leave": 0.01}
        while True:
            drawn = _experiment(rng, [30, 30], 12, **aim)
            late, late_se, change, change_se = measured(*drawn, windows)
            if low < change / change_se < high:
                break
        for steps in (1.1, 2.05) if low < 0 else (1.9, 2.8):
            note = f"change between {low} and {high} errors, late {steps} errors above the margin"
            yield _case("verdict", note, *drawn, windows, round(late - steps * late_se, 6))
    for low, high in ((-2.4, -1.97), (-1.95, -1.5), (1.5, 1.95), (1.97, 2.4)):
        while True:
            arms = [[[rng.randint(0, 3) for _ in range(4)] for _ in range(8)] for _ in range(2)]
            drawn = _by_hand(0, *arms)
            late, late_se, change, change_se = measured(*drawn, (5, 4, 1))
            if change_se and low < change / change_se < high and clear(*drawn, (5, 4, 1), 0.0):
                break
        yield _case(
            "verdict", f"small values, change between {low} and {high} errors", *drawn, (5, 4, 1), 0.0
        )
    faded = _by_hand(
        0,
        [[10, 11, 9, 10], [12, 12, 13, 11], [11, 10, 11, 12]],
        [[40, 30, 11, 10], [44, 33, 12, 12], [42, 30, 10, 12]],
    )
    yield _case("verdict", "a splendid start, and nothing left", *faded, (6, 4, 1), 0.0)
    lasts = _by_hand(
        0,
        [[10, 11, 9, 10], [12, 12, 13, 11], [11, 10, 11, 12]],
        [[40, 30, 21, 20], [44, 33, 23, 22], [42, 30, 22, 21]],
    )
    yield _case("verdict", "fades and is worth launching all the same", *lasts, (6, 4, 1), 5.0)
    yield _case("verdict", "significant, and less than the margin", *lasts, (6, 4, 1), 9.9)
    dip = _by_hand(
        0,
        [[20, 19, 21, 20], [24, 25, 24, 23], [22, 22, 21, 23]],
        [[5, 9, 20, 21], [9, 14, 22, 23], [7, 12, 22, 23]],
    )
    yield _case("verdict", "a harm that wears off is growth", *dip, (6, 4, 1), -5.0)
    level = _by_hand(0, [[10, 11, 12, 10], [12, 14, 13, 12]], [[15, 18, 17, 15], [19, 16, 18, 19]])
    yield _case(
        "verdict",
        "no change for anybody",
        *level[:1],
        [*level[1], ("c0", 3, 1), ("t0", 3, 2)],
        (6, 4, 1),
        0.0,
    )


def _bounds() -> Iterator[Case]:
    base = _by_hand(0, CONTROL, TREATED)
    yield _case("bounds", "everything ends with the horizon", *base, (5, 6, 3), 1.0)
    largest = _by_hand(0, [[MAX_VALUE] * 2, [0, MAX_VALUE]], [[0, 0], [MAX_VALUE, 1]])
    yield _case("bounds", "largest values and margin", *largest, (1, 2, 1), -(10**6))
    for note, windows in (
        ("width 0", (9, 6, 0)),
        ("a negative width", (9, 6, -1)),
        ("windows that overlap by a day", (9, 5, 3)),
        ("horizon 1", (9, 1, 1)),
        ("horizon 0", (9, 0, 0)),
        ("a negative horizon", (9, -4, -2)),
        ("a horizon beyond the data", (5, 7, 2)),
    ):
        yield Case(args=(*base, *windows, 1.0), group="bounds", note=note, raises="ValueError")
    for note, exposures in (
        ("no users", []),
        ("one user in control", base[0][1:]),
        ("one user in treatment", base[0][:3]),
        ("two cohorts of two", [(user, arm, 2 * at % 4) for at, (user, arm, _) in enumerate(base[0])]),
    ):
        yield Case(args=(exposures, base[1], 9, 6, 2, 1.0), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _drawn(rng, "scale", "1 200 users in twelve cohorts", [100] * 12, (39, 28, 7))
    yield _drawn(rng, "scale", "2 400 users in two cohorts", [1_200, 1_200], (29, 28, 7))
