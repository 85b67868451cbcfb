"""GPU by GPU, the sets of replicas that can be placed so far; only sets that no other contains are kept, of choices and of results."""

from collections.abc import Iterable

Replica = tuple[str, int, int]


def largest(masks: Iterable[int]) -> list[int]:
    """The masks that are contained in no other."""
    kept: list[int] = []
    for mask in sorted(masks, reverse=True):  # a set that contains another is the larger number
        if all(mask & ~other for other in kept):
            kept.append(mask)
    return kept


def fitting(replicas: list[Replica], memory: int, compute: int, models: list[str]) -> list[int]:
    """The largest sets of replicas that fit together on a GPU with these models and so much free."""
    sets = {0: (memory, compute, models)}
    for number, (model, needs_memory, needs_compute) in enumerate(replicas):
        for mask, (free_memory, free_compute, there) in list(sets.items()):
            if needs_memory <= free_memory and needs_compute <= free_compute and model not in there:
                left = free_memory - needs_memory, free_compute - needs_compute, [*there, model]
                sets[mask + (1 << number)] = left
    return largest(sets)


def place(
    replicas: list[Replica], running: list[tuple[int, int, list[str]]], memory: int, compute: int
) -> list[int] | None:
    everyone = (1 << len(replicas)) - 1
    on_new = fitting(replicas, memory, compute, [])
    choices = [*(fitting(replicas, *gpu) for gpu in running), *[on_new] * len(replicas)]
    reached: dict[int, list[int]] = {0: []}  # replicas placed -> the set chosen for each GPU so far
    for sets in choices:
        found = {done | chosen: [*path, chosen] for done, path in reached.items() for chosen in sets}
        reached = {mask: found[mask] for mask in largest(found)}
    if everyone not in reached:
        return None
    path = reached[everyone]
    return [next(gpu for gpu, mask in enumerate(path) if mask >> i & 1) for i in range(len(replicas))]
