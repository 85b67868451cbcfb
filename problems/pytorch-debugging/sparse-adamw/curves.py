"""The length of an absent vector, the first change of a new one, and the way of one that has many entries in a batch."""

import math
import random

from solution import TableAdamW

STEPS, EVERY, NEWCOMERS, ENTRIES = 120, 4, 150, 16
RATE, NOISE, TRUTH = 0.05, 4.0, [2.0, -1.5]


def curves():
    """The three curves by step."""
    return {
        "Report A: length of a vector that is in no batch": absent(),
        "Report B: first change of a new video, in learning rates": newcomers(),
        "Report C: distance from the truth of a video with 16 entries in each batch": repeated(),
    }


def absent():
    """Row 0 is in every batch, row 1 in none."""
    table = TableAdamW([[1.0], [1.0]], 0.1, 0.9, 0.999, 0.1)
    length = {}
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            length[step] = abs(table.lookup([1])[0][0])
        table.update([0], [[1.0]])
    return length


def newcomers():
    """Every tenth step a row that was in no batch before; without decay."""
    table = TableAdamW([[0.0] for _ in range(1 + NEWCOMERS // 10)], RATE, 0.9, 0.999, 0.0)
    change = {}
    for step in range(1, NEWCOMERS + 1):
        new = (step + 9) // 10
        if step % 10 != 1:
            table.update([0], [[1.0]])
            continue
        table.update([0, new], [[1.0], [1.0]])
        change[step] = -table.lookup([new])[0][0] / RATE
    return change


def repeated():
    """One video has many entries in every batch, each with a gradient towards the truth and large noise of its own."""
    rng = random.Random(17)
    table = TableAdamW([[0.0, 0.0]], RATE, 0.9, 0.999, 0.0)
    error = {}
    for step in range(STEPS + 1):
        (now,) = table.lookup([0])
        if step % EVERY == 0:
            error[step] = math.dist(now, TRUTH)
        gradients = [
            [a - b + NOISE * rng.gauss(0, 1) for a, b in zip(now, TRUTH, strict=True)] for _ in range(ENTRIES)
        ]
        table.update([0] * ENTRIES, gradients)
    return error
