# group: packing
"""The dynamic programme for one resource: per set of replicas only the state with the fewest GPUs and the least used on the last."""


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    offers = [*running, *[(memory, compute, [])] * len(replicas)]
    best: dict[int, tuple] = {
        0: (0, 0, 0, ())
    }  # placed -> (GPU being filled, used memory, used compute, path)
    everyone = (1 << len(replicas)) - 1
    for mask in range(everyone):
        if mask not in best:
            continue
        at, used_memory, used_compute, path = best[mask]
        for i, (model, needs_memory, needs_compute) in enumerate(replicas):
            if mask >> i & 1:
                continue
            for gpu in range(at, len(offers)):
                rest, power, models = offers[gpu]
                there = [*models, *(replicas[other][0] for other, place in path if place == gpu)]
                taken = (used_memory, used_compute) if gpu == at else (0, 0)
                if (
                    taken[0] + needs_memory <= rest
                    and taken[1] + needs_compute <= power
                    and model not in there
                ):
                    state = (gpu, taken[0] + needs_memory, taken[1] + needs_compute, (*path, (i, gpu)))
                    old = best.get(mask | 1 << i)
                    best[mask | 1 << i] = state if old is None else min(old, state)
                    break
    if everyone not in best:
        return None
    where = dict(best[everyone][3])
    return [where[i] for i in range(len(replicas))]
