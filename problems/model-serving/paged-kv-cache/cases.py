"""Cases for the paged cache: short scenarios that each catch one mistake, random lives of sequences, and large ones.

A scenario reads "note: num_blocks block_size: step | step | …". A step is a call, "tables 1 2" for several calls of table,
or "write 1 7 8" for several appends; every scenario ends with a call of available.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_CALLS = 20_000
MAX_BLOCKS = 10**5
MAX_BLOCK_SIZE = 1_000
MAX_PROMPT_TOKENS = 2 * 10**5
MAX_TABLES = 1_000
MAX_NUMBER = 2**31 - 1

Call = tuple[object, ...]
FREE: Call = ("available",)
FORMS = {"add": 2, "append": 2, "fork": 2, "free": 1, "table": 1, "available": 0}


def validate(
    args: Sequence[object], calls: Sequence[Sequence[object]], kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (misuse to be refused included)."""
    given = {**dict(zip(("num_blocks", "block_size"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or set(given) != {"num_blocks", "block_size"}:
        raise ValueError("PagedCache takes num_blocks and block_size")
    _whole("num_blocks", given["num_blocks"], -MAX_BLOCKS, MAX_BLOCKS)
    _whole("block_size", given["block_size"], -MAX_BLOCK_SIZE, MAX_BLOCK_SIZE)
    if len(calls) > MAX_CALLS:
        raise ValueError(f"{len(calls)} calls, at most {MAX_CALLS} are allowed")
    if sum(call[0] == "table" for call in calls) > MAX_TABLES:
        raise ValueError(f"at most {MAX_TABLES} calls of table are allowed")
    tokens = 0
    for number, (method, *given_args) in enumerate(calls, 1):
        if method not in FORMS or len(given_args) != FORMS[method]:
            raise ValueError(f"call {number}: {method} is not called like this")
        if method == "add":
            if type(given_args[1]) is not list:
                raise ValueError(f"call {number}: tokens must be a list")
            tokens += len(given_args[1])
            given_args[1:] = given_args[1]
        for value in given_args:
            _whole(f"call {number}: a sequence or token", value, 0, MAX_NUMBER)
    if tokens > MAX_PROMPT_TOKENS:
        raise ValueError(f"all prompts together may hold at most {MAX_PROMPT_TOKENS} tokens")


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")


BLOCKS = """
a prompt of exactly one block: 5 3: add 1 1 2 3 | tables 1 | available | write 1 4 | tables 1
over the edge of a block: 5 3: add 1 1 2 3 4 | tables 1 | write 1 5 6 | tables 1 | write 1 7 | tables 1
one token per block: 9 1: add 1 4 5 | write 1 6 7 | tables 1
the lowest free block is taken: 9 2: add 1 1 1 1 1 | add 2 2 2 | add 3 3 3 3 3 | free 2 | free 1 | add 4 4 4 4 4 4 4 4 | tables 4 | write 3 3 | tables 3
gaps are filled by appends too: 6 1: add 1 1 | add 2 2 | add 3 3 | free 2 | write 3 1 | write 1 1 | tables 1 3
a block larger than any prompt: 2 1000: add 1 1 1 1 1 | write 1 2 3 | tables 1
"""
FORKS = """
the first writer copies, the last writes in place: 9 4: add 1 1 2 3 4 5 | fork 1 2 | available | write 2 6 | write 1 7 | tables 1 2
the parent copies when it writes first: 9 4: add 1 1 2 3 4 5 | fork 1 2 | write 1 6 | write 2 7 | tables 1 2
three holders, two copies: 9 4: add 1 1 2 3 4 5 | fork 1 2 | fork 2 3 | write 3 6 | write 1 6 | write 2 6 | tables 1 2 3
alone again after the parent has ended: 9 4: add 1 1 2 3 4 5 | fork 1 2 | free 1 | available | write 2 6 | tables 2
alone again after the child has ended: 9 4: add 1 1 2 3 4 5 | fork 1 2 | free 2 | write 1 6 7 8 | tables 1
a full block is never copied: 9 4: add 1 1 2 3 4 | fork 1 2 | write 1 5 | write 2 5 | tables 1 2
the parent's end keeps what is shared: 9 4: add 1 1 2 3 4 5 | fork 1 2 | write 2 6 | free 1 | tables 2 | available | free 2
forks of forks: 12 4: add 1 1 2 3 4 5 | fork 1 2 | write 2 6 | fork 2 3 | fork 3 4 | write 4 7 | write 2 7 | write 3 7 | tables 1 2 3 4 | free 2 | available | free 4
both go on over the edge: 12 4: add 1 1 2 3 4 5 | fork 1 2 | write 2 6 7 8 9 | write 1 6 7 8 9 | tables 1 2 | free 1
one token per block, nothing to copy: 9 1: add 1 1 2 | fork 1 2 | write 1 3 | write 2 3 | tables 1 2
"""
SHARING = """
the same prompt, whole blocks: 9 3: add 1 1 2 3 4 5 6 | add 2 1 2 3 4 5 6 | tables 2 | write 2 7 | tables 2
the same prompt, a last block that is not full: 9 4: add 1 1 2 3 4 5 6 | add 2 1 2 3 4 5 6 | tables 2 | write 2 7 | tables 2
longer and shorter prompts: 12 2: add 1 1 2 3 4 5 6 | add 2 1 2 3 4 5 6 7 | add 3 1 2 3 4 | add 4 1 | tables 2 3 4
equal blocks after other tokens, or at another place: 12 2: add 1 1 2 3 4 5 6 | add 2 3 4 1 2 | add 3 9 9 3 4 | add 4 1 2 5 6 | tables 2 3 4
only up to the first difference: 12 2: add 1 1 2 3 4 5 6 | add 2 1 2 9 4 5 6 | add 3 1 2 9 4 5 6 | tables 2 3
blocks filled token by token are found: 12 2: add 1 1 | write 1 2 3 | add 2 1 2 3 4 | write 1 4 | add 3 1 2 3 4 | tables 1 2 3
what was freed is not found: 9 2: add 1 1 2 3 4 5 6 | free 1 | add 2 1 2 3 | tables 2
a freed block with other tokens in it: 9 2: add 1 1 2 3 4 5 6 | free 1 | add 2 7 8 | add 3 1 2 | tables 2 3
shared blocks outlive the one that filled them: 9 2: add 1 1 2 3 4 5 6 | add 2 1 2 3 4 | free 1 | add 3 1 2 3 4 5 6 | tables 2 3 | free 2
two blocks with the same tokens, the lower one counts: 9 2: add 1 1 | fork 1 2 | write 1 2 | write 2 2 | tables 1 2 | add 3 1 2 | tables 3
two blocks with the same tokens, the lower one goes: 9 2: add 1 1 | fork 1 2 | write 1 2 | write 2 2 | free 2 | add 3 1 2 3 | tables 3 | free 1 | add 4 1 2 | tables 4
two blocks with the same tokens, the higher one goes: 9 2: add 1 1 | fork 1 2 | write 1 2 | write 2 2 | free 1 | add 3 1 2 3 | tables 3 | free 2 | add 4 1 2 | tables 4
two blocks with the same tokens, both go: 9 2: add 1 1 | fork 1 2 | write 1 2 | write 2 2 | free 1 | free 2 | add 3 9 9 | add 4 1 2 | tables 3 4
the lower of two was filled last: 9 2: add 5 5 | add 1 1 | fork 1 2 | write 1 2 | free 5 | write 2 2 | add 3 1 2 | tables 1 2 3
a copied block keeps its tokens: 9 6: add 1 1 2 3 4 | fork 1 2 | write 2 5 6 | add 3 1 2 3 4 5 6 | write 1 7 8 | add 4 1 2 3 4 7 8 9 | tables 3 4
a prompt found whole, then forked: 12 2: add 1 1 2 3 4 5 6 | write 1 7 | add 2 1 2 3 4 5 6 7 | fork 2 3 | write 3 8 | add 4 1 2 3 4 5 6 7 8 | tables 3 4
"""
MEMORY = """
a prompt that is too long leaves no trace: 4 2: add 1 1 1 1 1 | add 2 2 2 2 2 2 | available | tables 2 | add 2 2 2 2 2 | tables 2
a prompt that just fits: 3 2: add 1 1 1 1 1 1 1 | tables 1
a prompt that fits because most of it is there: 3 2: add 1 1 2 3 4 | add 2 1 2 3 4 5 | tables 2
what was found is not held after a failure: 3 2: add 1 1 2 3 4 | add 2 1 2 3 4 5 6 7 | available | free 1 | available | add 2 8 | tables 2
no block for the next token: 2 2: add 1 1 2 | add 2 3 4 | write 1 5 | tables 1 | free 2 | write 1 5 | tables 1
the last block still has room: 1 2: add 1 1 | write 1 2 3 | tables 1
no block for a copy: 1 2: add 1 1 | fork 1 2 | available | write 2 3 | tables 2 | write 1 3 | free 1 | available | write 2 3 | tables 2
a copy at the second attempt: 3 2: add 1 1 2 3 | fork 1 2 | add 3 9 | write 2 4 | free 3 | write 2 4 | write 1 4 | tables 1 2
unknown sequences: 5 2: write 1 1 | free 1 | tables 1 | fork 1 2 | add 1 | available | add 1 1 2 3 | fork 9 2 | tables 1
sequences that exist: 5 2: add 1 1 2 3 | add 1 4 | add 1 | fork 1 1 | fork 2 1 | add 2 5 | fork 2 1 | tables 1 | free 2 | free 2 | tables 2
misuse counts before lack of memory: 1 2: add 1 1 2 | add 1 3 3 3 3 3 3 3 | write 9 1 | fork 1 2 | free 1 | write 1 7 | write 2 7
no blocks: 0 4: available
fewer than no blocks: -1 4: available
blocks of no tokens: 4 0: available
a negative size: 4 -2: available
"""


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _scenarios("blocks", BLOCKS)
    yield _case("blocks", "sequences without forks", 200, 4, _lives(rng, 150, 9, add=0.2, fork=0.0, free=0.1))
    yield from _scenarios("forks", FORKS)
    yield _case("forks", "many forks", 90, 3, _lives(rng, 250, 4, add=0.05, fork=0.2, free=0.12))
    yield from _scenarios("sharing", SHARING)
    yield _case("sharing", "two tokens", 200, 2, _lives(rng, 250, 2, add=0.3, fork=0.05, free=0.15))
    yield _case("sharing", "short blocks", 200, 1, _lives(rng, 200, 2, add=0.3, fork=0.1, free=0.2))
    yield from _scenarios("memory", MEMORY)
    yield _case("memory", "a crowd", 14, 2, _lives(rng, 250, 2, add=0.25, fork=0.1, free=0.08))
    yield _case("memory", "a crowd and misuse", 9, 3, _lives(rng, 250, 2, 0.2, 0.15, 0.08, misuse=0.2))
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("forks", note, 60, 3, _lives(rng, 200, 3, add=0.12, fork=0.12, free=0.1))
    yield _case("sharing", note, 60, 2, _lives(rng, 200, 2, add=0.3, fork=0.05, free=0.15))
    yield _case("memory", note, 12, 2, _lives(rng, 200, 2, 0.25, 0.1, 0.1, misuse=0.1))


def _case(group: str, note: str, blocks: int, size: int, calls: list[Call]) -> Case:
    return Case(args=(blocks, size), calls=calls, group=group, note=note)


def _scenarios(group: str, text: str) -> Iterator[Case]:
    for line in text.strip().splitlines():
        note, sizes, steps = line.split(": ")
        blocks, size = map(int, sizes.split())
        calls = [call for step in steps.split(" | ") for call in _step(*step.split())]
        yield _case(group, note, blocks, size, [*calls, FREE] if calls != [FREE] else [])


def _step(method: str, *words: str) -> list[Call]:
    numbers = [int(word) for word in words]
    if method == "tables":
        return [("table", seq) for seq in numbers]
    if method == "write":
        return [("append", numbers[0], token) for token in numbers[1:]]
    return [("add", numbers[0], numbers[1:]) if method == "add" else (method, *numbers)]


def _lives(
    rng: random.Random, length: int, letters: int, add: float, fork: float, free: float, misuse: float = 0.0
) -> list[Call]:
    """Random lives of sequences over few tokens, so that prefixes keep meeting; tables are asked after most steps."""
    alive: list[int] = [0]
    calls: list[Call] = [("add", 0, [0])]
    for number in range(1, length):
        draw, seq = rng.random(), rng.choice(alive or [0])
        if rng.random() < misuse:
            seq = rng.choice([*alive, number + 1000])
            draw = rng.random()
        if draw < add:
            calls.append(("add", number, [rng.randrange(letters) for _ in range(rng.randint(1, 7))]))
            alive.append(number)
        elif draw < add + fork:
            calls.append(("fork", seq, number))
            alive.append(number)
        elif draw < add + fork + free:
            calls.append(("free", seq))
            alive = [other for other in alive if other != seq]
        else:
            calls.append(("append", seq, rng.randrange(letters)))
        calls += [("table", rng.choice(alive))] if alive else []
        calls.append(FREE)
    return calls


def _samples() -> Iterator[Case]:
    first: list[Call] = [
        ("add", 1, [5, 6, 7, 8, 9, 10]),
        ("table", 1),
        ("add", 2, [5, 6, 7, 8, 1]),
        ("table", 2),
    ]
    first += [("fork", 2, 3), ("append", 3, 2), ("table", 3), ("append", 2, 2), FREE]
    first += [("free", 1), FREE, ("add", 4, list(range(14))), FREE]
    yield _case("samples", "the sample of the statement", 6, 4, first)
    grow = "a sequence grows, ends, and comes back: 4 2: add 7 1 2 | write 7 3 4 | tables 7 | free 7 | add 7 1 2 | tables 7"
    yield from _scenarios("samples", grow)


def _scale(rng: random.Random) -> Iterator[Case]:
    prompt = [rng.randrange(50_000) for _ in range(3_500)]
    chat: list[Call] = []
    for number in range(40):
        chat += [("add", number, prompt[: 3_500 - 10 * number] + [number]), ("append", number, 1), FREE]
    yield _case("scale", "long prompts, one token per block", 20_000, 1, chat)
    growth: list[Call] = [("add", 0, [1])]
    growth += [("append", 0, rng.randrange(9)) for _ in range(12_000)]
    growth += [
        ("fork", 0, 1),
        *(("append", 1, token) for token in range(2_000)),
        ("free", 0),
        ("add", 2, [5] * 3_000),
        FREE,
    ]
    yield _case("scale", "a hundred thousand blocks", MAX_BLOCKS, 1, growth)
    many: list[Call] = []
    for number in range(5_000):
        many += [("add", number, [number % 7, number % 5, number % 3, number]), ("append", number, 1)]
    many += [("free", number) for number in range(0, 5_000, 2)]
    yield _case(
        "scale",
        "five thousand sequences",
        20_000,
        2,
        [*many, ("add", 5_000, [1, 1, 1]), ("table", 5_000), FREE],
    )
