"""Cases for the smoothed CTR. Every case is checked here to have one order, whichever way it is summed."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, localcontext

from readyroom import Case

MAX_ROWS = 20_000
MAX_ITEMS = 6_000
MAX_IMPRESSIONS = 10**6
MAX_TOTAL = 2 * 10**8  # where nearly all is clicked, doubles lose 1 - m beyond it
MAX_K = 10**9

Row = tuple[str, int, int]
EXACT = Context(prec=60)
NEAR = Decimal("3e-9")  # closer than this: the edge of rounding to nine decimals may lie between
ERROR = Decimal("1e-11")  # more than what summation can cost


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("rows", "k"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"rows", "k"}:
        raise ValueError("smoothed_ctr takes rows and k")
    rows, k = given["rows"], given["k"]
    if type(rows) is not list or len(rows) > MAX_ROWS:
        raise ValueError(f"rows must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(rows):
        if type(row) is not tuple or [type(field) for field in row] != [str, int, int]:
            raise ValueError(f"rows[{number}] must be a tuple (item, clicks, impressions) of str, int, int")
        if len(row[0]) > 40 or max(abs(row[1]), abs(row[2])) > MAX_IMPRESSIONS:
            raise ValueError(f"rows[{number}]: item, clicks or impressions is out of bounds")
    if sum(abs(row[2]) for row in rows) > MAX_TOTAL:
        raise ValueError(f"rows may hold at most {MAX_TOTAL} impressions together")
    if len({row[0] for row in rows}) > MAX_ITEMS:
        raise ValueError(f"rows may hold at most {MAX_ITEMS} items")
    if type(k) is not int or abs(k) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")


def exact(rows: list[Row]) -> dict[str, tuple[Decimal, int]]:
    """Rate to 60 digits, and impressions, of each item; empty without impressions."""
    totals: dict[str, tuple[int, int]] = {}
    for item, clicks, impressions in rows:
        before = totals.get(item, (0, 0))
        totals[item] = before[0] + clicks, before[1] + impressions
    seen = [pair for pair in totals.values() if pair[1]]
    if not seen:
        return {}
    with localcontext(EXACT):
        mean = Decimal(sum(c for c, _ in seen)) / sum(n for _, n in seen)
        rho = _rho(seen, mean)
        return {
            item: ((rho * c + (1 - rho) * mean) / (rho * n + 1 - rho) if n else mean, n)
            for item, (c, n) in totals.items()
        }


def _rho(seen: list[tuple[int, int]], mean: Decimal) -> Decimal:
    total, free = sum(n for _, n in seen), len(seen) - 1
    scale = total * total - sum(n * n for _, n in seen) - total * free
    if scale == 0 or mean in (0, 1):
        return Decimal(0)
    spread = sum((n * (c / Decimal(n) - mean) ** 2 for c, n in seen), Decimal(0))
    return min(Decimal(1), max(Decimal(0), (spread / (mean * (1 - mean)) - free) * total / scale))


def clear(rows: list[Row]) -> bool:
    """Whether the order is the same in any floating point."""
    with localcontext(EXACT):
        found = exact(rows)
        order = sorted(found, key=lambda item: (-round(found[item][0], 9), -found[item][1], item))
        return all(_apart(found[x][0], found[y][0]) for x, y in zip(order, order[1:], strict=False))


def _apart(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) > NEAR or not (_on_edge(first) or _on_edge(second))


def _on_edge(value: Decimal) -> bool:
    scaled = value * 10**9
    return abs(scaled - int(scaled) - Decimal("0.5")) <= ERROR * 10**9


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _prior(rng), _extremes(), _unseen(), _ties(rng), _bounds(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("prior", note, 30, lambda: _days(rng, 30, 3, 40, 2.0, 9.0))
    yield _drawn("extremes", note, 12, lambda: [(f"v{n}", rng.randint(2, 3), 6) for n in range(12)])
    yield _drawn("ties", note, 20, lambda: _days(rng, 20, 1, 3, 1.0, 2.0))


def _case(group: str, note: str, k: int, rows: list[Row]) -> Case:
    if not clear(rows):
        raise ValueError(f"{group}, {note}: the order hangs on the last digits")
    return Case(args=(rows, k), group=group, note=note)


def _drawn(group: str, note: str, k: int, draw: Callable[[], list[Row]]) -> Case:
    """Draw until the order is clear, which nearly every draw is."""
    rows = draw()
    while not clear(rows):
        rows = draw()
    return _case(group, note, k, rows)


def _refused(note: str, k: int, rows: list[Row]) -> Case:
    return Case(args=(rows, k), group="bounds", note=note, raises="ValueError")


def _days(rng: random.Random, items: int, days: int, traffic: int, alpha: float, beta: float) -> list[Row]:
    """Rows of a beta-binomial population, shuffled; traffic differs a lot between items."""
    rows: list[Row] = []
    for number in range(items):
        rate, size = rng.betavariate(alpha, beta), 1 + int(traffic * rng.random() ** 3)
        for _ in range(rng.randint(1, days)):
            shown = rng.randint(0, size)
            rows.append((f"v{number}", sum(rng.random() < rate for _ in range(shown)), shown))
    rng.shuffle(rows)
    return rows


def _samples() -> Iterator[Case]:
    rows = [("a", 1, 1), ("b", 20, 100), ("c", 2, 60), ("b", 10, 20), ("d", 0, 0), ("e", 1, 19)]
    yield _case("samples", "the sample of the statement", 4, rows)
    yield _case("samples", "as alike as chance makes them", 9, [("x", 3, 10), ("y", 4, 10), ("z", 8, 20)])


def _prior(rng: random.Random) -> Iterator[Case]:
    yield _case("prior", "two items", 2, [("a", 9, 30), ("b", 1, 20)])
    yield _case(
        "prior",
        "items of very different size",
        4,
        [("a", 2, 2), ("b", 400, 4_000), ("c", 0, 7), ("d", 9, 30)],
    )
    same = [("a", 5, 10), ("b", 1, 10), ("c", 2, 10), ("d", 9, 10), ("e", 1, 10)]
    yield _case("prior", "equal traffic", 5, same)
    split = [row for c in range(10) for row in (("a", int(c < 5), 1), ("b", int(c < 1), 1))]
    split += [("c", 1, 4), ("d", 4, 5), ("c", 1, 6), ("d", 5, 5), ("e", 0, 9), ("e", 1, 1)]
    yield _case("prior", "the same totals in many rows", 5, split)
    rare = [("a", 30, 10_000), ("b", 5, 9_000), ("c", 1, 40), ("d", 0, 300), ("e", 90, 20_000)]
    yield _case("prior", "rare clicks", 5, rare)
    often = [("a", 97, 100), ("b", 40, 50), ("c", 1, 1), ("d", 9, 9), ("e", 700, 710)]
    yield _case("prior", "nearly always clicked", 5, often)
    giant = [("g", 123_457, 10**6)] * 150 + [("a", 2, 2), ("b", 0, 1), ("c", 1, 3)]
    yield _case("prior", "one item has nearly all impressions", 4, giant)
    yield _drawn("prior", "forty items over several days", 40, lambda: _days(rng, 40, 5, 60, 2.0, 11.0))
    yield _drawn("prior", "many items, little traffic", 25, lambda: _days(rng, 150, 2, 9, 0.5, 2.5))


def _extremes() -> Iterator[Case]:
    alike = [("a", 5, 10), ("b", 4, 10), ("c", 5, 10), ("d", 11, 20), ("e", 0, 0)]
    yield _case("extremes", "less spread than chance makes", 5, alike)
    yield _case("extremes", "exactly the spread that chance makes", 2, [("a", 5, 8), ("b", 3, 8)])
    yield _case("extremes", "equal rates", 3, [("a", 1, 4), ("b", 25, 100), ("c", 2, 8)])
    yield _case("extremes", "never clicked", 4, [("a", 0, 40), ("b", 0, 3), ("c", 0, 41), ("d", 0, 0)])
    yield _case("extremes", "always clicked", 3, [("a", 4, 4), ("b", 30, 30), ("c", 1, 1)])
    yield _case("extremes", "one item", 1, [("a", 3, 8)])
    yield _case("extremes", "one item with impressions", 3, [("b", 0, 0), ("a", 3, 8), ("c", 0, 0)])
    once = [("a", 1, 1), ("b", 0, 1), ("c", 0, 1), ("d", 1, 1), ("e", 0, 1)]
    yield _case("extremes", "one impression each", 5, once)
    twice = [("a", 1, 1), ("b", 0, 1), ("c", 0, 1), ("d", 1, 2), ("e", 0, 1)]
    yield _case("extremes", "one impression each, but for one item", 5, twice)
    apart = [("a", 6, 6), ("b", 0, 5), ("c", 3, 3), ("d", 0, 0), ("e", 0, 1)]
    yield _case("extremes", "clicked always or never, and one unseen", 5, apart)
    nearly = [("a", 60, 61), ("b", 0, 50), ("c", 30, 30), ("d", 1, 40), ("e", 0, 1)]
    yield _case("extremes", "clicked nearly always or nearly never", 5, nearly)
    shown = [(f"g{n % 4}", 10**6, 10**6) for n in range(199)]
    yield _case("extremes", "a single miss in as many impressions as there may be", 6, [*shown, ("a", 1, 2)])


def _unseen() -> Iterator[Case]:
    rows = [("new", 0, 0), ("a", 8, 20), ("b", 1, 30), ("new", 0, 0), ("also", 0, 0), ("c", 5, 9)]
    yield _case("unseen", "new items stand in the middle", 5, rows)
    seen = [("a", 2, 20), ("b", 9, 30), ("c", 4, 9), ("d", 1, 1)]
    yield _case(
        "unseen",
        "a hundred new items do not change the prior",
        9,
        [(f"n{n}", 0, 0) for n in range(99)] + seen,
    )
    yield _case("unseen", "a day without impressions", 4, [("a", 0, 0), *seen, ("a", 3, 4), ("b", 0, 0)])
    yield Case(args=([("a", 0, 0), ("b", 0, 0)], 2), group="unseen", note="no impression at all")
    yield Case(args=([], 1), group="unseen", note="no rows")


def _ties(rng: random.Random) -> Iterator[Case]:
    rows = [("b", 0, 30), ("a", 0, 7), ("d", 0, 30), ("c", 0, 0), ("10", 0, 7), ("9", 0, 7), ("B", 0, 0)]
    yield _case("ties", "one rate for all: impressions, then the string", 7, rows)
    rows = [("z", 3, 9), ("y", 1, 30), ("x", 1, 10), ("w", 2, 25), ("x", 2, 20), ("v", 3, 30), ("u", 3, 9)]
    yield _case("ties", "equal totals from different rows", 7, rows)
    own = [("a", 5, 5), ("b", 0, 9), ("c", 8, 8), ("d", 0, 1), ("e", 5, 5), ("f", 0, 0)]
    yield _case("ties", "own rates of 0 and 1", 6, own)
    yield _case(
        "ties", "equal rates at the last place", 2, [("c", 4, 9), ("b", 9, 12), ("a", 4, 9), ("d", 1, 30)]
    )
    rest = [("p", 9, 10), ("q", 1, 90), ("r", 40, 60)]
    close = [("x", 4_302, 13_524), ("y", 8_228, 25_866)]
    yield _case("ties", "not equal: they differ in the ninth decimal", 5, [*close, *rest])
    close = [("x", 10_422, 23_201), ("y", 20_078, 44_697)]
    yield _case("ties", "equal: they differ in the tenth decimal", 5, [*close, *rest])
    yield _drawn("ties", "thirty items with few impressions", 30, lambda: _days(rng, 30, 1, 4, 1.0, 2.0))


def _bounds() -> Iterator[Case]:
    row = [("a", 1, 2), ("b", 9, 10)]
    yield _case("bounds", "k is one", 1, [*row, ("c", 3, 40)])
    yield _case("bounds", "largest k, an empty string", MAX_K, [*row, ("", 0, 10)])
    big = [("a", 10**6, 10**6), ("b", 0, 10**6), ("c", 1, 10**6), ("a", 0, 10**6)]
    yield _case("bounds", "largest counts", 3, big)
    yield _refused("k is zero", 0, row)
    yield _refused("k is negative, and no rows", -1, [])
    yield _refused("more clicks than impressions", 1, [*row, ("b", 3, 2)])
    yield _refused("a click without impressions, and no other row", 1, [("b", 1, 0)])
    yield _refused("negative clicks, made up for by another row", 1, [("a", -1, 2), *row])
    yield _refused("negative counts", 1, [*row, ("a", -2, -1)])


def _scale(rng: random.Random) -> Iterator[Case]:
    def rows(items: int, days: int) -> list[Row]:
        return _days(rng, items, days, 12, 2.0, 20.0)[:MAX_ROWS]

    yield _drawn("scale", "6 000 items over several days", 50, lambda: rows(MAX_ITEMS, 6))
    yield _drawn("scale", "forty items over many days", 40, lambda: rows(40, 900))
