"""How well the next answer is predicted on public answer logs: `python -m tests.benchmarks.answers PATH`.

PATH is a folder with `*train.csv` and `*test.csv`, three lines per student (how many, skill ids, right or wrong). Small
recurrent networks (`network`) read the answers and what is counted of them (`histories`). Each leaves a quarter of the
training students out and trains for as long as it gets better on these; what is said is the mean of the four. All
settings were chosen on students left out; the test students are looked at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

from tests.benchmarks.harness import Figure, main
from tests.benchmarks.histories import History, Skills, read
from tests.benchmarks.network import Batch, Network, Training

GOALS = {"2009": 0.823, "2015": 0.733}
"""By what the name of the data has in it."""
FOLDS, MOST_PASSES, PATIENCE, PROCESSES = 4, 24, 2, 2
ANSWERS = 4000
"""At least so many make a batch, of students with histories of like lengths."""
QUICK_STUDENTS = 600


def measure(quick: bool, path: Path | None) -> list[Figure]:
    """AUC, log-loss and calibration on the test students; --quick takes the first 600 of each file."""
    if path is None:
        print("No PATH given, so nothing is measured: the data are public and not part of this tree.")
        return []
    began = time.perf_counter()
    most = QUICK_STUDENTS if quick else None
    train, test = (read(_one(path, f"*{part}.csv"))[:most] for part in ("train", "test"))
    count = 1 + max(int(skills.max()) for skills, _ in [*train, *test])
    order = np.random.default_rng(20_251_126).permutation(len(train))
    folds = _crossed([train[n] for n in order], count)
    tests = _batches(test, Skills.seen(train, count))
    with ProcessPoolExecutor(PROCESSES) as pool:
        said = list(pool.map(_trained, range(FOLDS), repeat(folds), repeat(tests), repeat(count)))
    left_out = np.concatenate([chance for chance, _, _ in said])
    chance = np.mean([chance for _, chance, _ in said], axis=0)
    known, y = _answers([batch for fold in folds for batch in fold]), _answers(tests)
    goal = next((auc for year, auc in GOALS.items() if year in path.name), None)
    name = path.name
    return [
        Figure(f"{name}: answers predicted", "", float(len(y))),
        Figure(f"{name}: passes, mean", "", float(np.mean([passes for _, _, passes in said]))),
        Figure(f"{name}: AUC on the training students left out", "", float(roc_auc_score(known, left_out))),
        Figure(f"{name}: log-loss on these", "nat", float(log_loss(known, left_out))),
        Figure(f"{name}: AUC", "", float(roc_auc_score(y, chance)), goal, better="higher"),
        Figure(f"{name}: log-loss", "nat", float(log_loss(y, chance))),
        Figure(f"{name}: ECE", "", reliability_error(y, chance), 0.01),
        Figure(f"{name}: time", "s", time.perf_counter() - began, 60.0),
    ]


def reliability_error(right: NDArray[np.intp], chance: NDArray[np.float64], bins: int = 10) -> float:
    """Mean distance of the share that was right from the chance that was said, over bins of equally many answers."""
    rows = np.array_split(np.argsort(chance), bins)
    return float(sum(abs(right[n].mean() - chance[n].mean()) * len(n) for n in rows) / len(right))


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} must hold one file {pattern}, and it holds {len(found)}: check PATH")
    return found[0]


def _crossed(histories: Sequence[History], count: int) -> list[list[Batch]]:
    """Batches of each quarter of the students, with skills as the other three show them.

    A student's own answers in the tables would be told to the network as a feature.
    """
    parts = [histories[n::FOLDS] for n in range(FOLDS)]
    folds = []
    for n, part in enumerate(parts):
        others = [history for m, other in enumerate(parts) if m != n for history in other]
        folds.append(_batches(part, Skills.seen(others, count)))
    return folds


def _batches(histories: Sequence[History], skills: Skills) -> list[Batch]:
    ordered = sorted(histories, key=lambda history: len(history[0]))
    ends = np.cumsum([len(asked) for asked, _ in ordered])
    cuts = np.searchsorted(ends, np.arange(ANSWERS, ends[-1], ANSWERS)) + 1
    return [
        Batch.of(ordered[start:end], skills)
        for start, end in zip([0, *cuts], [*cuts, len(ordered)], strict=True)
        if start < end
    ]


def _trained(
    out: int, folds: Sequence[Sequence[Batch]], tests: Sequence[Batch], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Chances of the fold left out and of the tests after the best number of passes, and that number."""
    batches, held = [batch for n, fold in enumerate(folds) if n != out for batch in fold], folds[out]
    training, right = Training(Network(count, batches, seed=out), batches), _answers(held)
    least, best = np.inf, (np.empty(0), training.network, 0)
    for passes in range(1, MOST_PASSES + 1):
        network = training.once()
        chance = _chances(network, held)
        loss = log_loss(right, chance)
        if loss < least:
            least, best = loss, (chance, network, passes)
        elif passes >= best[2] + PATIENCE:
            break
    chance, network, passes = best
    return chance, _chances(network, tests), passes


def _answers(batches: Sequence[Batch]) -> NDArray[np.intp]:
    return np.concatenate([batch.right for batch in batches])


def _chances(network: Network, batches: Sequence[Batch]) -> NDArray[np.float64]:
    return np.concatenate([network.chances(batch) for batch in batches]).astype(np.float64)


if __name__ == "__main__":
    more = argparse.ArgumentParser(add_help=False)
    more.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a folder with *train.csv and *test.csv"
    )
    sys.exit(main("answers", measure, more=more))
