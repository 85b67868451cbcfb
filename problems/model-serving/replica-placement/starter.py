def place(
    replicas: list[tuple[str, int, int]],
    running: list[tuple[int, int, list[str]]],
    memory: int,
    compute: int,
) -> list[int] | None:
    """A GPU for each replica so that as few new GPUs as possible are started; None if there is no placement.

    replicas: (model, memory, compute) of each. running: (free memory, free compute, models there) of each GPU.
    memory, compute: what a new GPU offers. GPUs 0 to len(running) - 1 are the running ones, higher numbers new ones.
    """
    return None
