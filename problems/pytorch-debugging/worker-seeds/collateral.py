"""What a fix must leave alone: the rows and their order, who makes them, what is drawn, and that runs can be repeated."""

import market
import numpy as np
from draws import columns, makers, offsets
from readyroom import Check

ROWS = 1208  # 37 batches and three quarters of one
MANY = 2


def collateral(candidate, seed):
    """Checks with 0, 1 and 3 workers, and the same run once more in another process."""
    log = {"video": np.resize(market.make(seed).video, ROWS)}
    runs = {}
    for workers in (0, 1, 3):
        found = columns(candidate.epochs(log, MANY, workers, seed), MANY, ROWS)
        if isinstance(found, str):
            return [Check("What epochs() gives", False, f"with {workers} workers: {found}")]
        runs[workers] = found
    checks = [order(runs), work(runs), distribution(log["video"], runs), independence(log["video"], runs)]
    checks.append(alone(log["video"], runs[0]))
    candidate.fresh()
    again = {workers: columns(candidate.epochs(log, MANY, workers, seed), MANY, ROWS) for workers in (0, 3)}
    other = columns(candidate.epochs(log, MANY, 3, seed + 1), MANY, ROWS)
    return [*checks, repeated(runs, again), seeded(runs, other)]


def order(runs):
    """Every row once an epoch, in the order of the log."""
    kept = all((found["row"] == np.arange(ROWS)).all() for found in runs.values())
    return Check(
        "Rows in the order of the log", bool(kept), "each row once in every epoch, as they were logged"
    )


def work(runs):
    """Batches go round the workers that were asked for."""
    shared = all((found["worker"] == makers(ROWS, workers)).all() for workers, found in runs.items())
    words = "with three workers, batches of 32 are made by workers 0, 1, 2, 0, …"
    return Check("Workers make the rows", bool(shared), words)


def distribution(video, runs):
    """All videos but the watched one, and all windows, equally often."""
    for found in runs.values():
        other = np.bincount(offsets(video, found["negative"]).ravel(), minlength=market.VIDEOS)
        if other[0]:
            return Check("Even draws", False, f"{other[0]} negatives are the video that was watched")
        never = np.flatnonzero(np.bincount(found["negative"].ravel(), minlength=market.VIDEOS) == 0)
        if len(never):  # of some twenty draws for each
            return Check("Even draws", False, f"video {never[0]} is never a negative")
        starts = np.bincount(found["start"].ravel(), minlength=market.WINDOWS)
        for name, counts in (("negative", other[1:]), ("start", starts)):
            expected = counts.mean()
            excess = float(((counts - expected) ** 2).sum() / expected) - (len(counts) - 1)
            if excess > 6 * np.sqrt(2 * len(counts)) or counts.min() == 0:
                return Check("Even draws", False, f"{name}: some values come far more often than others")
    return Check("Even draws", True, "all other videos, and all windows, are equally likely")


def independence(video, runs):
    """A row's window says nothing of its negative, nor a row of the next."""
    worst = 0.0
    for found in runs.values():
        drawn = [offsets(video, found["negative"]).astype(float), found["start"].astype(float)]
        pairs = [(drawn[0], drawn[1]), *((column[:, :-1], column[:, 1:]) for column in drawn)]
        for left, right in pairs:
            if min(left.std(), right.std()) == 0:
                return Check("Independent draws", False, "all rows have the same draw")
            worst = max(worst, abs(float(np.corrcoef(left.ravel(), right.ravel())[0, 1])))
    words = f"correlation of window and negative, and of neighbouring rows, at most {worst:.2f}"
    return Check("Independent draws", worst <= 0.15, words)


def alone(video, found):
    """Without workers, epochs differ as well."""
    drawn = (offsets(video, found["negative"]), found["start"])
    same = [max(float(np.mean(a[0] == b)) for b in a[1:]) for a in drawn]
    words = f"two epochs agree at {same[0]:.0%} of the negatives and {same[1]:.0%} of the windows"
    return Check("Without workers, epochs draw apart", same[0] <= 0.08 and same[1] <= 0.2, words)


def repeated(runs, again):
    """The same arguments give the same in another process."""
    same = all(
        not isinstance(found, str) and all((found[name] == runs[workers][name]).all() for name in found)
        for workers, found in again.items()
    )
    return Check("A run can be repeated", same, "the same log, workers and seed give the same epochs")


def seeded(runs, other):
    """Another seed gives other draws, of both kinds."""
    changed = not isinstance(other, str) and all(
        float(np.mean(other[name] == runs[3][name])) <= 0.2 for name in ("negative", "start")
    )
    return Check("Another seed draws otherwise", changed, "the seed decides what is drawn")
