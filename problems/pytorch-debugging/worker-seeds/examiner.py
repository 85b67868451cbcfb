"""Looks at what a loader draws: is it new in each worker and in each epoch, does training gain, is the rest as before?"""

import itertools

import market
import numpy as np
import training
from collateral import collateral
from draws import columns, offsets, streams
from readyroom import Check, Finding
from recorded import AUC_BEFORE, LOSS_BEFORE

EPOCHS, FEW = 12, 3
"""Epochs of the visible run, which is trained on; and of the others, whose draws are compared."""
DIAGNOSIS = {
    "report_a": ("copied-generator", "workers-side-by-side"),
    "report_b": ("seed-without-epoch", "seeds-by-epoch"),
}
AGREE = {"negative": 0.10, "start": 0.25}
"""Most places at which two streams of a worker's epoch may agree; by chance it is 1 in 119, and 1 in 19."""
BEHIND = {"negative": 0.014, "start": 0.04}
"""How far training may stay behind the same training on draws that are all new: some four deviations of chance."""
LEARN = {"negative": training.ranking, "start": training.liking}
FIGURE = {"negative": "AUC", "start": "log loss"}
COLUMN = {"negatives": "negative", "windows": "start"}
TITLE = {"negative": "Report A: held-out AUC", "start": "Report B: held-out log loss"}
OWN, LAST = 2, 4
"""Trainings on new draws that are compared with, and epochs at the end whose mean is."""


def examine(candidate, what, workers, seed):
    """`what` is "samples", "negatives", "windows", "collateral" or "diagnosis"; `seed` draws log and loader."""
    if what == "collateral":
        return Finding(collateral(candidate, seed))
    if what == "diagnosis":
        return Finding(diagnosis(candidate))
    here, count = market.make(seed), EPOCHS if what == "samples" else FEW
    epochs = columns(candidate.epochs(here.log, count, workers, seed), count, market.ROWS)
    if isinstance(epochs, str):
        return Finding([Check("What epochs() gives", False, epochs)])
    drawn = {"negative": offsets(here.video, epochs["negative"]), "start": epochs["start"]}
    if what != "samples":
        column = COLUMN[what]
        return Finding(apart(column, drawn[column], workers))
    checks, curves = [], {}
    for column, before in (("negative", AUC_BEFORE), ("start", LOSS_BEFORE)):
        learnt, check = gain(column, here, epochs[column], seed)
        checks += [*apart(column, drawn[column], workers), check]
        curves[TITLE[column]] = {"x": list(range(1, count + 1)), "before": before, "after": learnt}
    return Finding(checks, curves)


def diagnosis(candidate):
    """Two checks a report: the fault, and the reading that shows it. The right answer is never told."""
    said = candidate.diagnosis()
    checks = []
    for report, right in DIAGNOSIS.items():
        given = said.get(report) if isinstance(said, dict) else None
        words = [
            str(given.get(k))[:40] if isinstance(given, dict) else "nothing" for k in ("fault", "signal")
        ]
        name = f"Report {report[-1].upper()}"
        for kind, word, wanted in zip(("fault", "signal"), words, right, strict=True):
            checks.append(Check(f"{name}: the {kind}", word == wanted, f"you named {word!r}"))
    return checks


def apart(column, values, workers):
    """Whether no two workers of an epoch, and no two epochs, drew the same at the same places."""
    drawn = streams(values, workers)
    same = {True: 0.0, False: 0.0}
    for (left, mine), (right, other) in itertools.combinations(drawn.items(), 2):
        length = min(len(mine), len(other))
        agree = float(np.mean(mine[:length] == other[:length]))
        same[left[0] == right[0]] = max(same[left[0] == right[0]], agree)
    titles = {True: f"Workers draw apart ({column})", False: f"Epochs draw apart ({column})"}
    words = {True: "two workers of one epoch", False: "a worker of one epoch and one of another"}
    return [
        Check(
            titles[within],
            share <= AGREE[column],
            f"{words[within]} drew the same at {share:.0%} of their rows",
        )
        for within, share in same.items()
    ]


def gain(column, here, values, seed):
    """The curve of training on these draws, and whether its end is as good as on draws that are all new."""
    rng, train = np.random.default_rng([seed, 1]), LEARN[column]
    learnt, ends = train(here, values), []
    for _ in range(OWN):
        if column == "negative":
            new = (here.video + rng.integers(1, market.VIDEOS, values.shape)) % market.VIDEOS
        else:
            new = rng.integers(0, market.WINDOWS, values.shape)
        ends.append(np.mean(train(here, new)[-LAST:]))
    end, wanted = float(np.mean(learnt[-LAST:])), float(np.mean(ends))
    behind = wanted - end if column == "negative" else end - wanted
    words = f"{FIGURE[column]} {end:.3f} in the last epochs, {wanted:.3f} with draws that are all new"
    return learnt, Check(f"Training gains from new draws ({column})", behind <= BEHIND[column], words)
