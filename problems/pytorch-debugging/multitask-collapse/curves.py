"""The weight of liking and the log loss of likes in one training, and in another how many likes are foretold when half are still unknown."""

import math
import random

from solution import TwoTasks

STEPS, EVERY, ROWS, LATER, RATE = 240, 10, 16, 200, 0.1
SHARE, UNKNOWN = 0.4, 0.5
WATCHING, LIKING = (0.8, -0.6, 0.0, 0.2), (0.0, 0.3, 2.0, -1.5)


def curves():
    """The three curves by step."""
    rng = random.Random(41)
    start = [[rng.gauss(0, 0.4) for _ in WATCHING] for _ in range(4)]
    heads = [[rng.gauss(0, 0.4) for _ in start] for _ in range(2)]
    model = TwoTasks(start, *heads, RATE)
    later, _, came = drawn(rng, LATER)
    weight, loss = {}, {}
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            said = model.predict(later)["like"]
            weight[step] = model.weights()[1]
            loss[step] = sum(map(log_loss, said, came)) / LATER
        model.step(*drawn(rng, ROWS))
    return {
        "Report A: weight of liking": weight,
        "Report B: predicted over real likes, half of them still unknown": foretold(),
        "Report C: log loss of likes on later rows": loss,
    }


def foretold():
    """Rows that are all alike, of which the same share is liked whether or not it is known yet."""
    rng = random.Random(42)
    model, ratio = TwoTasks([[1.0]], [0.0], [0.0], 0.5), {}
    for step in range(STEPS // 2 + 1):
        if step % EVERY == 0:
            ratio[step] = model.predict([[1.0]])["like"][0] / SHARE
        liked = [-1 if rng.random() < UNKNOWN else int(rng.random() < SHARE) for _ in range(2 * ROWS)]
        model.step([[1.0]] * (2 * ROWS), [rng.gauss(0, 1) for _ in liked], liked)
    return ratio


def drawn(rng, rows):
    """Features, watch times and likes, which depend on other features; the last feature is always 1."""
    features = [[*(rng.gauss(0, 1) for _ in WATCHING[1:]), 1.0] for _ in range(rows)]
    watched = [dot(WATCHING, row) + rng.gauss(0, 0.3) for row in features]
    return features, watched, [int(rng.random() < 1 / (1 + math.exp(-dot(LIKING, row)))) for row in features]


def dot(one, other):
    """The dot product."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def log_loss(said, came):
    """Of one prediction."""
    return -math.log(max(1e-12, said if came else 1 - said))
