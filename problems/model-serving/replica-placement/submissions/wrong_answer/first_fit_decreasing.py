# group: packing
"""First fit, large replicas first: good on average, not the fewest."""


def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    gpus = [(rest, power, list(models)) for rest, power, models in running]
    where = [0] * len(replicas)
    order = sorted(range(len(replicas)), key=lambda i: (replicas[i][1], replicas[i][2]), reverse=True)
    for i in order:
        model, needs_memory, needs_compute = replicas[i]
        fitting = [
            at
            for at, (rest, power, models) in enumerate(gpus)
            if needs_memory <= rest and needs_compute <= power and model not in models
        ]
        if fitting:
            at = fitting[0]
        elif needs_memory <= memory and needs_compute <= compute:
            at = len(gpus)
            gpus.append((memory, compute, []))
        else:
            return None
        rest, power, models = gpus[at]
        gpus[at] = (rest - needs_memory, power - needs_compute, [*models, model])
        where[i] = at
    return where
