"""Cases for the hot aisles: small maps that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_TILES = 10_000
MAX_LIMIT = 10**9


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (maps to be refused included)."""
    given = {**dict(zip(("hall", "limit"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"hall", "limit"}:
        raise ValueError("fewest_steps takes hall and limit")
    hall, limit = given["hall"], given["limit"]
    if type(hall) is not list or any(type(line) is not str for line in hall):
        raise ValueError("hall must be a list of strings")
    if len(hall) > MAX_TILES or sum(map(len, hall)) > MAX_TILES:
        raise ValueError(f"hall may have at most {MAX_TILES} tiles")
    for number, line in enumerate(hall):
        if len(line) != len(hall[0]) or set(line) - set("SG.~#"):
            raise ValueError(f"hall[{number}] must be as long as hall[0] and hold only S G . ~ #")
    if type(limit) is not int or abs(limit) > MAX_LIMIT:
        raise ValueError(f"limit must be an integer between {-MAX_LIMIT} and {MAX_LIMIT}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _ways(rng)
    yield from _heat(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("ways", note, _random_hall(rng, 9, 12, ".....~##"), 2)
    yield _case("heat", note, _random_hall(rng, 9, 11, "..~~~~~#"), 3)
    yield _case("heat", note, _aisle(rng, 4, 5), 4)


def _case(group: str, note: str, hall: Sequence[str], limit: int) -> Case:
    return Case(args=(list(hall), limit), group=group, note=note)


def _refused(note: str, hall: list[str], limit: int) -> Case:
    return Case(args=(hall, limit), group="bounds", note=note, raises="ValueError")


def _random_hall(rng: random.Random, rows: int, columns: int, tiles: str) -> list[str]:
    """Tiles drawn from a string; start at the left, goal at the right."""
    hall = [[rng.choice(tiles) for _ in range(columns)] for _ in range(rows)]
    hall[rng.randrange(rows)][0] = "S"
    hall[rng.randrange(rows)][-1] = "G"
    return ["".join(line) for line in hall]


def _aisle(rng: random.Random, limit: int, gates: int) -> list[str]:
    """A hot aisle in which each stretch between cool tiles is too long, unless one leaves it on the way to cool down.

    Some stretches have a cool tile beside them; others join a cool way around that is longer than the hot one.
    """
    top, middle, bottom = ["S"], ["#"], ["#"]
    for _ in range(gates):
        around = limit > 2 and rng.random() < 0.5
        first = rng.randint(2 + around, limit)
        rest = rng.randint(limit - first + 1, limit - 1 - around)
        if around:
            middle[-1] = bottom[-1] = "."
        top += "~" * (first + rest) + "."
        middle += "#" * (first - 1) + ("~" if around else ".") + "#" * (rest + 1)
        bottom += ("." if around else "#") * first + "#" * (rest + 1)
    top[-1] = "G"
    return ["".join(line) for line in (top, middle, bottom)]


def _samples() -> Iterator[Case]:
    aisle = ["S~~~G", ".###.", "....."]
    yield _case("samples", "just cool enough", aisle, 3)
    yield _case("samples", "one hot tile too many", aisle, 2)
    yield _case("samples", "a step aside", ["S~~~G", "##.##"], 2)
    yield _case("samples", "no way", ["S~#G", "~~#~"], 5)


def _ways(rng: random.Random) -> Iterator[Case]:
    yield _case("ways", "side by side", ["SG"], 0)
    yield _case("ways", "one above the other, the goal first", ["G", "S"], 0)
    yield _case("ways", "cool all the way", ["S...", "...G"], 0)
    yield _case("ways", "corners are not cut", ["S#", "#G"], 3)
    yield _case("ways", "the map does not go on behind its left border", ["S##G", ".#.."], 3)
    yield _case("ways", "the map does not go on behind its upper border", ["S.", "##", "G."], 3)
    yield _case("ways", "rows do not run into each other", ["#.S", "G.#"], 3)
    yield _case("ways", "shorter ways are found later", ["S....", ".###.", ".#G..", ".#.##", "....."], 0)
    yield _case("ways", "three hot tiles to the goal", ["..#G", "S~~~", "..#."], 3)
    yield _case("ways", "walled in", ["###", "#S#", "###", "..G"], 4)
    yield _case("ways", "an island of no use", ["S.#..", "..#.G", "###..", "....."], 4)
    yield _case("ways", "many racks", _random_hall(rng, 12, 15, ".....##"), 0)
    yield _case("ways", "racks and a few hot tiles", _random_hall(rng, 12, 15, ".....~###"), 1)
    yield _case("ways", "tall and narrow", _random_hall(rng, 30, 4, "...~~#"), 2)


def _heat(rng: random.Random) -> Iterator[Case]:
    yield _case("heat", "exactly the limit", ["S~~~~G"], 4)
    yield _case("heat", "one over the limit", ["S~~~~G"], 3)
    yield _case("heat", "hot tiles in all, but never so many in a row", ["S~~.~~.~~G"], 2)
    yield _case("heat", "cooled down completely by one tile", ["S~~~.~~~G"], 3)
    yield _case("heat", "nothing hot may be entered", ["S~G", "..."], 0)
    yield _case("heat", "nothing hot may be entered, and there is no other way", ["S~G"], 0)
    around = ["S~~~~~G", ".##~###", "....###"]
    yield _case("heat", "the later arrival is the cooler one", around, 4)
    yield _case("heat", "neither arrival is cool enough", around, 3)
    yield _case("heat", "cool all the way round, hot at the end", ["S~~~~G", ".##.##", "....##"], 3)
    yield _case("heat", "two steps aside", ["S~~~~~~~G", "###.#.###"], 3)
    yield _case("heat", "a step aside is not needed", ["S~~~~~G", "##.#.##"], 5)
    yield _case("heat", "to and fro does not cool", ["S~~~G", "#~~##"], 2)
    yield _case("heat", "the cooler way is longer than need be", ["S~~G", "....", "...."], 2)
    yield _case("heat", "the short way is too hot", ["S.....", "~####.", "~####.", "~~~~G."], 5)
    yield _case("heat", "an aisle with gates, limit 2", _aisle(rng, 2, 4), 2)
    yield _case("heat", "an aisle with gates, limit 3", _aisle(rng, 3, 6), 3)
    yield _case("heat", "an aisle with gates, limit 5", _aisle(rng, 5, 8), 5)
    yield _case("heat", "an aisle with gates, one hot tile too few", _aisle(rng, 3, 6), 2)
    yield _case("heat", "mostly hot, limit 2", _random_hall(rng, 10, 12, ".~~~~"), 2)
    yield _case("heat", "mostly hot, limit 3", _random_hall(rng, 12, 12, "..~~~~~~#"), 3)
    yield _case("heat", "mostly hot, limit 4", _random_hall(rng, 14, 14, "..~~~~~~~##"), 4)
    yield _case("heat", "half hot, limit 1", _random_hall(rng, 12, 14, "..~~#"), 1)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "a large limit, no way", ["S~~~~", "~~~##", "~~~#G"], 100)
    yield _case("bounds", "the greatest limit", ["S~~~~", "~~~#~", "~~~#G"], MAX_LIMIT)
    yield _case("bounds", "only the start and the goal, apart", ["S#", "#G"], 0)
    yield _refused("a negative limit", ["SG"], -1)
    yield _refused("a negative limit, no way", ["S#G"], -1)
    yield _refused("no start", ["..G"], 1)
    yield _refused("no goal", ["S.."], 1)
    yield _refused("two starts", ["S.G", "..S"], 1)
    yield _refused("two goals", ["S.G", "#.G"], 1)
    yield _refused("an empty map", [], 1)
    yield _refused("rows without tiles", ["", ""], 1)


def _scale(rng: random.Random) -> Iterator[Case]:
    side = 100
    hot = (
        ["S" + "~" * (side - 1)]
        + ["~" * side] * (side - 3)
        + ["~" * (side - 1) + "#", "~" * (side - 2) + "#G"]
    )
    yield _case("scale", "hot as far as one can see, and no way", hot, 2_000)
    turns = ["#" * (side - 1) + "~", "~" + "#" * (side - 1)]
    rows = [turns[row // 2 % 2] if row % 2 else "~" * side for row in range(side - 1)]
    rows[0], rows[-1] = "S" + rows[0][1:], rows[-1][:-1] + "G"
    yield _case("scale", "one long winding aisle", rows, 4_998)
    yield _case("scale", "cool tiles here and there", _random_hall(rng, side, side, "." + "~" * 12), 9)
    many = _random_hall(rng, side, side, ".." + "~" * 9 + "#")
    yield _case("scale", "many cool tiles, few racks, a large limit", many, 500)
    yield _case("scale", "an aisle with a hundred gates", _aisle(rng, 12, 100), 12)
