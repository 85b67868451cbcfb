"""Training on a log with many rare creators: the loss on it, on later rows, and on later rows when a request holds such that are alike."""

import math
import random

from solution import ClickModel

ROWS, LATER, CREATORS, EPOCHS, REQUEST = 300, 300, 100, 12, 20


def curves():
    """The three curves by epoch."""
    rng = random.Random(4)
    rates = [rng.betavariate(1.6, 4.4) for _ in range(CREATORS)]
    log, later = drawn(rng, rates, ROWS), drawn(rng, rates, LATER)
    alike = sorted(later, key=lambda row: row[1])
    requests = [alike[start : start + REQUEST] for start in range(0, LATER, REQUEST)]
    model = ClickModel([0.0, 0.0], -1.0, 0.2, 2.0, 20)
    model.fit(log)
    training, held_out, by_request = {}, {}, {}
    for epoch in range(1, EPOCHS + 1):
        losses = model.epoch()
        training[epoch] = sum(losses) / len(losses)
        held_out[epoch] = model.evaluate(later)
        by_request[epoch] = sum(map(model.evaluate, requests)) / len(requests)
    return {
        "Report A: log loss while training, by epoch": training,
        "Report A: log loss on later rows, by epoch": held_out,
        "Report B: the same in requests of rows that are alike": by_request,
    }


def drawn(rng, rates, rows):
    """Rows of creator, dense feature and click, more often the larger the feature is."""

    def row():
        creator, dense = rng.randrange(len(rates)), rng.gauss(0, 1)
        odds = rates[creator] / (1 - rates[creator]) * math.exp(0.8 * dense)
        return creator, dense, int(rng.random() < odds / (1 + odds))

    return [row() for _ in range(rows)]
