"""For maintainers: run the broken starter, rewrite recorded.py and print the statement's tables.

`python record.py` needs numpy and torch. `python record.py margins 24 submissions/accepted/FILE.py` prints how far
training on a submission's draws stays behind that on draws which are all new, over 24 seeds.
"""

import sys
import types
from pathlib import Path

import examiner
import market
import numpy as np
import training
from cases import VISIBLE
from draws import BATCH, columns, offsets

HERE, SHOWN = Path(__file__).parent, 2


def solution(file="starter.py"):
    """A fresh module made of the starter or of a submission."""
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    exec(compile((HERE / file).read_text(), file, "exec"), module.__dict__)
    return module


def run(module, here, workers, seed):
    """What a module's epochs() gives, as arrays."""
    return columns(module.epochs(here.log, examiner.EPOCHS, workers, seed), examiner.EPOCHS, market.ROWS)


def tables():
    """Print both reports' tables, by number of workers, and return the curves of the visible run."""
    here, module, visible = market.make(VISIBLE), solution(), None
    for workers in (0, 1, 2, 4):
        found = run(module, here, workers, VISIBLE)
        curves = training.ranking(here, found["negative"]), training.liking(here, found["start"])
        for drawn, curve in zip(
            (offsets(here.video, found["negative"]), found["start"]), curves, strict=True
        ):
            words = f"| {workers} | {different(drawn)} | {different(drawn[:1])} | {curve[-1]:.3f} |"
            print(words, "smallest after epoch", 1 + int(np.argmin(curve)))
        if workers == SHOWN:
            visible = curves
    return visible


def different(drawn):
    """How many lists of a batch's draws there are among those of (epochs, rows)."""
    return len({tuple(batch) for batch in drawn.reshape(-1, BATCH).tolist()})


def margins(count, file):
    """Print how far behind training stays, for the first `count` seeds."""
    module = solution(file)
    for seed in range(count):
        here = market.make(seed)
        found = run(module, here, 2, seed)
        print(
            seed, *(examiner.gain(name, here, found[name], seed)[1].message for name in ("negative", "start"))
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["margins"]:
        margins(int(sys.argv[2]), sys.argv[3])
    else:
        found = [[round(value, 3) for value in curve] for curve in tables()]
        names = ("AUC_BEFORE", "LOSS_BEFORE")
        text = "\n".join(f"{name} = {values}" for name, values in zip(names, found, strict=True))
        title = (
            '"""Written by record.py: what training made of the broken loader\'s draws, with two workers."""'
        )
        (HERE / "recorded.py").write_text(f"{title}\n\n# fmt: off\n{text}\n")
