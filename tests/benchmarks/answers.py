"""How well the next answer is predicted on public answer logs: `python -m tests.benchmarks.answers PATH`.

PATH is a folder with `*train.csv` and `*test.csv`, three lines per student (how many, skill ids, right or wrong). Trees on
what a history tells (`histories`). The number of trees is chosen on a fifth of the training students; the test students
are looked at once.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score

from tests.benchmarks.harness import Figure, main
from tests.benchmarks.histories import NAMES, History, Skills, features, read

GOALS = {"2009": 0.823, "2015": 0.733}
"""By what the name of the data has in it."""
FOLDS, MOST_TREES, EVERY = 5, 200, 10
QUICK_STUDENTS = 600
MOST_NAMES = 255
"""The trees tell so many skills apart by name; more are taken by their number."""

Rows = tuple[NDArray[np.float32], NDArray[np.intp]]


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
    held = [train[n] for n in order[: len(train) // FOLDS]]
    kept = [train[n] for n in order[len(train) // FOLDS :]]
    trees = _best_number(_crossed(kept, count), features(held, Skills.seen(kept, count)), count)
    x, y = _crossed([*kept, *held], count)
    model = _model(trees, count).fit(x, y)
    x, y = features(test, Skills.seen(train, count))
    chance = model.predict_proba(x)[:, 1]
    goal = next((auc for year, auc in GOALS.items() if year in path.name), None)
    name = path.name
    return [
        Figure(f"{name}: answers predicted", "", float(len(y))),
        Figure(f"{name}: trees, chosen on held-out training students", "", float(trees)),
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


def _crossed(histories: Sequence[History], count: int) -> Rows:
    """Features of each fifth of the students, with skills as the other four fifths show them.

    A student's own answers in the tables would be told to the trees as a feature.
    """
    parts = [histories[n::FOLDS] for n in range(FOLDS)]
    rows = []
    for n, part in enumerate(parts):
        others = [history for m, other in enumerate(parts) if m != n for history in other]
        rows.append(features(part, Skills.seen(others, count)))
    x, y = zip(*rows, strict=True)
    return np.concatenate(x), np.concatenate(y)


def _best_number(kept: Rows, held: Rows, count: int) -> int:
    model = _model(MOST_TREES, count).fit(*kept)
    losses = [
        log_loss(held[1], chance[:, 1])
        for n, chance in enumerate(model.staged_predict_proba(held[0]), 1)
        if n % EVERY == 0
    ]
    return EVERY * (1 + int(np.argmin(losses)))


def _model(trees: int, count: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=trees,
        max_leaf_nodes=40,
        min_samples_leaf=60,
        l2_regularization=5.0,
        categorical_features=NAMES if count < MOST_NAMES else None,
        early_stopping=False,
        random_state=0,
    )


if __name__ == "__main__":
    more = argparse.ArgumentParser(add_help=False)
    more.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a folder with *train.csv and *test.csv"
    )
    sys.exit(main("answers", measure, more=more))
