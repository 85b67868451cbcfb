# group: scale
"""Right, but works out the same set of replicas again whenever another choice leads to it."""

from collections.abc import Iterator
from math import inf


def submasks(mask: int) -> Iterator[int]:
    """All subsets of a set, itself first, the empty one last."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask
    yield 0


def fits(replicas: list[tuple[str, int, int]], gpu: tuple[int, int, list[str]]) -> list[bool]:
    """For every set of replicas whether it fits on the GPU."""
    states = [gpu]
    for model, memory, compute in replicas:
        states += [(rest - memory, power - compute, [*models, model]) for rest, power, models in states]
    return [rest >= 0 and power >= 0 and len(set(models)) == len(models) for rest, power, models in states]


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    room = [fits(replicas, gpu) for gpu in [*running, (memory, compute, [])]]

    def fewest(gpu: int, left: int) -> tuple[float, list[int]]:
        """New GPUs that the replicas of `left` need besides the running ones from `gpu` on, and the share of each GPU."""
        if not left:
            return 0, []
        options: list[tuple[float, list[int]]] = [(inf, [])]
        if gpu < len(running):
            for share in submasks(left):
                if room[gpu][share]:
                    count, shares = fewest(gpu + 1, left - share)
                    options.append((count, [share, *shares]))
        else:  # a new one holds the first of them, and any others
            first = left & -left
            for others in submasks(left - first):
                if room[gpu][first + others]:
                    count, shares = fewest(gpu, left - first - others)
                    options.append((count + 1, [first + others, *shares]))
        return min(options)

    count, shares = fewest(0, (1 << len(replicas)) - 1)
    if count == inf:
        return None
    return [next(gpu for gpu, share in enumerate(shares) if share >> i & 1) for i in range(len(replicas))]
