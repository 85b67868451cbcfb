"""Any placement counts that keeps the rules and starts as few new GPUs as the reference."""

from typing import Any


def check(case: Any, expected: Any, actual: Any) -> bool | str:
    replicas, running, memory, compute = case.args
    actual = _plain(actual)
    if actual is None or expected is None:
        return actual is expected or (
            "there is a placement, but None was returned" if actual is None else "there is no placement"
        )
    if not isinstance(actual, list) or len(actual) != len(replicas):
        return f"a list with one GPU for each of the {len(replicas)} replicas was asked for"
    if any(type(gpu) is not int or gpu < 0 for gpu in actual):
        return "GPUs are numbered with whole numbers from 0 on"
    for gpu in sorted(set(actual)):
        offer = running[gpu] if gpu < len(running) else (memory, compute, [])
        if reason := _overfull(offer, [row for row, at in zip(replicas, actual, strict=True) if at == gpu]):
            return f"GPU {gpu}: {reason}"
    started, fewest = _started(actual, len(running)), _started(expected, len(running))
    return started <= fewest or f"{started} new GPUs are started, {fewest} would do"


def _plain(value: Any) -> Any:
    """Lists and numbers of NumPy as Python's own."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _overfull(offer: tuple[int, int, list[str]], placed: list[tuple[str, int, int]]) -> str | None:
    memory, compute, models = offer
    if (needed := sum(row[1] for row in placed)) > memory:
        return f"needs {needed} of memory, {memory} is free"
    if (needed := sum(row[2] for row in placed)) > compute:
        return f"needs {needed} of compute, {compute} is free"
    names = [*models, *(row[0] for row in placed)]
    twice = next((name for name in names if names.count(name) > 1), None)
    return None if twice is None else f"two replicas of {twice!r}"


def _started(gpus: list[int], running: int) -> int:
    return len({gpu for gpu in gpus if gpu >= running})
