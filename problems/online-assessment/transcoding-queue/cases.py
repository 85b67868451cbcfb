"""Cases for the transcoding queue: small ones that each catch a mistake, large ones that catch slow solutions."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_JOBS = 12_000
MAX_MACHINES = 10_000
MAX_TIME = 10**12
MAX_SECONDS = 10**9
MAX_WEIGHT = 10**12
MAX_AGEING = 10**6

Job = tuple[int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("jobs", "machines", "ageing"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"jobs", "machines", "ageing"}:
        raise ValueError("transcoding_plan takes jobs, machines and ageing")
    jobs = given["jobs"]
    if type(jobs) is not list or len(jobs) > MAX_JOBS:
        raise ValueError(f"jobs must be a list of at most {MAX_JOBS} jobs")
    for number, job in enumerate(jobs):
        if type(job) is not tuple or len(job) != 3:
            raise ValueError(f"jobs[{number}] must be a tuple (uploaded, seconds, weight)")
        _whole(f"jobs[{number}]: uploaded", job[0], 0, MAX_TIME)
        _whole(f"jobs[{number}]: seconds", job[1], -MAX_SECONDS, MAX_SECONDS)
        _whole(f"jobs[{number}]: weight", job[2], -MAX_WEIGHT, MAX_WEIGHT)
    _whole("machines", given["machines"], -MAX_MACHINES, MAX_MACHINES)
    _whole("ageing", given["ageing"], -MAX_AGEING, MAX_AGEING)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{name} must be an integer between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _order(rng)
    yield from _machines(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("order", note, _random_jobs(rng, 60, 90, 5, 9), 1, 1)
    yield _case("order", note, _random_jobs(rng, 60, 40, 4, 6), 2, 2)
    yield _case("machines", note, _random_jobs(rng, 60, 60, 9, 4), 4, 1)


def _case(group: str, note: str, jobs: list[Job], machines: int, ageing: int) -> Case:
    return Case(args=(jobs, machines, ageing), group=group, note=note)


def _refused(note: str, jobs: list[Job], machines: int, ageing: int) -> Case:
    return Case(args=(jobs, machines, ageing), group="bounds", note=note, raises="ValueError")


def _random_jobs(rng: random.Random, jobs: int, until: int, longest: int, weight: int) -> list[Job]:
    """Jobs in no order, uploaded before `until`, with small weights so that urgencies meet."""
    return [
        (rng.randrange(until), rng.randint(1, longest), rng.randint(-weight, weight)) for _ in range(jobs)
    ]


def _samples() -> Iterator[Case]:
    waiting = [(0, 5, 0), (1, 2, 0), (4, 2, 2)]
    yield _case("samples", "who has waited longer overtakes", waiting, 1, 1)
    yield _case("samples", "without ageing the weight decides", waiting, 1, 0)
    yield _case(
        "samples",
        "the free machine with the smallest number",
        [(7, 1, 0), (0, 5, 0), (0, 2, 9), (2, 5, 0)],
        2,
        3,
    )
    yield _case("samples", "one machine for each", [(3, 2, 1), (3, 2, 4), (3, 2, 2)], 3, 1)


def _order(rng: random.Random) -> Iterator[Case]:
    yield _case("order", "heavier first", [(0, 9, 0), (1, 1, 3), (2, 1, 5), (3, 1, 4)], 1, 0)
    yield _case("order", "weights below zero", [(0, 9, 0), (1, 1, -3), (2, 1, -5), (3, 1, -1)], 1, 1)
    level = [(0, 9, 0), (5, 1, 5), (3, 1, 3), (4, 1, 4), (2, 1, 2)]
    yield _case("order", "equally urgent: the earlier upload", level, 1, 1)
    yield _case(
        "order",
        "equally urgent and uploaded: the earlier place",
        [(0, 4, 0), (2, 1, 7), (2, 2, 7), (2, 3, 7)],
        1,
        2,
    )
    yield _case(
        "order",
        "equal weights without ageing: the earlier upload",
        [(0, 9, 0), (5, 1, 1), (3, 1, 1), (4, 1, 1)],
        1,
        0,
    )
    yield _case(
        "order", "one more than the other has gained", [(0, 6, 0), (2, 3, 0), (4, 1, 7), (4, 1, 5)], 1, 3
    )
    yield _case(
        "order",
        "strong ageing is first come, first served",
        [(0, 9, 0), (3, 1, 90), (1, 1, -90), (2, 1, 0)],
        1,
        1_000,
    )
    yield _case("order", "a new upload beats who waits", [(0, 3, 0), (1, 2, 1), (3, 2, 9), (5, 1, 2)], 1, 1)
    yield _case(
        "order", "a new upload does not beat who waits", [(0, 3, 0), (1, 2, 1), (3, 2, 2), (5, 1, 9)], 1, 1
    )
    late = [(6, 1, 0), (0, 2, 0), (5, 2, 0), (1, 3, 0)]
    yield _case("order", "uploads in no order", late, 1, 1)
    yield _case("order", "short or long does not matter", [(0, 5, 0), (1, 9, 3), (1, 1, 2), (1, 5, 4)], 1, 1)
    yield _case("order", "one machine, ageing 1", _random_jobs(rng, 80, 120, 6, 12), 1, 1)
    yield _case("order", "one machine, ageing 3", _random_jobs(rng, 80, 60, 6, 20), 1, 3)
    yield _case("order", "three machines, no ageing", _random_jobs(rng, 80, 50, 8, 3), 3, 0)


def _machines(rng: random.Random) -> Iterator[Case]:
    yield _case("machines", "free again at the very second", [(0, 3, 0), (3, 2, 0), (5, 1, 0)], 2, 1)
    yield _case("machines", "uploaded when a machine becomes free", [(0, 4, 0), (2, 1, 0), (4, 1, 5)], 1, 1)
    yield _case(
        "machines",
        "free for longer is no merit",
        [(0, 9, 5), (0, 2, 4), (0, 3, 3), (9, 1, 0), (9, 1, 0)],
        3,
        1,
    )
    both = [(0, 4, 9), (0, 4, 8), (1, 5, 0), (2, 5, 0), (3, 5, 0)]
    yield _case("machines", "two become free at once, three wait", both, 2, 1)
    yield _case(
        "machines", "the second machine is done first", [(0, 6, 2), (0, 2, 1), (1, 1, 0), (1, 9, -1)], 2, 0
    )
    yield _case(
        "machines", "nothing to do for a while", [(0, 2, 0), (50, 2, 0), (51, 2, 0), (90, 1, 0)], 1, 1
    )
    yield _case(
        "machines",
        "uploaded while idle, done while waiting",
        [(10, 5, 0), (12, 3, 0), (13, 4, 0), (30, 1, 0)],
        2,
        1,
    )
    yield _case("machines", "more machines than jobs", [(2, 5, 1), (1, 5, 1), (2, 5, 3)], 10, 1)
    yield _case(
        "machines", "eleven machines, as numbers and not as strings", [(n, 30, 0) for n in range(14)], 11, 1
    )
    yield _case("machines", "all at once on four machines", [(5, 1 + n % 3, n % 4) for n in range(18)], 4, 2)
    yield _case("machines", "three machines, much idle time", _random_jobs(rng, 50, 200, 12, 5), 3, 1)
    yield _case("machines", "five machines, never idle", _random_jobs(rng, 90, 40, 9, 5), 5, 1)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no jobs", [], 1, 0)
    yield _case("bounds", "one job, one second", [(0, 1, 0)], 1, 0)
    far = [(MAX_TIME, MAX_SECONDS, MAX_WEIGHT), (MAX_TIME - 1, MAX_SECONDS, -MAX_WEIGHT), (MAX_TIME, 1, 0)]
    yield _case("bounds", "the last second, the greatest weight", far, 1, 1)
    near = [(0, 10, 0), (1, 1, MAX_WEIGHT - 1), (2, 1, MAX_WEIGHT), (3, 1, MAX_WEIGHT)]
    yield _case("bounds", "great weights differ in their last digit", near, 1, 2)
    late = MAX_TIME - 9
    fine = [(late, 9, 0), (late + 1, 1, 1), (late + 1, 1, 2), (late + 2, 1, MAX_AGEING + 1)]
    yield _case("bounds", "far out, urgencies that differ by one", fine, 1, MAX_AGEING)
    yield _case(
        "bounds",
        "the greatest ageing",
        [(0, 3, 0), (1, 1, 0), (2, 1, MAX_AGEING), (2, 1, MAX_AGEING + 1)],
        1,
        MAX_AGEING,
    )
    yield _case("bounds", "all machines", [(0, 5, 0), (0, 5, 1)], MAX_MACHINES, 1)
    yield _refused("no machines", [(0, 1, 0)], 0, 1)
    yield _refused("fewer machines than none", [(0, 1, 0)], -1, 1)
    yield _refused("ageing below zero", [(0, 1, 0)], 1, -1)
    yield _refused("a job of no seconds", [(0, 1, 0), (5, 0, 0)], 1, 1)
    yield _refused("a job of seconds below zero", [(0, -1, 0)], 1, 1)
    yield _refused("no machines, no jobs", [], 0, 1)
    yield _refused("ageing below zero, no jobs", [], 1, -1)


def _scale(rng: random.Random) -> Iterator[Case]:
    burst = [(rng.randrange(1_000), rng.randint(1, 50), rng.randint(0, 10**6)) for _ in range(MAX_JOBS)]
    yield _case("scale", "12 000 jobs, most of them waiting", burst, 3, 700)
    wide = [(rng.randrange(10**6), rng.randint(10**6, 10**7), rng.randint(0, 99)) for _ in range(MAX_JOBS)]
    yield _case("scale", "ten thousand machines", wide, MAX_MACHINES, 1)
    apart = [
        (rng.randrange(MAX_TIME), rng.randint(1, MAX_SECONDS), rng.randint(0, 9)) for _ in range(MAX_JOBS)
    ]
    yield _case("scale", "uploads over a trillion seconds", apart, 2, 5)
