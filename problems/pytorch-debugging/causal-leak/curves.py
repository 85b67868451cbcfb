"""The control experiment: sessions drawn at random, on which nobody can do better than chance, and a training on them."""

import random

import torch
from solution import SessionModel

VIDEOS, WIDTH, LENGTH, SESSIONS = 8, 8, 6, 12
STEPS, EVERY, RATE = 48, 4, 0.1


def curves():
    """The loss on new sessions by step."""
    rng = random.Random(12)
    tables = [
        torch.tensor([[rng.gauss(0, 0.5) for _ in range(WIDTH)] for _ in range(VIDEOS)]) for _ in range(2)
    ]
    first, second = [torch.zeros(VIDEOS, WIDTH) for _ in tables], [torch.zeros(VIDEOS, WIDTH) for _ in tables]
    new = drawn(rng)
    loss = {}
    for step in range(STEPS + 1):
        model = SessionModel(*(table.tolist() for table in tables))
        if step % EVERY == 0:
            loss[step] = model.loss(new)
        slopes = model.gradients(drawn(rng))
        for place, name in enumerate(("inputs", "outputs")):  # Adam, written out
            slope = torch.tensor(slopes[name])
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.99 * second[place] + 0.01 * slope.square()
            mean, spread = first[place] / (1 - 0.9 ** (step + 1)), second[place] / (1 - 0.99 ** (step + 1))
            tables[place] = tables[place] - RATE * mean / (spread.sqrt() + 1e-8)
    return {"Loss on new random sessions, at best ln 8 = 2.08": loss}


def drawn(rng):
    """Sessions in which no video says anything about the next."""
    return [[rng.randrange(VIDEOS) for _ in range(LENGTH)] for _ in range(SESSIONS)]
