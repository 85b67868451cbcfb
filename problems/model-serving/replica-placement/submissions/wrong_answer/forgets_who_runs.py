# group: models
"""Keeps apart the replicas of this batch, but not from what the running GPUs host."""

Gpu = tuple[int, int, frozenset[str]]


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    order = sorted(range(len(replicas)), key=lambda i: replicas[i][1] + replicas[i][2], reverse=True)
    new: Gpu = (memory, compute, frozenset())
    for started in range(len(replicas) + 1):
        gpus = [(rest, power, frozenset()) for rest, power, models in running] + [new] * started
        where: dict[int, int] = {}
        if _search(replicas, order, 0, gpus, where, set()):
            return [where[i] for i in range(len(replicas))]
    return None


def _search(
    replicas: list[tuple[str, int, int]],
    order: list[int],
    depth: int,
    gpus: list[Gpu],
    where: dict[int, int],
    failed: set[tuple[int, frozenset[tuple[Gpu, int]]]],
) -> bool:
    """Place the replicas from `depth` on; GPUs that look alike are tried once."""
    if depth == len(order):
        return True
    state = depth, frozenset((gpu, gpus.count(gpu)) for gpu in gpus)
    if state in failed:
        return False
    model, needs_memory, needs_compute = replicas[order[depth]]
    for gpu in set(gpus):
        rest, power, models = gpu
        if needs_memory <= rest and needs_compute <= power and model not in models:
            at = gpus.index(gpu)
            gpus[at] = (rest - needs_memory, power - needs_compute, models | {model})
            where[order[depth]] = at
            if _search(replicas, order, depth + 1, gpus, where, failed):
                return True
            gpus[at] = gpu
    failed.add(state)
    return False
