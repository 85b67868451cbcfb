"""Cases for placing replicas: boundary fits, jigsaws whose pieces fill GPUs to the last unit, and large ones."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

NAMES = ("replicas", "running", "memory", "compute")
MAX_REPLICAS = 12
MAX_RUNNING = 4
MAX_SIZE = 10**6

Replica = tuple[str, int, int]
Gpu = tuple[int, int, list[str]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or set(given) != set(NAMES):
        raise ValueError(f"place takes {', '.join(NAMES)}")
    replicas, running = given["replicas"], given["running"]
    if type(replicas) is not list or len(replicas) > MAX_REPLICAS:
        raise ValueError(f"replicas must be a list of at most {MAX_REPLICAS}")
    if type(running) is not list or len(running) > MAX_RUNNING:
        raise ValueError(f"running must be a list of at most {MAX_RUNNING}")
    for number, row in enumerate(replicas):
        if type(row) is not tuple or len(row) != 3:
            raise ValueError(f"replicas[{number}] must be a tuple (model, memory, compute)")
        _name(f"replicas[{number}]: model", row[0])
        _whole(f"replicas[{number}]: memory", row[1], 1)
        _whole(f"replicas[{number}]: compute", row[2], 1)
    for number, row in enumerate(running):
        if type(row) is not tuple or len(row) != 3 or type(row[2]) is not list:
            raise ValueError(f"running[{number}] must be a tuple (free memory, free compute, list of models)")
        _whole(f"running[{number}]: free memory", row[0], 0)
        _whole(f"running[{number}]: free compute", row[1], 0)
        for model in row[2]:
            _name(f"running[{number}]: model", model)
        if len(row[2]) > 20 or len(set(row[2])) < len(row[2]):
            raise ValueError(f"running[{number}] must host at most 20 models, none twice")
    _whole("memory", given["memory"], 1)
    _whole("compute", given["compute"], 1)


def _whole(name: str, value: object, low: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= MAX_SIZE:
        raise ValueError(f"{name} must lie between {low} and {MAX_SIZE}")


def _name(what: str, value: object) -> None:
    if type(value) is not str or not 1 <= len(value) <= 20:
        raise ValueError(f"{what} must be a string of 1 to 20 characters")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _fit()
    yield from _models(rng)
    yield from _packing(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _jigsaw("packing", note, rng, [3, 2], [3, 3], 90, 60)
    yield _jigsaw("packing", note, rng, [4], [3, 2], 40, 70)
    yield _crowd("models", note, rng, 9, 3)


def _case(
    group: str, note: str, replicas: list[Replica], running: list[Gpu], size: tuple[int, int] = (80, 100)
) -> Case:
    return Case(args=(replicas, running, *size), group=group, note=note)


def _named(*sizes: tuple[int, int]) -> list[Replica]:
    """Replicas of models a, b, c, …, one of each."""
    return [(chr(97 + number), *size) for number, size in enumerate(sizes)]


def _cut(rng: random.Random, whole: int, pieces: int) -> list[int]:
    """`pieces` positive numbers whose sum is `whole`."""
    marks = sorted(rng.sample(range(1, whole), pieces - 1))
    return [high - low for low, high in zip([0, *marks], [*marks, whole], strict=True)]


def _jigsaw(
    group: str, note: str, rng: random.Random, gaps: list[int], new: list[int], memory: int, compute: int
) -> Case:
    """Pieces that fill the gaps of running GPUs and some new GPUs exactly; the numbers say into how many each is cut."""
    free = [(rng.randint(memory // 3, memory - 1), rng.randint(compute // 3, compute - 1)) for _ in gaps]
    sizes: list[tuple[int, int]] = []
    for (rest, power), pieces in zip([*free, *[(memory, compute)] * len(new)], [*gaps, *new], strict=True):
        sizes += zip(_cut(rng, rest, pieces), _cut(rng, power, pieces), strict=True)
    rng.shuffle(sizes)
    running = [(rest, power, [f"m{number}"]) for number, (rest, power) in enumerate(free)]
    return _case(group, note, _named(*sizes), running, (memory, compute))


def _crowd(group: str, note: str, rng: random.Random, replicas: int, models: int) -> Case:
    """Several replicas of few models, which some running GPUs host already."""
    names = [f"model-{number}" for number in range(models)]
    size = {name: (rng.randint(5, 30), rng.randint(5, 30)) for name in names}
    running = [
        (rng.randint(10, 60), rng.randint(10, 60), rng.sample(names, rng.randint(0, models - 1)))
        for _ in range(4)
    ]
    chosen = [rng.choice(names) for _ in range(replicas)]
    return _case(group, note, [(name, *size[name]) for name in chosen], running, (60, 60))


def _samples() -> Iterator[Case]:
    replicas = [("chat", 40, 50), ("chat", 40, 50), ("rank", 30, 20), ("embed", 10, 40)]
    yield _case(
        "samples", "the sample of the statement", replicas, [(45, 60, ["rank"]), (30, 25, [])], (80, 100)
    )
    yield _case(
        "samples", "a replica that fits nowhere", [("big", 90, 10)], [(60, 100, []), (80, 100, [])], (80, 100)
    )


def _fit() -> Iterator[Case]:
    for note, sizes, gaps in (
        ("memory exactly full", [(30, 10), (50, 10)], []),
        ("memory short of one unit", [(30, 10), (51, 10)], []),
        ("compute exactly full", [(10, 45), (10, 55)], []),
        ("compute short of one unit", [(10, 45), (10, 56)], []),
        ("a gap exactly as large as the replica", [(25, 35)], [(25, 35)]),
        ("a gap too small in memory", [(26, 35)], [(25, 35)]),
        ("a gap too small in compute", [(25, 36)], [(25, 35)]),
        ("memory in one gap, compute in the other", [(30, 30)], [(50, 20), (20, 50)]),
        ("enough free in all, not in one gap", [(30, 30)], [(20, 20), (20, 20)]),
        ("too large for a new GPU, not for a gap", [(90, 10), (10, 10)], [(95, 30)]),
        ("two large ones and one large gap", [(90, 10), (91, 10)], [(99, 99), (85, 99)]),
        ("two large ones and two large gaps", [(90, 10), (95, 10)], [(96, 99), (91, 99)]),
        ("full GPUs", [(5, 5)], [(0, 90), (70, 0), (0, 0)]),
    ):
        yield _case("fit", note, _named(*sizes), [(*gap, []) for gap in gaps])


def _models(rng: random.Random) -> Iterator[Case]:
    a, b = ("a", 5, 5), ("b", 5, 5)
    yield _case("models", "two replicas of one model", [a, a], [])
    yield _case("models", "the model is there already", [a], [(80, 80, ["b", "a"])])
    gaps = [(80, 80, ["a"]), (70, 70, ["b"]), (60, 60, ["c", "a"])]
    yield _case("models", "one gap of three is open to it", [a], gaps)
    yield _case("models", "as many GPUs as replicas of one model", [a, b, a, b, a, b, a], [])
    yield _case("models", "it fits only where it is already", [("a", 90, 5)], [(95, 95, ["a"])])
    yield _case("models", "names differ in case", [("A", 5, 5), a], [(20, 20, ["AA"])])
    yield _case("models", "pairs must be mixed", [("a", 40, 40), ("b", 40, 40)] * 2, [])
    gaps = [(20, 20, []), (30, 30, ["b"])]
    yield _case("models", "the gap is better left to the other", [("a", 20, 20), ("b", 20, 20)], gaps)
    yield _crowd("models", "eight replicas of three models", rng, 8, 3)
    yield _crowd("models", "ten replicas of two models", rng, 10, 2)
    yield _crowd("models", "ten replicas of five models", rng, 10, 5)


def _packing(rng: random.Random) -> Iterator[Case]:
    for note, sizes, gaps, size in (
        ("large first leaves gaps", [(side, 1) for side in (4, 4, 3, 3, 3, 3)], [], (10, 90)),
        ("the same in compute", [(1, side) for side in (3, 4, 3, 4, 3, 3)], [], (90, 10)),
        ("one needs memory, another compute", [(7, 2), (2, 7), (7, 2), (2, 7), (3, 3)], [], (10, 10)),
        (
            "not as many as possible into the gap",
            [(20, 20), (20, 20), (60, 60), (40, 40)],
            [(60, 60)],
            (60, 60),
        ),
        ("not always the tightest gap", [(30, 30), (30, 30), (50, 50)], [(50, 50), (60, 60)], (80, 80)),
        ("enough in the sum, but not in one place", [(50, 50)] * 3, [(40, 40)] * 2, (90, 90)),
        ("a fuller start is no better", [(6, 4), (4, 9), (3, 9), (4, 2), (2, 10), (9, 2)], [], (20, 20)),
        ("a small one stays out of the gap", [(3, 3), (1, 9), (6, 3)], [(6, 9)], (10, 10)),
    ):
        yield _case("packing", note, _named(*sizes), [(*gap, []) for gap in gaps], size)
    jigsaws = ([2], [3, 2]), ([], [3, 3, 3]), ([3, 2], [3]), ([2, 2, 2], [2]), ([], [4, 4]), ([3], [4, 3])
    for number, (gaps, new) in enumerate(jigsaws, 1):
        yield _jigsaw("packing", f"jigsaw {number}", rng, gaps, new, 30 + 10 * number, 90 - 10 * number)
    for number, (count, gaps, most) in enumerate([(7, 0, 40), (8, 2, 45), (9, 3, 40)], 1):
        sizes = _named(*[(rng.randint(1, most), rng.randint(1, most)) for _ in range(count)])
        running = [(rng.randint(5, 60), rng.randint(5, 60), []) for _ in range(gaps)]
        yield _case("packing", f"sizes at random {number}", sizes, running, (100, 100))


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no replicas", [], [(10, 10, ["a"])])
    yield _case("bounds", "no replicas and no GPUs", [], [])
    yield _case("bounds", "no running GPUs, one replica", _named((80, 100)), [])
    yield _case("bounds", "one that fits nowhere", _named((5, 5), (5, 101), (5, 5)), [(9, 9, [])])
    top = (MAX_SIZE, MAX_SIZE)
    yield _case("bounds", "the largest numbers", _named((MAX_SIZE, 1), (1, MAX_SIZE)), [(*top, [])], top)
    yield _case("bounds", "all fit on running GPUs", _named((5, 5), (6, 6)), [(5, 5, []), (6, 6, [])])


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _jigsaw("scale", "twelve pieces, four new GPUs", rng, [], [3, 3, 3, 3], 200, 200)
    yield _jigsaw("scale", "twelve pieces, three gaps, two new GPUs", rng, [2, 2, 2], [3, 3], 200, 200)
    yield _jigsaw("scale", "twelve pieces, four gaps", rng, [3, 3, 2, 2], [2], 200, 200)
    small = _named(*[(rng.randint(1, 9), rng.randint(1, 9)) for _ in range(12)])
    yield _case("scale", "half of all fit anywhere", small, [(30, 30, [])] * 3, (30, 30))
    for note, size in ("memory", (90, 1)), ("compute", (1, 90)):
        misfit = [*small[:11], ("z", *size)]
        yield _case(
            "scale", f"all fit anywhere but one, for its {note}", misfit, [(50, 50, [])] * 4, (50, 50)
        )
    alike = [(f"m{number % 6}", 10 + number, 31 - number) for number in range(12)]
    yield _case("scale", "two of each model, four gaps", alike, [(38, 38, [])] * 4, (45, 45))
    half = _named(*[(51 + number, 60 - number) for number in range(11)], (101, 1))
    yield _case("scale", "eleven that share with nobody, and a misfit", half, [(49, 99, [])] * 3, (100, 100))
