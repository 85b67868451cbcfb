"""The hour of the live event, and the model of one number per video: both trained by the gradients that the loss gives."""

import math
import random

from solution import TwoTowerLoss

STEPS, EVERY = 60, 3
LIVE_ROWS, LIVE_RATE = 8, 2.0
COUNTS = [48, 24, 12, 6, 4, 2]
TEMPERATURE, ROWS, RATE = 0.1, 32, 0.05


def curves():
    """The two curves by step."""
    return {
        "Report A: length of the live video's vector": live(),
        "Report B: slope of the served score over ln q, at temperature 0.1": slopes(),
    }


def live():
    """Every row shows video 0, so no row has a negative and nothing should move."""
    rng = random.Random(5)
    loss = TwoTowerLoss([9, 1], 1.0)
    users = [[0.4 + 0.1 * rng.gauss(0, 1), 0.3 + 0.1 * rng.gauss(0, 1)] for _ in range(LIVE_ROWS)]
    item, length = [0.4, 0.3], {}
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            length[step] = math.hypot(*item)
        batch = ([0] * LIVE_ROWS, [[] for _ in users])
        slope = loss.gradients(users, [item] * LIVE_ROWS, *batch)
        users = [moved(user, by, LIVE_RATE / 4) for user, by in zip(users, slope["users"], strict=True)]
        item = moved(item, [sum(column) for column in zip(*slope["items"], strict=True)], LIVE_RATE / 4)
    return length


def slopes():
    """A number per video and no user; batches are drawn from the log."""
    rng = random.Random(6)
    loss, videos = TwoTowerLoss(COUNTS, TEMPERATURE), range(len(COUNTS))
    log_q = [math.log(count / sum(COUNTS)) for count in COUNTS]
    numbers, found = [0.0] * len(COUNTS), {}
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            found[step] = slope_of(log_q, loss.score([1.0], [[number] for number in numbers]))
        ids = rng.choices(videos, weights=COUNTS, k=ROWS)
        nobody = [[] for _ in ids]
        by = loss.gradients([[1.0]] * ROWS, [[numbers[i]] for i in ids], ids, nobody)["items"]
        for i, (change,) in zip(ids, by, strict=True):
            numbers[i] -= RATE * change
    return found


def moved(vector, by, rate):
    """One step of gradient descent."""
    return [a - rate * b for a, b in zip(vector, by, strict=True)]


def slope_of(xs, ys):
    """The slope of the line through the points by least squares."""
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
