"""Depth first, large replicas first, one more new GPU allowed at each attempt. Of GPUs that look alike only the first is tried, no state twice."""

from functools import cache

Gpu = tuple[int, int, frozenset[str]]  # free memory, free compute, models there


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    order = sorted(range(len(replicas)), key=lambda i: -replicas[i][1] - replicas[i][2])

    @cache
    def search(depth: int, gpus: tuple[Gpu, ...]) -> list[int] | None:
        """GPUs for the replicas from `depth` on in that order; None if they do not all fit."""
        if depth == len(replicas):
            return []
        for at, gpu in enumerate(gpus):
            after = _with(gpu, *replicas[order[depth]])
            if after and gpu not in gpus[:at]:
                rest = search(depth + 1, (*gpus[:at], after, *gpus[at + 1 :]))
                if rest is not None:
                    return [at, *rest]
        return None

    gpus = [(free_memory, free_compute, frozenset(models)) for free_memory, free_compute, models in running]
    for _ in range(len(replicas) + 1):
        if (found := search(0, tuple(gpus))) is not None:
            return [found[order.index(i)] for i in range(len(replicas))]
        gpus.append((memory, compute, frozenset()))
    return None


def _with(gpu: Gpu, model: str, memory: int, compute: int) -> Gpu | None:
    """The GPU once it hosts the replica; None if it cannot."""
    free_memory, free_compute, models = gpu
    if memory > free_memory or compute > free_compute or model in models:
        return None
    return free_memory - memory, free_compute - compute, models | {model}
