"""Cases for the planner. Every number of users is checked here to lie clear of a whole number."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor, isfinite, sqrt
from statistics import NormalDist

from readyroom import Case

MAX_CALLS = 2_000
MAX_USERS = 10**10
SMALLEST, LARGEST = 1e-6, 1e6  # sizes of standard deviations and differences, but for 0
METHODS = {"rate_users": 2, "rate_mde": 2, "mean_users": 3, "mean_mde": 3}
NORMAL = NormalDist()

Call = tuple[object, ...]
Plan = tuple[float, float, float]  # alpha, power, share
EVEN: Plan = (0.05, 0.8, 0.5)
RAMP: Plan = (0.05, 0.8, 0.1)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(("alpha", "power", "share"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"alpha", "power", "share"}:
        raise ValueError("Planner takes alpha, power and share")
    plan = tuple(_number(name, given[name]) for name in ("alpha", "power", "share"))
    if 0.9999 < plan[1] < 1:
        raise ValueError("power is at most 0.9999")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, (method, *values) in enumerate(calls, 1):
        if METHODS.get(str(method)) != len(values):
            raise ValueError(
                f"call {number}: write rate_users(p, q), rate_mde(p, users), mean_users(s, t, d) or …"
            )
        _check_call(plan, f"call {number}", str(method), values)


def _check_call(plan: Plan, where: str, method: str, values: Sequence[object]) -> None:
    numbers = [_number(where, value) for value in values]
    sizes = numbers if method == "mean_users" else numbers[:2] if method == "mean_mde" else []
    if any(size and not SMALLEST <= abs(size) <= LARGEST for size in sizes):
        raise ValueError(f"{where}: a size other than 0 must lie from {SMALLEST:g} to {LARGEST:g}")
    if method.endswith("mde") and (type(values[-1]) is not int or numbers[-1] > MAX_USERS):
        raise ValueError(f"{where}: users must be a whole number of at most {MAX_USERS}")
    if valid_plan(plan) and (exact := users(plan, method, numbers)) is not None and exact > MAX_USERS:
        raise ValueError(f"{where}: the answer would exceed {MAX_USERS} users")


def _number(name: str, value: object) -> float:
    if type(value) not in (int, float) or not isfinite(value):
        raise ValueError(f"{name} must be a finite number")
    return value


def valid_plan(plan: Plan) -> bool:
    """Whether a planner can be made."""
    return 0.0001 <= plan[0] < 1 and 0.5 <= plan[1] < 1 and 0 < plan[2] < 1


def users(plan: Plan, method: str, numbers: Sequence[float]) -> float | None:
    """The real number of users behind an answer, whole or not; None where the method answers otherwise or refuses."""
    alpha, power, share = plan
    level, strength = NORMAL.inv_cdf(1 - alpha / 2), NORMAL.inv_cdf(power)
    if method == "rate_users":
        p, q = numbers
        if not (0 < p < 1 and 0 < q < 1) or p == q:
            return None
        pooled = p + share * (q - p)
        null = pooled * (1 - pooled) / (share * (1 - share))
        spread = level * sqrt(null) + strength * sqrt(p * (1 - p) / (1 - share) + q * (1 - q) / share)
        return (spread / (p - q)) ** 2
    if method == "mean_users":
        control, treatment, difference = numbers
        if control <= 0 or treatment <= 0 or difference == 0:
            return None
        variance = control**2 / (1 - share) + treatment**2 / share
        return variance * ((level + strength) / difference) ** 2
    return None


def clear(plan: Plan, call: Call) -> bool:
    """Whether no rounding can change the answer: users lie off whole numbers, and lifts exist clearly or not."""
    method, *numbers = call
    if method == "rate_mde" and 0 < numbers[0] < 1 and numbers[1] > 0:
        needed = users(plan, "rate_users", (numbers[0], 1 - 1e-12))
        return abs(needed / numbers[1] - 1) > 1e-3
    exact = users(plan, str(method), numbers)
    return exact is None or 0.01 < exact - floor(exact) < 0.99


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _rates(rng)
    yield from _split(rng)
    yield from _means(rng)
    yield from _mde(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    plan = (rng.choice([0.01, 0.05, 0.1]), rng.uniform(0.6, 0.95), rng.uniform(0.05, 0.95))
    yield _drawn("split", note, plan, 20, lambda: _any_rates(rng))
    yield _drawn("means", note, plan, 20, lambda: _any_means(rng))
    yield _drawn("mde", note, plan, 20, lambda: _any_mde(rng))


def _case(group: str, note: str, plan: Plan, *calls: Call) -> Case:
    for call in calls:
        if not clear(plan, call):
            raise ValueError(f"{group}, {note}: {call} hangs on the last digits")
    return Case(args=plan, calls=list(calls), group=group, note=note)


def _drawn(
    group: str, note: str, plan: Plan, count: int, draw: Callable[[], Call], most: float = 10**5
) -> Case:
    """A case of `count` calls whose answers are clear, which nearly every draw is."""
    calls: list[Call] = []
    while len(calls) < count:
        call = draw()
        exact = users(plan, str(call[0]), call[1:])
        if clear(plan, call) and (exact is None or exact < most):
            calls.append(call)
    return _case(group, note, plan, *calls)


def _any_rates(rng: random.Random) -> Call:
    p = 10 ** rng.uniform(-2.5, -0.1)
    return "rate_users", p, min(0.999, p * rng.uniform(0.8, 1.25))


def _any_means(rng: random.Random) -> Call:
    return (
        "mean_users",
        rng.uniform(1, 90),
        rng.uniform(1, 90),
        rng.choice([-1, 1]) * 10 ** rng.uniform(-1, 2),
    )


def _any_mde(rng: random.Random) -> Call:
    return "rate_mde", 10 ** rng.uniform(-3, -0.05), int(10 ** rng.uniform(1, 8))


def _samples() -> Iterator[Case]:
    rates, means = ("rate_users", 0.1, 0.12), ("mean_users", 40.0, 40.0, 3.0)
    smallest = ("rate_mde", 0.1, 7_682), ("mean_mde", 40.0, 40.0, 5_582)
    yield _case("samples", "half of the users treated", EVEN, rates, smallest[0], means, smallest[1])
    none, same = ("rate_mde", 0.6, 50), ("rate_users", 0.1, 0.1)
    down = ("mean_users", 40.0, 40.0, -3.0)
    yield _case("samples", "a tenth of the users treated", RAMP, rates, smallest[0], none, down, same)


def _rates(rng: random.Random) -> Iterator[Case]:
    yield _case("rates", "a lift around one half, where variances agree", EVEN, ("rate_users", 0.5, 0.53))
    far = ("rate_users", 0.05, 0.6), ("rate_users", 0.02, 0.3), ("rate_users", 0.9, 0.99)
    yield _case("rates", "a large lift: variance with and without an effect differ", EVEN, *far)
    both = ("rate_users", 0.2, 0.25), ("rate_users", 0.25, 0.2), ("rate_users", 0.7, 0.65)
    yield _case("rates", "rates that fall", EVEN, *both)
    few = ("rate_users", 0.01, 0.99), ("rate_users", 0.02, 0.9), ("rate_users", 0.9, 0.05)
    yield _case("rates", "a handful of users", (0.2, 0.6, 0.5), *few)
    yield _case("rates", "power of one half", (0.05, 0.5, 0.5), ("rate_users", 0.1, 0.13))
    yield _case("rates", "strict level, high power", (0.001, 0.99, 0.5), ("rate_users", 0.1, 0.13))
    yield _drawn("rates", "twenty pairs of rates", EVEN, 20, lambda: _any_rates(rng))


def _split(rng: random.Random) -> Iterator[Case]:
    up, down = ("rate_users", 0.1, 0.15), ("rate_users", 0.15, 0.1)
    yield _case("split", "a tenth treated: the pooled rate is near control's", RAMP, up, down)
    yield _case("split", "nine tenths treated", (0.05, 0.8, 0.9), up, down)
    noisy = ("mean_users", 5.0, 20.0, 1.0), ("mean_users", 20.0, 5.0, 1.0), ("mean_mde", 5.0, 20.0, 900)
    yield _case("split", "the noisier arm is the smaller, and the larger", (0.05, 0.8, 0.2), *noisy)
    yield _case("split", "one user in a hundred", (0.05, 0.9, 0.01), up, ("rate_mde", 0.3, 40_000))
    plan = (0.1, 0.75, 0.3)
    yield _drawn("split", "thirty in a hundred", plan, 20, lambda: _any_rates(rng))


def _means(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "means", "equal deviations", EVEN, ("mean_users", 12.0, 12.0, 0.5), ("mean_users", 12, 12, -0.5)
    )
    unequal = ("mean_users", 8.0, 12.0, 0.7), ("mean_users", 12.0, 8.0, 0.7), ("mean_mde", 8.0, 12.0, 5_000)
    yield _case("means", "unequal deviations add as variances", EVEN, *unequal)
    few = ("mean_users", 1.0, 1.0, 50.0), ("mean_users", 1.0, 1.0, 4.5), ("mean_users", 1.0, 1.0, 3.6)
    yield _case("means", "one user, two, and three", EVEN, *few)
    smallest = ("mean_mde", 30.0, 40.0, 1), ("mean_mde", 0.25, 0.5, 10**8), ("mean_mde", 30, 40, 2)
    yield _case("means", "smallest differences", (0.01, 0.9, 0.4), *smallest)
    yield _drawn("means", "twenty differences", (0.02, 0.85, 0.35), 20, lambda: _any_means(rng))


def _mde(rng: random.Random) -> Iterator[Case]:
    rare = ("rate_mde", 0.002, 3_000), ("rate_mde", 0.002, 10**9), ("rate_mde", 0.0001, 10**10)
    yield _case("mde", "a rare conversion: the lift changes its own variance", EVEN, *rare)
    yield _case("mde", "a common conversion", EVEN, ("rate_mde", 0.9, 3_000), ("rate_mde", 0.97, 900))
    none = [("rate_mde", 0.9, count) for count in (1, 30, 60, 90, 120, 1_000)]
    yield _case("mde", "too few users for any lift, and just enough", EVEN, *none)
    barely = ("rate_mde", 0.999, 15_710), ("rate_mde", 0.99, 1_562), ("rate_mde", 0.97, 514)
    yield _case("mde", "only a lift up to nearly one is enough", EVEN, *barely)
    tiny = [("rate_mde", 0.05, count) for count in (1, 2, 4, 5, 6, 10)]
    yield _case("mde", "a handful of users", (0.3, 0.6, 0.5), *tiny)
    yield _case(
        "mde", "power of one half", (0.05, 0.5, 0.25), ("rate_mde", 0.2, 2_000), ("rate_mde", 0.3, 12)
    )
    yield _drawn("mde", "thirty rates under a ramp", (0.05, 0.9, 0.15), 30, lambda: _any_mde(rng))
    yield _drawn("mde", "thirty rates, most users treated", (0.1, 0.7, 0.8), 30, lambda: _any_mde(rng))


def _bounds() -> Iterator[Case]:
    plans = [(0.00009, 0.8, 0.5), (1, 0.8, 0.5), (0.05, 0.49, 0.5), (0.05, 1.0, 0.5), (0.05, 0.8, 0)]
    plans += [(-0.05, 0.8, 0.5), (0.05, 0.8, 1.0), (0.05, 0.8, -0.1), (0.05, 1.5, 0.5), (2, 0.8, 0.5)]
    for plan in plans:
        yield Case(args=plan, calls=[], group="bounds", note="alpha, power or share out of range")
    lowest = ("rate_users", 0.3, 0.31), ("rate_mde", 0.3, 5_000), ("mean_users", 2.0, 3.0, 0.1)
    yield _case("bounds", "smallest level and power", (0.0001, 0.5, 0.5), *lowest)
    yield _case("bounds", "a level of 0.9", (0.9, 0.9999, 0.5), *lowest)
    rates = [
        ("rate_users", *pair)
        for pair in ((0, 0.1), (0.1, 0.0), (1, 0.9), (0.9, 1.0), (-0.1, 0.1), (0.5, 1.5))
    ]
    rates += [("rate_users", 0.3, 0.3), ("rate_users", 0.3, 0.4)]
    yield _case("bounds", "rates at and beyond the ends, and equal ones", EVEN, *rates)
    lifts = [
        ("rate_mde", *pair)
        for pair in ((0, 100), (1, 100), (-0.2, 100), (1.2, 9), (0.1, 0), (0.1, -5), (0.1, 100))
    ]
    yield _case("bounds", "rates and users of a smallest lift", RAMP, *lifts)
    means = [
        ("mean_users", *triple)
        for triple in ((0, 1.0, 1.0), (1.0, 0, 1.0), (-1, 1.0, 1.0), (1.0, 1.0, 0), (1, -1, 1))
    ]
    means += [
        ("mean_mde", *triple)
        for triple in ((0, 1.0, 9), (1.0, 0.0, 9), (1.0, 1.0, 0), (1, 1, -1), (1, -2.0, 4))
    ]
    yield _case("bounds", "deviations, differences and users of means", RAMP, *means)


def _scale(rng: random.Random) -> Iterator[Case]:
    small = [("rate_users", 0.01 + n / 10**5, 0.0102 + n / 10**5) for n in range(20)]
    yield _drawn("scale", "a lift of two in ten thousand", RAMP, 20, lambda: rng.choice(small), MAX_USERS)
    plan = (0.01, 0.95, 0.05)
    yield _drawn(
        "scale",
        "differences that need 10⁹ users",
        plan,
        40,
        lambda: ("mean_users", rng.uniform(20, 40), rng.uniform(20, 40), 0.02),
        MAX_USERS,
    )
    yield _drawn("scale", "a thousand smallest lifts", RAMP, 1_000, lambda: _any_mde(rng))
    yield _drawn(
        "scale", "two thousand numbers of users", RAMP, MAX_CALLS, lambda: _any_rates(rng), MAX_USERS
    )
