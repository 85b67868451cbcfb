# group: scale
"""Right, but goes through all assignments of replicas to GPUs."""

from itertools import product


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    for started in range(len(replicas) + 1):
        offers = [*running, *[(memory, compute, [])] * started]
        for where in product(range(len(offers)), repeat=len(replicas)):
            if all(
                _fits(offer, [row for row, gpu in zip(replicas, where, strict=True) if gpu == at])
                for at, offer in enumerate(offers)
            ):
                return list(where)
    return None


def _fits(offer: tuple[int, int, list[str]], placed: list[tuple[str, int, int]]) -> bool:
    names = [*offer[2], *(row[0] for row in placed)]
    return (
        sum(row[1] for row in placed) <= offer[0]
        and sum(row[2] for row in placed) <= offer[1]
        and len(set(names)) == len(names)
    )
