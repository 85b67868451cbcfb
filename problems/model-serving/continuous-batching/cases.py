"""Cases for continuous batching: small ones that each catch one misread rule, a few large ones for speed."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

NAMES = ("requests", "max_batch", "token_budget", "base_us", "token_us")
MAX_REQUESTS = 4_000
MAX_PROMPT = 10**5
MAX_OUTPUT = 10**4
MAX_TOKENS = 10**6
MAX_ARRIVAL = 10**12
MAX_SIZE = 10**6

Request = tuple[int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (sizes to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or set(given) != set(NAMES):
        raise ValueError(f"serve takes {', '.join(NAMES)}")
    requests = given["requests"]
    if type(requests) is not list or len(requests) > MAX_REQUESTS:
        raise ValueError(f"requests must be a list of at most {MAX_REQUESTS}")
    for number, request in enumerate(requests):
        if type(request) is not tuple or len(request) != 3:
            raise ValueError(f"requests[{number}] must be a tuple (arrival, prompt, output)")
        _whole(f"requests[{number}]: arrival", request[0], 0, MAX_ARRIVAL)
        _whole(f"requests[{number}]: prompt", request[1], 1, MAX_PROMPT)
        _whole(f"requests[{number}]: output", request[2], 1, MAX_OUTPUT)
    if sum(prompt + output for _, prompt, output in requests) > MAX_TOKENS:
        raise ValueError(f"prompts and outputs together may hold at most {MAX_TOKENS} tokens")
    for name in ("max_batch", "token_budget"):
        _whole(name, given[name], -MAX_SIZE, MAX_SIZE)
    _whole("base_us", given["base_us"], 1, MAX_SIZE)
    _whole("token_us", given["token_us"], 0, MAX_SIZE)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _steps(rng)
    yield from _prefill(rng)
    yield from _admission(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("steps", note, _traffic(rng, 30, 400, (1, 3), (1, 9)), 4, 12, 10, 1)
    yield _case("prefill", note, _traffic(rng, 30, 600, (1, 40), (1, 8)), 4, 9, 7, 2)
    yield _case("admission", note, _traffic(rng, 40, 250, (1, 12), (1, 12)), 3, 10, 5, 1)


def _case(
    group: str, note: str, requests: list[Request], batch: int, budget: int, base: int, token: int
) -> Case:
    return Case(args=(requests, batch, budget, base, token), group=group, note=note)


def _traffic(
    rng: random.Random, count: int, span: int, prompt: tuple[int, int], output: tuple[int, int]
) -> list[Request]:
    """Requests in no order of arrival, often several at one moment."""
    moments = [rng.randint(0, span) for _ in range(max(1, 2 * count // 3))]
    return [(rng.choice(moments), rng.randint(*prompt), rng.randint(*output)) for _ in range(count)]


def _samples() -> Iterator[Case]:
    yield _case("samples", "the sample of the statement", [(0, 6, 2), (0, 2, 3), (5, 3, 1)], 2, 4, 10, 1)
    yield _case("samples", "one request alone, after idle time", [(7, 3, 3)], 4, 8, 5, 2)


def _steps(rng: random.Random) -> Iterator[Case]:
    yield _case("steps", "one token in, one token out", [(0, 1, 1)], 1, 1, 3, 4)
    yield _case(
        "steps", "a second request comes in while the first decodes", [(0, 2, 6), (21, 2, 2)], 4, 8, 10, 0
    )
    yield _case(
        "steps",
        "the batch does not wait for its longest",
        [(0, 1, 9), (0, 1, 2), (1, 1, 2), (2, 1, 2)],
        2,
        4,
        9,
        1,
    )
    yield _case(
        "steps", "a step costs the tokens it carries, not its budget", [(0, 2, 3), (0, 3, 2)], 8, 64, 5, 7
    )
    yield _case(
        "steps", "all arrive together and fit", [(4, 3, 5), (4, 2, 1), (4, 1, 3), (4, 4, 2)], 4, 10, 6, 1
    )
    yield _case(
        "steps",
        "a place that was freed is taken in the next step",
        [(0, 1, 1), (0, 1, 1), (0, 1, 1)],
        1,
        5,
        8,
        1,
    )
    yield _case("steps", "short requests", _traffic(rng, 60, 900, (1, 4), (1, 8)), 5, 20, 12, 1)


def _prefill(rng: random.Random) -> Iterator[Case]:
    yield _case("prefill", "a prompt of exactly the budget", [(0, 8, 2)], 2, 8, 5, 1)
    yield _case("prefill", "a prompt of one token more than the budget", [(0, 9, 2)], 2, 8, 5, 1)
    yield _case("prefill", "a prompt over many steps", [(0, 50, 3)], 1, 4, 3, 1)
    yield _case(
        "prefill",
        "others go on decoding beside a long prompt",
        [(0, 1, 12), (0, 2, 12), (1, 30, 2)],
        3,
        6,
        4,
        1,
    )
    yield _case("prefill", "two prompts share a step", [(0, 5, 2), (0, 5, 2), (0, 5, 2)], 3, 8, 10, 1)
    yield _case(
        "prefill", "the begun prompt goes before new ones", [(0, 11, 1), (0, 2, 1), (0, 2, 1)], 3, 8, 10, 1
    )
    yield _case(
        "prefill",
        "decodes leave one token of budget",
        [(0, 1, 20), (0, 1, 20), (3, 5, 2), (3, 5, 2)],
        3,
        3,
        2,
        1,
    )
    yield _case(
        "prefill", "decodes take the whole budget", [(0, 1, 4), (0, 1, 5), (0, 1, 6), (1, 7, 2)], 3, 3, 2, 1
    )
    yield _case(
        "prefill", "the budget ends exactly with a prompt", [(0, 3, 2), (0, 5, 2), (0, 4, 2)], 3, 8, 10, 1
    )
    yield _case("prefill", "long and short prompts", _traffic(rng, 50, 2_000, (1, 60), (1, 10)), 6, 16, 5, 1)
    yield _case(
        "prefill", "a budget as small as the batch", _traffic(rng, 40, 1_500, (1, 30), (1, 10)), 5, 5, 5, 3
    )


def _admission(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "admission", "input not in order of arrival", [(30, 2, 2), (0, 2, 2), (15, 2, 2)], 1, 4, 10, 1
    )
    together = [(5, 9, 4), (5, 2, 4), (5, 4, 1), (5, 1, 2)]
    yield _case("admission", "equal arrivals by index, not by size", together, 1, 16, 10, 1)
    yield _case(
        "admission", "arrives exactly when a step starts", [(0, 1, 3), (11, 1, 3), (22, 1, 1)], 3, 8, 10, 1
    )
    yield _case(
        "admission",
        "arrives a microsecond after a step starts",
        [(0, 1, 3), (12, 1, 3), (23, 1, 1)],
        3,
        8,
        10,
        1,
    )
    yield _case("admission", "several in one step, up to the batch", [(0, 1, 3)] * 5, 3, 8, 10, 1)
    short_behind_long = [(0, 1, 5), (1, 40, 1), (2, 1, 1), (3, 1, 1)]
    yield _case("admission", "a short request does not pass a long one", short_behind_long, 3, 4, 10, 1)
    yield _case(
        "admission",
        "a full batch with budget to spare",
        [(0, 2, 4), (0, 2, 2), (0, 2, 3), (1, 2, 2)],
        2,
        50,
        10,
        1,
    )
    yield _case(
        "admission", "heavy traffic on a small batch", _traffic(rng, 70, 500, (1, 10), (1, 10)), 4, 12, 8, 1
    )
    yield _case(
        "admission", "light traffic with gaps", _traffic(rng, 40, 8_000, (1, 30), (1, 6)), 4, 12, 8, 1
    )


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no requests", [], 1, 1, 1, 0)
    yield _case("bounds", "idle between requests", [(100, 1, 2), (500, 1, 1), (512, 3, 1)], 2, 4, 10, 1)
    yield _case("bounds", "the latest arrival", [(MAX_ARRIVAL, 5, 2), (0, 5, 2)], 2, 4, MAX_SIZE, MAX_SIZE)
    yield _case("bounds", "tokens cost nothing", [(0, 9, 2), (0, 1, 3)], 2, 4, 1, 0)
    yield _case(
        "bounds", "the largest batch and budget", [(0, 100, 2), (1, 100, 3)], MAX_SIZE, MAX_SIZE, 5, 1
    )
    for note, requests, batch, budget in (
        ("max_batch is zero", [(0, 1, 1)], 0, 4),
        ("max_batch is negative, and no requests", [], -1, 4),
        ("both are zero, and no requests", [], 0, 0),
        ("token_budget is below max_batch", [(0, 1, 1)], 4, 3),
        ("token_budget is below max_batch, and no requests", [], 2, 1),
    ):
        yield Case(args=(requests, batch, budget, 5, 1), group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    crowd = _traffic(rng, 4_000, 20_000_000, (10, 60), (20, 120))
    yield _case("scale", "4000 requests, most of them waiting", crowd, 16, 64, 900, 30)
    apart = [(rng.randint(0, MAX_ARRIVAL), rng.randint(1, 200), rng.randint(1, 60)) for _ in range(3_000)]
    yield _case("scale", "3000 requests far apart", apart, 8, 32, 50, 1)
    wide = _traffic(rng, 2_000, 30_000, (1, 40), (50, 150))
    yield _case("scale", "a large batch", wide, 512, 1_024, 800, 10)
