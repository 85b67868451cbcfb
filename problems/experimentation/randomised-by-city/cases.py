"""Cases for an experiment by city: unequal cities, ties between choices, correlations of every sign."""

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from readyroom import Case

MAX_ROWS = 10_000
MAX_CITIES = 16
MAX_VALUE = 10**6
ARMS = ("control", "treatment")

Row = tuple[str, str, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "rows" not in kwargs):
        raise ValueError("by_city takes one argument, rows")
    rows = given[0]
    if type(rows) is not list or len(rows) > MAX_ROWS:
        raise ValueError(f"rows must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(rows):
        if type(row) is not tuple or [type(field) for field in row] != [str, str, int]:
            raise ValueError(f"rows[{number}] must be a tuple (city, arm, value)")
        if len(row[0]) > 40 or row[1] not in ARMS or abs(row[2]) > MAX_VALUE:
            raise ValueError(f"rows[{number}]: city, arm or value is out of bounds")
    if len({row[0] for row in rows}) > MAX_CITIES:
        raise ValueError(f"at most {MAX_CITIES} cities are allowed")


def clear(rows: list[Row]) -> bool:
    """Whether no choice of cities gives an effect that is nearly, but not exactly, as large as the real one."""
    cities: dict[str, tuple[int, int]] = {}
    for city, _, value in rows:
        size, total = cities.get(city, (0, 0))
        cities[city] = size + 1, total + value
    treated = {city for city, arm, _ in rows if arm == "treatment"}
    size, total = (sum(column) for column in zip(*cities.values(), strict=True))

    def effect(chosen: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Numerator and denominator, of which the second is positive."""
        users, values = (sum(column) for column in zip(*chosen, strict=True))
        return abs(values * (size - users) - (total - values) * users), users * (size - users)

    top, bottom = effect([cities[city] for city in treated])
    for chosen in combinations(cities.values(), len(treated)):
        above, below = effect(chosen)
        if 0 < top * below - above * bottom and Fraction(top * below - above * bottom, bottom * below) < 1e-7:
            return False
    return True


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _error(rng)
    yield from _correlation(rng)
    yield from _permutation(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn(rng, "error", note, [rng.randint(1, 9) for _ in range(7)], 3, 20, 10)
    yield _drawn(rng, "correlation", note, [rng.randint(1, 5) for _ in range(8)], 4, 5, 10)
    yield _drawn(rng, "permutation", note, [rng.randint(1, 4) for _ in range(9)], 4, 3, 2)


def _case(group: str, note: str, rows: list[Row]) -> Case:
    if not clear(rows):
        raise ValueError(f"{group}, {note}: the p-value hangs on the last digits")
    return Case(args=(rows,), group=group, note=note)


def _drawn(
    rng: random.Random, group: str, note: str, sizes: list[int], treated: int, between: float, within: float
) -> Case:
    """Draw values until the p-value is clear, which nearly every draw makes it."""
    while not clear(rows := _experiment(rng, sizes, treated, between, within)):
        pass
    return _case(group, note, rows)


def _experiment(
    rng: random.Random, sizes: list[int], treated: int, between: float, within: float
) -> list[Row]:
    """Cities of these sizes with levels of their own, users around them, in no order."""
    arms = [ARMS[at < treated] for at in range(len(sizes))]
    rng.shuffle(arms)
    rows: list[Row] = []
    for at, (size, arm) in enumerate(zip(sizes, arms, strict=True)):
        level = rng.gauss(100, between)
        rows += [(f"city {at}", arm, round(rng.gauss(level, within))) for _ in range(size)]
    rng.shuffle(rows)
    return rows


def _rows(control: list[list[int]], treatment: list[list[int]]) -> list[Row]:
    """One city per inner list."""
    named = [(f"c{at}", "control", values) for at, values in enumerate(control)]
    named += [(f"t{at}", "treatment", values) for at, values in enumerate(treatment)]
    return [(city, arm, value) for city, arm, values in named for value in values]


def _samples() -> Iterator[Case]:
    rows = [("Ulm", "control", 3), ("Ulm", "control", 5)]
    rows += [("Bonn", "control", 8), ("Bonn", "control", 9), ("Bonn", "control", 10)]
    rows += [("Kiel", "treatment", 12), ("Kiel", "treatment", 10)]
    rows += [("Jena", "treatment", 7), ("Jena", "treatment", 9), ("Jena", "treatment", 14)]
    yield _case("samples", "the sample of the statement", rows)
    yield _case(
        "samples", "five cities, one user in two of them", _rows([[4], [6, 9]], [[8, 9, 13], [11], [9, 5]])
    )


def _error(rng: random.Random) -> Iterator[Case]:
    equal = _rows([[10, 12], [20, 24], [15, 15]], [[18, 22], [30, 25], [21, 27]])
    yield _case("error", "cities of one size", equal)
    big = _rows([[10] * 2 + [14], [30, 31], [20] * 8 + [26] * 4], [[25, 24], [33] * 6 + [35], [40, 31]])
    yield _case("error", "one large city in each arm", big)
    few = _rows([[10, 11, 14], [20, 21]], [[15, 19], [17], [30, 28, 29], [22, 25], [18]])
    yield _case("error", "two cities against five", few)
    yield _case(
        "error",
        "five cities against two",
        [(city, ARMS[arm == "control"], value) for city, arm, value in few],
    )
    alike = _rows([[10, 20], [12, 18], [14, 16, 15]], [[22, 26], [20, 28, 24], [24, 24]])
    yield _case("error", "cities with equal means: no robust error", alike)
    inside = _rows([[10, 10], [16, 16, 16]], [[20, 20], [29, 29]])
    yield _case("error", "no differences inside cities", inside)
    level = _rows([[7, 7], [7, 7, 7]], [[9, 9], [9]])
    yield _case("error", "no differences inside arms", level)
    same = _rows([[5, 5], [5, 5]], [[5], [5, 5]])
    yield _case("error", "everybody the same", same)
    negative = _rows([[-10, -40], [-25, 5, -3]], [[0, -7], [12, -30], [4]])
    yield _case("error", "negative values and zeros", negative)
    yield _drawn(rng, "error", "eight cities", [3, 9, 1, 14, 6, 6, 2, 11], 4, 15, 10)
    yield _drawn(rng, "error", "nine cities of like users", [5, 8, 4, 9, 6, 7, 5, 5, 8], 3, 1, 30)


def _correlation(rng: random.Random) -> Iterator[Case]:
    apart = _rows([[1, 9], [9, 1, 2, 8]], [[3, 12], [13, 2], [2, 13, 7]])
    yield _case("correlation", "cities are mixed through: a negative value", apart)
    split = _rows([[10, 11], [30, 31, 29]], [[110, 111], [130, 131]])
    yield _case("correlation", "arms far apart are no correlation", split)
    sizes = _rows([[10, 11, 12, 14, 13, 12, 11, 10, 9], [20]], [[15], [26, 24, 25, 23, 30], [18, 19]])
    yield _case("correlation", "cities of very different sizes", sizes)
    single = _rows([[10], [14], [9]], [[20], [15]])
    yield _case("correlation", "one user in every city", single)
    nearly = _rows([[10], [14], [9]], [[20, 27], [15]])
    yield _case("correlation", "one user in every city but one", nearly)
    tiny = _rows([[0], [0, 0], [0]], [[0, 0, 0], [1]])
    yield _case("correlation", "one user differs from all others", tiny)
    large = _rows(
        [[10**6, 10**6 - 3], [10**6 - 9, 10**6 - 5]], [[10**6 - 1, 10**6 - 8], [-(10**6), 5 - 10**6]]
    )
    yield _case("correlation", "large values", large)
    yield _drawn(rng, "correlation", "strong", [4, 7, 3, 8, 5, 6], 3, 30, 5)
    yield _drawn(rng, "correlation", "weak", [14, 7, 3, 18, 5, 6, 12, 9], 4, 2, 20)


def _permutation(rng: random.Random) -> Iterator[Case]:
    largest = _rows([[1, 2], [3, 1], [2, 2]], [[11, 12], [13, 9], [14, 12]])
    yield _case("permutation", "the largest effect that any choice gives", largest)
    yield _case(
        "permutation",
        "the same the other way round",
        [(city, ARMS[arm == "control"], value) for city, arm, value in largest],
    )
    none = _rows([[5, 6], [9, 4]], [[3, 8], [7, 6], [5, 7]])
    yield _case("permutation", "no effect: every choice counts", none)
    ties = _rows([[1], [2], [3]], [[2], [3], [4]])
    yield _case("permutation", "many choices tie", ties)
    thirds = _rows([[1, 0, 0], [0, 1, 1, 0, 0, 0]], [[1, 1, 0], [1, 0, 0, 1, 1, 1], [0, 1, 0]])
    yield _case("permutation", "ties between fractions", thirds)
    for sums in (
        ([(2, 3), (2, 1), (2, 3)], [(1, 2), (2, 1), (2, 1)]),
        ([(3, 1), (2, 1), (3, 1)], [(3, 3), (7, 3), (2, 1)]),
        ([(1, 1), (1, 1), (1, 0)], [(1, 2), (3, 3), (1, 1)]),
    ):
        control, treatment = ([[total] + [0] * (users - 1) for users, total in arm] for arm in sums)
        yield _case("permutation", "exact ties that floats tell apart", _rows(control, treatment))
    yield _case(
        "permutation",
        "two treated of eight",
        _rows([[3, 4], [6], [2, 8, 5], [7], [4, 4], [9, 1]], [[12, 9], [11]]),
    )
    yield _drawn(
        rng,
        "permutation",
        "ten cities, whole numbers near one another",
        [2, 2, 3, 1, 4, 2, 3, 3, 1, 2],
        5,
        1.5,
        1,
    )
    yield _drawn(
        rng, "permutation", "eleven cities, three treated", [5, 3, 8, 2, 6, 4, 9, 3, 5, 7, 4], 3, 10, 10
    )


def _bounds() -> Iterator[Case]:
    good = _rows([[1, 2], [4]], [[3], [6, 5]])
    yield _case("bounds", "two cities in each arm", good)
    names = ["", "A", "a", "Å"]
    yield _case(
        "bounds",
        "names that differ in case, and an empty one",
        [(names[("c0", "c1", "t0", "t1").index(city)], arm, value) for city, arm, value in good],
    )
    for note, rows in (
        ("no rows", []),
        ("one city in control", good[2:]),
        ("one city in treatment", good[:4]),
        ("nothing in treatment", good[:3]),
        ("nothing in control", good[3:]),
        ("a city in both arms", [*good, ("c0", "treatment", 3)]),
        ("a city in both arms, its second arm first", [("t1", "control", 3), *good]),
        (
            "one city in each arm, and one in both",
            [good[0], good[3], ("x", "control", 1), ("x", "treatment", 2)],
        ),
    ):
        yield Case(args=(rows,), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    sizes = [rng.randint(100, 900) for _ in range(MAX_CITIES)]
    yield _drawn(rng, "scale", "sixteen cities, half of them treated", sizes, 8, 8, 40)
    sizes = [rng.randint(300, 600) for _ in range(MAX_CITIES)]
    yield _drawn(rng, "scale", "sixteen cities, six treated", sizes, 6, 3, 40)
