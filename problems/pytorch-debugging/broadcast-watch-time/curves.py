"""Trains on a small stream, and measures on later rows: the loss of each batch, and the dashboard's error on the way."""

import math
import random

from solution import WatchTimeTrainer

STEPS, ROWS, EVERY, LATER = 18, 16, 3, 32
TRUTH = (0.6, -0.4, 0.5)


def curves():
    """The two curves by step."""
    rng = random.Random(20)
    trainer = WatchTimeTrainer([0.1, 0.2, -0.1], 0.0, 0.1)
    later, watched, _ = batch(rng, LATER)
    loss, error = {}, {}
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            error[step] = trainer.evaluate(later, watched)
        loss[step] = trainer.step(*batch(rng, ROWS))
    return {"Training loss": loss, "Mean absolute error on later rows (s)": error}


def batch(rng, rows):
    """Features, watched seconds and importances of so many rows."""
    features = [[rng.gauss(0, 1) for _ in TRUTH] for _ in range(rows)]
    logs = [2.5 + sum(w * x for w, x in zip(TRUTH, row, strict=True)) + rng.gauss(0, 0.3) for row in features]
    return features, [max(0.0, math.expm1(log)) for log in logs], [float(rng.randint(1, 4)) for _ in logs]
