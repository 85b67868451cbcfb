"""Reads what epochs() gave into arrays, and cuts it into what each worker drew in each epoch."""

import market
import numpy as np

BATCH = 32
COLUMNS = ("row", "worker", "negative", "start")
TOP = {"negative": market.VIDEOS, "start": market.WINDOWS}


def columns(given, count, rows):
    """{column: int64 (count, rows)} of what epochs() returned, or in words what is wrong with it."""
    if not isinstance(given, list) or len(given) != count:
        return f"a list of {count} epochs was expected"
    found = {name: np.empty((count, rows), np.int64) for name in COLUMNS}
    for number, epoch in enumerate(given):
        if not isinstance(epoch, dict) or set(epoch) != set(COLUMNS):
            return f"an epoch is a dict of {', '.join(COLUMNS)}"
        for name, values in epoch.items():
            try:
                values = np.asarray(values)
            except (TypeError, ValueError, RuntimeError):
                return f"{name} is no array"
            if values.shape != (rows,) or values.dtype.kind not in "iu":
                return f"{name} must hold one whole number for each of {rows} rows"
            found[name][number] = values
    for name, top in TOP.items():
        if found[name].min() < 0 or found[name].max() >= top:
            return f"{name} must lie from 0 to {top - 1}"
    return found


def makers(rows, workers):
    """(rows,): the worker that makes each row of a log in its order; batches go round."""
    batch = np.arange(rows) // BATCH
    return batch % workers if workers else np.zeros_like(batch)


def streams(values, workers):
    """{(epoch, worker): what it drew, in order} of values (epochs, rows)."""
    maker = makers(values.shape[1], workers)
    return {
        (epoch, worker): drawn[maker == worker]
        for epoch, drawn in enumerate(values)
        for worker in range(max(workers, 1))
    }


def offsets(video, negatives):
    """How far each negative is from the video watched, 1 to VIDEOS - 1: what was drawn, whatever the row."""
    return (negatives - video) % market.VIDEOS
