"""Cases for the sketch: users with chosen registers and ranks, estimates in all ranges, merges, and many questions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 40_000
MAX_NUMBERS = 200_000
MASK = 2**64 - 1
APART = 1e-6

Calls = list[tuple[object, ...]]
ASK: tuple[object, ...] = ("estimate",)
SHOW: tuple[object, ...] = ("registers",)


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (refused arguments included)."""
    given = [*args, *(kwargs or {}).values()]
    if len(given) != 1 or (kwargs and "p" not in kwargs):
        raise ValueError("DistinctViewers takes one argument, p")
    if type(given[0]) is not int or abs(given[0]) > 64:
        raise ValueError("p must be an integer between -64 and 64")
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    numbers = 0
    for number, call in enumerate(calls, 1):
        if call[0] == "add" and len(call) == 2:
            if type(call[1]) is not int or not 0 <= call[1] <= MASK:
                raise ValueError(f"call {number}: user_id must be an integer between 0 and {MASK}")
        elif call[0] == "merge" and len(call) == 2:
            if type(call[1]) is not list or not all(type(rank) is int for rank in call[1]):
                raise ValueError(f"call {number}: registers must be a list of integers")
            numbers += len(call[1])
        elif tuple(call) == SHOW:
            numbers += 2 ** given[0] if 4 <= given[0] <= 14 else 0
        elif tuple(call) != ASK:
            raise ValueError(f"call {number}: write add(user_id), estimate(), registers() or merge([…])")
    if numbers > MAX_NUMBERS:
        raise ValueError(f"lists of {numbers} registers together, at most {MAX_NUMBERS} are allowed")
    if len(_decided(given[0], calls)) < len(calls):
        raise ValueError("an estimate is asked for where rounding would decide between the two formulas")


class Shadow:
    """A sketch that knows whether an estimate would hang on rounding; its sum is an exact integer."""

    def __init__(self, p: int) -> None:
        self.rest = 64 - p
        self.ranks = [0] * 2**p
        self.sum = len(self.ranks) << self.rest + 1  # of 2 ** (65 - p - rank)

    def take(self, call: Sequence[object]) -> None:
        """Add or merge; what must be refused is."""
        if call[0] == "add":
            register, bits = divmod(mix(call[1]), 2**self.rest)
            self._set(register, self.rest - bits.bit_length() + 1)
        elif call[0] == "merge" and len(call[1]) == len(self.ranks):
            if all(0 <= rank <= self.rest + 1 for rank in call[1]):
                for register, rank in enumerate(call[1]):
                    self._set(register, rank)

    def _set(self, register: int, rank: int) -> None:
        old = self.ranks[register]
        self.ranks[register] = max(old, rank)
        self.sum += 2 ** (self.rest + 1 - self.ranks[register]) - 2 ** (self.rest + 1 - old)

    def hangs(self) -> bool:
        """Whether E is within one part in a million of 2.5 m."""
        m = len(self.ranks)
        alpha = {16: 0.673, 32: 0.697, 64: 0.709}.get(m, 0.7213 / (1 + 1.079 / m))
        return abs(alpha * m * 2 ** (self.rest + 1) / self.sum / 2.5 - 1) <= APART


def _decided(p: int, calls: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """The calls without questions for an estimate that would hang on rounding."""
    if not 4 <= p <= 14:
        return list(calls)
    shadow, kept = Shadow(p), []
    for call in calls:
        shadow.take(call)
        if tuple(call) != ASK or not shadow.hangs():
            kept.append(call)
    return kept


def mix(user_id: int) -> int:
    """The hash of the statement."""
    z = (user_id + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def user_with(hashed: int) -> int:
    """The user whose hash is `hashed`: mix() backwards."""
    z = hashed
    for shift, factor in ((31, 0x94D049BB133111EB), (27, 0xBF58476D1CE4E5B9), (30, 1)):
        z ^= (z >> shift) ^ (z >> 2 * shift)
        z = z * pow(factor, -1, 2**64) & MASK
    return (z - 0x9E3779B97F4A7C15) & MASK


def user(rng: random.Random, p: int, register: int, rank: int) -> int:
    """A user that falls into a register with a rank."""
    rest = 64 - p
    bits = 0 if rank > rest else 1 << (rest - rank)
    return user_with(register << rest | bits | (rng.randrange(bits) if bits else 0))


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _registers(rng)
    yield from _estimate(rng)
    yield from _merge(rng)
    yield from _bounds(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    yield _case("registers", "drawn for this submission", 6, [*_users(rng, 300), SHOW])
    yield _case("estimate", "drawn for this submission", 8, _with_questions(_users(rng, 200), 20))


def _case(group: str, note: str, p: int, calls: Calls) -> Case:
    return Case(args=(p,), calls=_decided(p, calls), group=group, note=note)


def _added(*users: int) -> Calls:
    return [("add", user_id) for user_id in users]


def _users(rng: random.Random, count: int) -> Calls:
    return _added(*[rng.randrange(2**64) for _ in range(count)])


def _with_questions(calls: Calls, every: int) -> Calls:
    """The calls with a question after each `every` of them."""
    asked: Calls = []
    for number, call in enumerate(calls, 1):
        asked += [call, ASK] if number % every == 0 else [call]
    return asked


def _samples() -> Iterator[Case]:
    other = [0] * 16
    other[2], other[9] = 5, 3
    first = [*_added(1, 3, 1), SHOW, ASK, *_added(2), ASK, ("merge", other), SHOW]
    yield _case("samples", "the sample of the statement", 4, first)
    yield _case("samples", "nobody", 5, [ASK, SHOW])


def _registers(rng: random.Random) -> Iterator[Case]:
    yield _case("registers", "users 0 to 39", 4, [*_added(*range(40)), SHOW])
    for p in (4, 9, 14):
        ranks = [user(rng, p, register, register % (65 - p) + 1) for register in range(0, 2**p, 2**p // 16)]
        yield _case("registers", f"chosen ranks, p = {p}", p, [*_added(*ranks), SHOW])
    top = [
        user(rng, 4, 3, 61),
        user(rng, 4, 4, 60),
        user(rng, 4, 5, 1),
        user(rng, 4, 15, 61),
        user(rng, 4, 0, 59),
    ]
    yield _case("registers", "the largest ranks", 4, [*_added(*top), SHOW])
    falling = [user(rng, 5, 7, rank) for rank in (3, 9, 8, 1, 9, 10, 2)]
    yield _case("registers", "a register keeps its maximum", 5, [*_with_shows(_added(*falling))])
    again = [user(rng, 6, 40, 4)] * 5
    yield _case("registers", "the same user again and again", 6, [*_added(*again), SHOW, ASK])
    yield _case("registers", "largest and smallest ids", 7, [*_added(0, MASK, MASK - 1, 2**63), SHOW])
    yield _case("registers", "many users", 7, [*_users(rng, 1_500), SHOW])


def _with_shows(calls: Calls) -> Calls:
    return [entry for call in calls for entry in (call, SHOW)]


def _estimate(rng: random.Random) -> Iterator[Case]:
    for p in (4, 5, 6, 7, 8, 12):
        calls = _with_questions(_users(rng, min(6 * 2**p, 2_000)), max(1, 2**p // 8))
        yield _case("estimate", f"from few to many users, p = {p}", p, calls)
    for p in (4, 5, 6, 7):
        ones = _added(*[user(rng, p, register, 1) for register in range(2**p)])
        yield _case(
            "estimate",
            f"no register is empty, all ranks are 1, p = {p}",
            p,
            [*ones[:-1], ASK, *ones[-1:], ASK],
        )
        twos = _added(*[user(rng, p, register, 2 + register % 2) for register in range(2**p)])
        yield _case(
            "estimate", f"no register is empty, E is large, p = {p}", p, [*twos[:-1], ASK, *twos[-1:], ASK]
        )
        threes = _added(*[user(rng, p, register, 6) for register in range(2**p - 1)])
        yield _case("estimate", f"one register is empty, E is large, p = {p}", p, [*threes, ASK])
    high = [*_users(rng, 900), ("merge", [61 - 4] * 2**7), ASK]
    yield _case("estimate", "high ranks after many low ones", 7, high)
    highest = [*_added(*[user(rng, 10, register, 55) for register in range(2**10)]), ASK]
    yield _case("estimate", "all bits are zero everywhere", 10, highest)
    lonely = [*_added(user(rng, 6, 1, 59)), ASK, *_added(user(rng, 6, 2, 1)), ASK]
    yield _case("estimate", "one user with incredible luck", 6, lonely)


def _merge(rng: random.Random) -> Iterator[Case]:
    for p in (4, 7):
        lists = [[rng.randrange(0, 8) for _ in range(2**p)] for _ in range(4)]
        calls = [entry for ranks in lists for entry in (("merge", ranks), ASK, SHOW)]
        yield _case("merge", f"four sketches, p = {p}", p, calls)
    empty = [*_users(rng, 20), ("merge", [0] * 16), SHOW, ASK]
    yield _case("merge", "an empty sketch", 4, empty)
    same = [*_users(rng, 20), ("merge", [3] * 16), ("merge", [3] * 16), ASK, SHOW]
    yield _case("merge", "the same sketch twice", 4, same)
    full = [("merge", [61] * 16), SHOW, ASK, *_users(rng, 9), SHOW]
    yield _case("merge", "the largest ranks", 4, full)
    later = [("merge", [1, 0] * 32), ASK, *_users(rng, 60), SHOW, ASK]
    yield _case("merge", "users after a merge", 6, later)


def _bounds(rng: random.Random) -> Iterator[Case]:
    for p in (3, 15, 0, -1):
        yield _case("bounds", f"p is {p}", p, [])
    start = [*_users(rng, 9), SHOW]
    for note, wrong in (
        ("too few registers", [9] * 15),
        ("too many registers", [9] * 17),
        ("no registers", []),
        ("a rank beyond the largest", [9] * 15 + [62]),
        ("a negative rank", [9] * 15 + [-1]),
        ("a negative rank at the beginning", [-1] + [9] * 15),
    ):
        yield _case("bounds", note, 4, [*start, ("merge", wrong), SHOW, ASK])
    ranks = [9] * 2**14
    calls = [("merge", ranks[:-1]), ("merge", [*ranks[:-1], 52]), ASK, ("merge", [*ranks[:-1], 51]), ASK]
    yield _case("bounds", "the largest sketch", 14, calls)


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "a question after each user, p = 14", 14, _with_questions(_users(rng, 9_000), 1))
    filled = [("merge", [rng.randrange(2, 7) for _ in range(2**14)])]
    yield _case(
        "scale", "a full sketch, questions all the time", 14, filled + _with_questions(_users(rng, 9_000), 1)
    )
    yield _case("scale", "many users, few questions", 11, _with_questions(_users(rng, 30_000), 3_000))
