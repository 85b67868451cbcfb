"""Cases for the grouped AUC: ties of every kind, users without both classes, one heavy user and thousands of light ones."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, nan

from readyroom import Case

MAX_ROWS = 24_000
MAX_WHOLE = 10**15  # far from where integers and floats part

Row = tuple[str, float, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("rows",), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 1 or given.keys() != {"rows"}:
        raise ValueError("grouped_auc takes rows")
    rows = given["rows"]
    if type(rows) is not list or len(rows) > MAX_ROWS:
        raise ValueError(f"rows must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(rows):
        if type(row) is not tuple or len(row) != 3 or type(row[0]) is not str or len(row[0]) > 40:
            raise ValueError(f"rows[{number}] must be a tuple (user, score, label)")
        if type(row[1]) not in (int, float) or type(row[2]) is not int or abs(row[2]) > 9:
            raise ValueError(f"rows[{number}]: score must be a number, label an integer")
        if type(row[1]) is int and abs(row[1]) > MAX_WHOLE:
            raise ValueError(f"rows[{number}]: a score that is an integer is at most {MAX_WHOLE}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _order(rng), _ties(rng), _users(rng), _bounds(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("ties", note, _traffic(rng, 150, 6, lambda: rng.randint(0, 4) / 4))
    yield _case("users", note, _traffic(rng, 90, 30, rng.random))


def _case(group: str, note: str, rows: list[Row]) -> Case:
    return Case(args=(rows,), group=group, note=note)


def _of(user: str, *rows: tuple[float, int]) -> list[Row]:
    return [(user, score, label) for score, label in rows]


def _traffic(rng: random.Random, rows: int, users: int, draw: Callable[[], float]) -> list[Row]:
    """Rows of users who differ in how much they click, with scores that know a little of both."""
    taste = [rng.random() ** 2 for _ in range(users)]
    made: list[Row] = []
    for _ in range(rows):
        number = rng.randrange(users)
        score = draw()
        label = int(rng.random() < 0.6 * taste[number] + 0.3 * min(1, abs(score)))
        made.append((f"u{number}", score, label))
    return made


def _samples() -> Iterator[Case]:
    rows = (
        _of("a", (0.9, 1), (0.2, 0), (0.9, 0)) + _of("b", (0.1, 1), (0.3, 0)) + _of("c", (0.8, 1), (0.7, 1))
    )
    yield _case("samples", "the sample of the statement", rows)
    yield _case("samples", "no user has both", _of("a", (0.5, 1), (0.1, 1)) + _of("b", (0.3, 0)))


def _order(rng: random.Random) -> Iterator[Case]:
    yield _case("order", "perfect", _of("a", (0.9, 1), (0.8, 1), (0.1, 0)))
    yield _case("order", "upside down", _of("a", (0.9, 0), (0.8, 0), (0.1, 1)))
    yield _case("order", "one user, in between", _of("a", (0.9, 1), (0.7, 0), (0.5, 1), (0.3, 0), (0.1, 1)))
    knows_users = _of("a", (0.9, 0), (0.8, 1), (0.85, 1)) + _of("b", (0.2, 0), (0.1, 1), (0.3, 0), (0.15, 0))
    yield _case("order", "better between users than within", knows_users)
    knows_items = _of("a", (0.2, 1), (0.1, 0), (0.15, 0)) + _of("b", (0.8, 0), (0.9, 1), (0.85, 0))
    yield _case("order", "better within users than between", knows_items)
    rows = _traffic(rng, 60, 3, lambda: round(rng.random(), 6))
    yield _case("order", "sixty rows of three users", rows)
    yield _case("order", "scores of any sign and size", _traffic(rng, 60, 4, lambda: rng.gauss(0, 1e6)))


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "all scores equal", _of("a", (0.5, 1), (0.5, 0), (0.5, 0)))
    yield _case("ties", "the same, the clicked row last", _of("a", (0.5, 0), (0.5, 0), (0.5, 1)))
    yield _case(
        "ties", "clicked and unclicked tie at the top", _of("a", (0.9, 1), (0.9, 0), (0.9, 1), (0.1, 0))
    )
    yield _case("ties", "tie at the bottom", _of("a", (0.9, 1), (0.1, 0), (0.1, 1), (0.1, 0), (0.9, 0)))
    yield _case("ties", "ties of one class only", _of("a", (0.7, 1), (0.7, 1), (0.2, 0), (0.2, 0), (0.4, 1)))
    apart = _of("a", (0.5, 1), (0.4, 0)) + _of("b", (0.5, 0), (0.6, 1)) + _of("a", (0.4, 1))
    yield _case("ties", "equal scores of different users tie only when pooled", apart)
    yield _case("ties", "zero and minus zero are equal", _of("a", (0.0, 1), (-0.0, 0)))
    yield _case("ties", "neighbouring doubles are not equal", _of("a", (0.1 + 0.2, 1), (0.3, 0)))
    far = _of("a", (inf, 1), (inf, 0), (-inf, 1), (-inf, 0), (0.0, 1), (1e308, 0))
    yield _case("ties", "infinite scores", far)
    yield _case("ties", "few different scores", _traffic(rng, 150, 7, lambda: rng.randint(0, 5) / 5))


def _users(rng: random.Random) -> Iterator[Case]:
    good = _of("a", (0.9, 1), (0.1, 0)) + _of("b", (0.1, 1), (0.5, 0), (0.6, 0), (0.7, 0), (0.2, 0))
    yield _case("users", "a light user and a heavy one", good)
    clicks = _of("c", *[(0.3, 1)] * 6, (0.4, 0)) + _of("d", (0.9, 1), *[(0.8, 0)] * 3)
    yield _case("users", "impressions, not clicks or pairs, are the weight", clicks)
    yield _case(
        "users", "users who only clicked, or never", good + _of("e", (0.2, 1), (0.8, 1)) + _of("f", (0.95, 0))
    )
    yield _case("users", "all rows of one class", _of("a", (0.2, 0), (0.8, 0)) + _of("b", (0.4, 0)))
    yield _case(
        "users", "both classes, but never at one user", _of("a", (0.2, 0), (0.8, 0)) + _of("b", (0.4, 1))
    )
    mixed = [row for pair in zip(good, [*clicks, *clicks], strict=False) for row in pair]
    yield _case("users", "rows of the users in turn", mixed)
    yield _case(
        "users",
        "names that look alike",
        _of("u1", (0.2, 1), (0.1, 0)) + _of("u10", (0.1, 1), (0.3, 0)) + _of("", (0.1, 1), (0.1, 0)),
    )
    yield _case("users", "many users with few rows", _traffic(rng, 300, 100, lambda: round(rng.random(), 2)))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no rows", [])
    yield _case("bounds", "one row", _of("a", (0.4, 1)))
    yield _case("bounds", "two rows", _of("a", (0, 1), (1, 0)))
    good = _of("a", (0.9, 1), (0.1, 0))
    for note, row in {
        "a score is NaN": ("a", nan, 1),
        "a label is 2": ("a", 0.3, 2),
        "a label is negative": ("b", 0.3, -1),
        "NaN at a user who does not count": ("b", nan, 0),
    }.items():
        yield Case(args=([*good, row],), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "scale", "one user with 24 000 rows", _traffic(rng, MAX_ROWS, 1, lambda: round(rng.random(), 5))
    )
    many = _traffic(rng, MAX_ROWS, 12_000, lambda: round(rng.random(), 3))
    yield _case("scale", "24 000 rows of 10 000 users", many)
