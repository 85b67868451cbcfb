"""Cases for the disputed amount: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_ENTRIES = 20_000
MAX_AMOUNT = 10**12
MAX_TARGET = 10**17
MAX_LEAST = 10**9


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (a least length to be refused included)."""
    given = {**dict(zip(("amounts", "target", "least"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"amounts", "target", "least"}:
        raise ValueError("disputed_stretches takes amounts, target and least")
    amounts = given["amounts"]
    if type(amounts) is not list or len(amounts) > MAX_ENTRIES:
        raise ValueError(f"amounts must be a list of at most {MAX_ENTRIES} entries")
    for number, amount in enumerate(amounts):
        _whole(f"amounts[{number}]", amount, MAX_AMOUNT)
    _whole("target", given["target"], MAX_TARGET)
    _whole("least", given["least"], MAX_LEAST)


def _whole(name: str, value: object, most: int) -> None:
    if type(value) is not int or abs(value) > most:
        raise ValueError(f"{name} must be an integer between {-most} and {most}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _sums(rng)
    yield from _length(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("sums", note, _random_amounts(rng, 80, 5), rng.randint(-4, 4), 1)
    yield _case("length", note, _random_amounts(rng, 80, 2), rng.randint(-2, 2), rng.randint(2, 6))
    yield _case("length", note, _random_amounts(rng, 60, 1), 0, rng.randint(20, 40))


def _case(group: str, note: str, amounts: list[int], target: int, least: int) -> Case:
    return Case(args=(amounts, target, least), group=group, note=note)


def _refused(note: str, amounts: list[int], least: int) -> Case:
    return Case(args=(amounts, 0, least), group="bounds", note=note, raises="ValueError")


def _random_amounts(rng: random.Random, length: int, most: int) -> list[int]:
    return [rng.randint(-most, most) for _ in range(length)]


def _samples() -> Iterator[Case]:
    yield _case("samples", "the sample of the statement", [4, -1, -3, 4, 0, 3], 4, 2)
    yield _case("samples", "everything cancels", [5, -5, 5, -5], 0, 1)
    yield _case("samples", "shorter than the least length", [2, 3], 5, 3)
    yield _case("samples", "charges only", [3, 1, 2, 3, 1, 2], 6, 1)


def _sums(rng: random.Random) -> Iterator[Case]:
    yield _case("sums", "a refund makes a longer stretch match", [6, 2, -2, 7], 6, 1)
    yield _case("sums", "refunds only, a negative amount", [-1, -2, -3, -1, -2], -3, 1)
    yield _case("sums", "the sum goes past the amount and comes back", [9, -4, -2, 5, -5], 3, 1)
    yield _case("sums", "a match from the first entry on", [1, 1, 5], 2, 1)
    yield _case("sums", "a match up to the last entry", [5, 1, 1], 2, 1)
    yield _case("sums", "void entries before, in and after", [0, 3, 0, 4, 0], 7, 1)
    yield _case("sums", "an amount of 0 without void entries", [1, 2, 4], 0, 1)
    yield _case("sums", "an amount of 0 needs an entry", [0], 0, 1)
    yield _case("sums", "equal entries at different places", [2, 2, 2, 2], 4, 1)
    yield _case("sums", "the same sum many times", [1, -1] * 8, 1, 1)
    yield _case("sums", "entries up to 3", _random_amounts(rng, 200, 3), 2, 1)
    yield _case("sums", "entries up to 9, a negative amount", _random_amounts(rng, 200, 9), -5, 1)


def _length(rng: random.Random) -> Iterator[Case]:
    yield _case("length", "exactly the least length", [1, 2, 3, 1, 2], 6, 3)
    yield _case("length", "the short ones match, the long ones do not", [7, 7, 7, 7], 7, 2)
    yield _case("length", "a start counts only from a distance on", [0, 0, 0, 0, 0], 0, 3)
    yield _case("length", "two equally long, the first counts", [3, 1, 2, 9, 2, 1], 3, 2)
    yield _case("length", "the longest comes last", [4, 9, 2, 2, 9, 1, 1, 2], 4, 1)
    yield _case("length", "the longest starts late and beats an earlier one", [5, 8, 1, 4, 0], 5, 1)
    yield _case("length", "the longest from the first start to the last end", [0, 2, -2, 0, 2, -2, 0], 0, 1)
    yield _case("length", "the whole ledger and nothing else", [2, 2, 2, 2], 8, 4)
    yield _case("length", "equal lengths from different sums", [1, 2, -1, 5, 5, -3, 2, 3], 2, 2)
    yield _case("length", "near starts of the same sum must wait", [1, -1, 1, -1, 1, -1, 1, -1, 1, -1], 0, 6)
    yield _case("length", "a least length of two", _random_amounts(rng, 150, 2), 1, 2)
    yield _case("length", "half of the ledger at least", _random_amounts(rng, 120, 1), 0, 60)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "an empty ledger", [], 0, 1)
    yield _case("bounds", "one entry that matches", [-4], -4, 1)
    yield _case("bounds", "one entry that does not", [-4], 4, 1)
    yield _case("bounds", "as long as the ledger", [1, -1, 0], 0, 3)
    yield _case("bounds", "one longer than the ledger", [1, -1, 0], 0, 4)
    yield _case("bounds", "the greatest least length", [0, 0], 0, MAX_LEAST)
    ends = [MAX_AMOUNT] * 3 + [1, -1] + [-MAX_AMOUNT] * 2
    yield _case("bounds", "large amounts differ in their last digit", ends, MAX_AMOUNT + 1, 1)
    yield _case("bounds", "the largest sums", [MAX_AMOUNT] * 9 + [-1], 9 * MAX_AMOUNT, 1)
    yield _case("bounds", "the largest amount, which nothing reaches", [1, 2, 3], MAX_TARGET, 1)
    yield _refused("a least length of 0", [1, 2], 0)
    yield _refused("a negative least length", [1, 2], -1)
    yield _refused("a least length of 0 and no entries", [], 0)


def _scale(rng: random.Random) -> Iterator[Case]:
    amounts = [rng.randint(-(10**6), 10**6) for _ in range(MAX_ENTRIES)]
    middle = sum(amounts[5_000:15_000])
    yield _case("scale", "20 000 entries, hardly any match", amounts, middle, 10)
    yield _case("scale", "void entries only: every stretch matches", [0] * MAX_ENTRIES, 0, 100)
    yield _case("scale", "few different sums", [rng.choice([-1, 0, 1]) for _ in range(MAX_ENTRIES)], 1, 2_000)


def scaling(rng: random.Random, size: int) -> Case:
    """A ledger of void entries but for a charge and its refund, so that nearly all places have the same sum."""
    amounts = [0] * size
    charged = rng.randrange(size - 20)
    amounts[charged] = rng.randint(1, MAX_AMOUNT)
    amounts[charged + rng.randint(1, 19)] = -amounts[charged]
    return _case("scale", f"{size} entries, nearly all of them void", amounts, 0, rng.randint(2, 20))
