"""Cases for always-valid inference: evidence that comes and goes, arms that fill unevenly, ratios beyond the range of floats."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from readyroom import Case

MAX_CALLS = 40_000
MAX_VALUE = 10**6
NAMES = ("sd", "tau", "alpha")

Call = tuple[object, ...]
P: Call = ("p_value",)
INTERVAL: Call = ("interval",)
ASK = [P, INTERVAL]


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != set(NAMES):
        raise ValueError("AlwaysValid takes sd, tau and alpha")
    for name, least, most in (("sd", 1e-3, 1e6), ("tau", 1e-3, 1e6), ("alpha", 1e-6, 0.999999)):
        value = given[name]
        if type(value) not in (int, float) or not isfinite(value) or abs(value) > 1e6:
            raise ValueError(f"{name} must be a number of at most a million")
        if 0 < value < least or (name == "alpha" and most < value < 1):
            raise ValueError(f"{name} must lie between {least:g} and {most:g} where it is valid")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    for number, call in enumerate(calls, 1):
        if call[0] == "observe" and len(call) == 3:
            if type(call[1]) is not str or len(call[1]) > 40:
                raise ValueError(f"call {number}: arm must be a text of at most 40 characters")
            if type(call[2]) is not int or abs(call[2]) > MAX_VALUE:
                raise ValueError(f"call {number}: value must be a whole number of at most {MAX_VALUE}")
        elif call[0] not in ("p_value", "interval") or len(call) != 1:
            raise ValueError(f"call {number}: write observe(arm, value), p_value() or interval()")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _p_values(rng)
    yield from _intervals(rng)
    yield from _moments(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    for group in ("p-value", "interval", "moments"):
        plan = (rng.uniform(5, 20), rng.uniform(1, 10), rng.uniform(0.01, 0.2))
        yield _case(group, note, plan, _stream(rng, 60, rng.uniform(-15, 15), 10, ask=0.2))


def _case(group: str, note: str, plan: tuple[float, float, float], calls: list[Call]) -> Case:
    return Case(args=plan, calls=calls, group=group, note=note)


def _seen(control: Sequence[int] = (), treatment: Sequence[int] = ()) -> list[Call]:
    """All of control first, then all of treatment."""
    return [*(("observe", "control", v) for v in control), *(("observe", "treatment", v) for v in treatment)]


def _stream(
    rng: random.Random, length: int, effect: float, sd: float, ask: float, treated: float = 0.5
) -> list[Call]:
    """Observations around 100 in random order, with questions in between and at the end."""
    calls: list[Call] = []
    for _ in range(length):
        arm = "treatment" if rng.random() < treated else "control"
        calls.append(("observe", arm, round(rng.gauss(100 + effect * (arm == "treatment"), sd))))
        if rng.random() < ask:
            calls.append(rng.choice(ASK))
    return [*calls, *ASK]


def _samples() -> Iterator[Case]:
    calls = [*_seen([12]), *ASK, *_seen((), [60]), P, *_seen([30], [20]), *ASK]
    yield _case("samples", "the sample of the statement", (10.0, 2.0, 0.05), calls)
    growing = [call for n in range(1, 8) for call in (*_seen([10 + n % 2], [14 + n % 3]), P)]
    yield _case("samples", "evidence that grows", (2.0, 3.0, 0.1), [*growing, INTERVAL])


def _p_values(rng: random.Random) -> Iterator[Case]:
    plan = (10.0, 5.0, 0.05)
    yield _case(
        "p-value", "no difference at all", plan, [*_seen([50], [50]), P, *_seen([40, 60], [45, 55]), P]
    )
    yield _case("p-value", "treatment above", plan, [*_seen([50, 52], [80, 90]), P])
    yield _case("p-value", "treatment below", plan, [*_seen([80, 90], [50, 52]), P])
    one = [*_seen([50]), P, *(call for value in (75, 77, 74, 80) for call in (*_seen((), [value]), P))]
    yield _case("p-value", "one observation of control, many of treatment", plan, one)
    yield _case(
        "p-value",
        "many of control first, then one of treatment",
        plan,
        [*_seen(range(40, 60)), P, *_seen((), [90]), P],
    )
    for tau in (0.5, 5, 200.0):
        calls = _seen([50, 48, 55, 51], [60, 66, 59, 64])
        yield _case("p-value", f"effects of size {tau:g} expected", (4, tau, 0.05), [*calls, P])
    negative = [*_seen([-50, -60], [-10, -20]), P, *_seen([-55], [15]), P]
    yield _case("p-value", "negative values", plan, negative)
    yield _case(
        "p-value",
        "a ratio beyond the range of floats",
        (1.0, 100.0, 0.05),
        [*_seen([0], [900]), P, *_seen([0], [900]), *ASK],
    )
    yield _case(
        "p-value", "hardly any noise", (0.001, 0.001, 0.05), [*_seen([5], [5]), P, *_seen([5], [6]), *ASK]
    )
    yield _case("p-value", "an effect comes out", (10, 3, 0.05), _stream(rng, 150, 9, 10, ask=0.2))
    yield _case(
        "p-value", "no effect, a third treated", (10, 3, 0.05), _stream(rng, 150, 0, 10, 0.2, treated=0.33)
    )


def _intervals(rng: random.Random) -> Iterator[Case]:
    for alpha in (0.5, 0.05, 0.000001, 0.999999):
        calls = [*_seen([50, 48], [60]), INTERVAL, *_seen([55], [66, 70]), INTERVAL]
        yield _case("interval", f"level {alpha:g}", (8.0, 4.0, alpha), calls)
    one = [*_seen([50]), INTERVAL, *_seen((), [58]), INTERVAL, *_seen([40]), INTERVAL]
    yield _case("interval", "before and at the first moment", (8.0, 4.0, 0.1), one)
    yield _case(
        "interval",
        "treatment comes first",
        (8.0, 4.0, 0.1),
        [*_seen((), [58, 60]), INTERVAL, *_seen([50]), INTERVAL],
    )
    narrower = [call for n in range(12) for call in (*_seen([50 + n % 3], [55 - n % 2]), INTERVAL)]
    yield _case("interval", "narrower with every pair", (5.0, 2.0, 0.05), narrower)
    yield _case(
        "interval",
        "an effect comes out, few are treated",
        (10, 3, 0.1),
        _stream(rng, 150, -8, 10, 0.2, treated=0.2),
    )
    yield _case(
        "interval",
        "large values",
        (50_000, 9_000.0, 0.05),
        [*_seen([-MAX_VALUE, MAX_VALUE], [MAX_VALUE - 1]), *ASK],
    )


def _moments(rng: random.Random) -> Iterator[Case]:
    plan = (10.0, 10.0, 0.05)
    fading = [*_seen([0], [60]), *ASK, *(call for _ in range(6) for call in (*_seen([30], [30]), *ASK))]
    yield _case("moments", "evidence that fades: both answers stay", plan, fading)
    unasked = [call for call in fading if call[0] == "observe"]
    yield _case("moments", "the same, asked at the end only", plan, [*unasked, *ASK])
    returns = [*_seen([0], [60]), *_seen([30] * 5, [30] * 5), P, *_seen([0] * 20, [60] * 20), *ASK]
    yield _case("moments", "evidence fades and comes back stronger", plan, returns)
    between = [*_seen([0], [70]), *_seen([70]), *ASK, *_seen((), [0]), *ASK]
    yield _case("moments", "strongest while the arms were uneven", plan, between)
    swings = [*_seen([0] * 3, [90] * 3), *_seen([90] * 5, [0] * 5), *ASK]
    yield _case("moments", "the sign turns: the intervals have nothing in common", (1.0, 30.0, 0.05), swings)
    twice = [*_seen([20, 30], [50]), *ASK, *ASK, P, P, INTERVAL, *_seen([25], [40]), *ASK]
    yield _case("moments", "the same question twice", plan, twice)
    yield _case("moments", "rarely asked", plan, _stream(rng, 200, 4, 10, ask=0.03))
    first_half = _stream(rng, 60, 12, 10, ask=0.1)
    yield _case(
        "moments",
        "an effect for the first half only",
        plan,
        [*first_half, *_stream(rng, 60, -12, 10, ask=0.1)],
    )


def _bounds() -> Iterator[Case]:
    for plan in (
        (0, 1, 0.05), (-1.0, 1, 0.05), (1, 0.0, 0.05), (1, -2, 0.05), (1, 1, 0), (1, 1, 1), (1, 1, -0.05), (1, 1, 1.5), (0.0, 0, 1.0),
    ):  # fmt: skip
        yield _case("bounds", "a parameter out of range", plan, [])
    plan = (10.0, 5.0, 0.05)
    yield _case("bounds", "no observations", plan, [*ASK, *ASK])
    yield _case("bounds", "control alone", plan, [*_seen([900, 1]), *ASK])
    yield _case("bounds", "treatment alone", plan, [*_seen((), [900, 1]), *ASK])
    refused: list[Call] = [("observe", arm, 999) for arm in ("Control", "", "treatment ", "c", "both")]
    calls = [*refused, *ASK, *_seen([50], [70]), *ASK, *refused, *ASK, *_seen([52], [61]), *ASK]
    yield _case("bounds", "other arms leave no trace", plan, calls)
    yield _case(
        "bounds",
        "the largest parameters",
        (1_000_000, 1_000_000, 0.999999),
        [*_seen([-MAX_VALUE], [MAX_VALUE]), *ASK],
    )


def _scale(rng: random.Random) -> Iterator[Case]:
    calls: list[Call] = []
    for _ in range(12_500):
        value = round(rng.gauss(100, 10))
        calls += [*_seen([value], [value + rng.randint(-9, 10)]), P]
    yield _case("scale", "25 000 observations, a question for every two", (10.0, 1.0, 0.05), [*calls, *ASK])
    many = _stream(rng, 20_000, 1, 10, ask=0.9)
    yield _case("scale", "as many questions as observations", (10.0, 1.0, 0.05), many[:MAX_CALLS])
