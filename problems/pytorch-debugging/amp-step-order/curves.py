"""The three runs of the reports in small: the loss where training is too slow or stops, the learning rate where it runs ahead."""

import random

from solution import Trainer

RATE, MAX_NORM, ROWS = 0.05, 1.0, 16
TRUTH = (1.5, -1.0)
LARGE = 4
"""The step of run C whose batch is unusually large; its own loss, some thousand times the others', is not drawn."""


def curves():
    """A curve per run, by step."""
    rng = random.Random(31)
    features = [[rng.gauss(0, 1) for _ in TRUTH] for _ in range(ROWS)]
    targets = [
        sum(w * x for w, x in zip(TRUTH, row, strict=True)) + 0.2 * rng.gauss(0, 1) for row in features
    ]
    batch = (features, targets)
    large = ([[30 * x for x in row] for row in features], [30 * y for y in targets])

    slow = Trainer([0.0, 0.0], RATE, MAX_NORM, 1, 256.0, 8)
    early = Trainer([0.0, 0.0], RATE, MAX_NORM, 8, 2.0**20, 1000)
    stopped = Trainer([0.0, 0.0], RATE, MAX_NORM, 1, 1024.0, 1000)
    run_c = {step: stopped.step(*(large if step == LARGE else batch))["loss"] for step in range(40)}
    del run_c[LARGE]
    return {
        "Run A: loss": {step: slow.step(*batch)["loss"] for step in range(60)},
        "Run B: learning rate of the next update": {
            step: early.step(*batch)["next_lr"] for step in range(20)
        },
        "Run C: loss": run_c,
    }
