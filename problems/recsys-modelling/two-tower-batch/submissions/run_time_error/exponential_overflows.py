# group: large
"""Takes e**logit in plain Python: OverflowError above 709."""

from math import exp, isfinite, log
from operator import mul


def two_tower_batch(
    users: list[list[float]],
    items: list[list[float]],
    ids: list[int],
    log_q: list[float],
    temperature: float,
    k: int,
) -> dict[str, object]:
    check(users, items, ids, log_q, temperature, k)
    rows, dimension = len(users), len(users[0])
    vector = dict(zip(ids, items))
    loss = hits = 0
    user_gradient = []
    item_gradient = [[0.0] * dimension for _ in range(rows)]
    for i, (user, own) in enumerate(zip(users, ids)):
        score = {item: dot(user, other) for item, other in vector.items()}
        rivals = sum(value >= score[own] for item, value in score.items() if item != own)
        hits += rivals < k
        compete = [j for j, item in enumerate(ids) if j == i or item != own]
        logits = [score[ids[j]] / temperature - log_q[j] for j in compete]
        top = 0.0
        total = sum(exp(logit - top) for logit in logits)
        gradient = [0.0] * dimension
        for j, logit in zip(compete, logits):
            probability = exp(logit - top) / total
            if j == i:
                loss += top + log(total) - logit
                probability -= 1
            pull = probability / (rows * temperature)
            for at in range(dimension):
                gradient[at] += pull * items[j][at]
                item_gradient[j][at] += pull * user[at]
        user_gradient.append(gradient)
    return {
        "loss": loss / rows,
        "user_gradient": user_gradient,
        "item_gradient": item_gradient,
        "recall": hits / rows,
    }


def dot(first: list[float], second: list[float]) -> float:
    return sum(map(mul, first, second))


def check(
    users: list[list[float]],
    items: list[list[float]],
    ids: list[int],
    log_q: list[float],
    temperature: float,
    k: int,
) -> None:
    if not len(users) == len(items) == len(ids) == len(log_q):
        raise ValueError("rows are missing")
    dimensions = {len(vector) for vector in users + items}
    if len(dimensions) != 1 or 0 in dimensions:
        raise ValueError("vectors must have one dimension")
    numbers = [temperature, *log_q, *(part for vector in users + items for part in vector)]
    if not all(map(isfinite, numbers)) or temperature <= 0 or max(log_q) > 0 or k <= 0:
        raise ValueError("a number is out of range")
    known: dict[int, tuple[list[float], float]] = {}
    for item, vector, q in zip(ids, items, log_q):
        if known.setdefault(item, (vector, q)) != (vector, q):
            raise ValueError("rows of one item must have one vector and one log_q")
