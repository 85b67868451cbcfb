"""How often a program that does nothing wrong gets another ending than its own: never, in 10 000 runs.

Two threads at once, as a worker has them, in sessions of a few dozen runs each, on each backend that there is.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice

from sandboxes import Call, CellLost, Pool, SandboxUnavailable, open_pool
from tests.benchmarks.benign import PYTHON, TORCH, Benign
from tests.benchmarks.harness import Figure, main, percentile

BACKENDS = ("bubblewrap", "docker")
RUNS, QUICK_RUNS = 10_000, 600
THREADS = 2
PER_SESSION = 25
SHARE_OF_TORCH = 0.1


@dataclass
class Tally:
    """What was seen: runs and their seconds, and by program what came instead of the right thing."""

    seconds: list[float] = field(default_factory=list)
    spurious: Counter[str] = field(default_factory=Counter)
    lost: int = 0


def measure(quick: bool, runs: int | None = None, backend: str | None = None) -> list[Figure]:
    """Run every program over and over, on each backend that this machine has or on the one that is named."""
    runs = runs or (QUICK_RUNS if quick else RUNS)
    figures = []
    for name in [backend] if backend else BACKENDS:
        try:
            figures += _of_backend(name, runs)
        except SandboxUnavailable as error:
            if backend:
                raise
            print(f"without {name}: {error}")
    return figures


def _of_backend(name: str, runs: int) -> list[Figure]:
    tally, torch = Tally(), _torch_runs(name, runs)
    with open_pool(name, {"python": THREADS}) as pool:
        run_all(pool, "python", PYTHON, runs - torch, tally)
    if torch:
        with open_pool(name, {"torch": THREADS}) as pool:
            run_all(pool, "torch", TORCH, torch, tally)
    for what, count in tally.spurious.most_common():
        print(f"{name}: {count} ×  {what}")
    return [
        Figure(f"{name}: benign runs", "", float(len(tally.seconds))),
        Figure(f"{name}: spurious endings among them", "", float(tally.spurious.total()), 0.0),
        Figure(f"{name}: cells lost on the way", "", float(tally.lost), 0.0),
        Figure(f"{name}: a run, p50", "ms", percentile(tally.seconds, 0.5) * 1000),
        Figure(f"{name}: a run, p99", "ms", percentile(tally.seconds, 0.99) * 1000),
    ]


def run_all(pool: Pool, image: str, programs: tuple[Benign, ...], runs: int, tally: Tally) -> None:
    """`runs` runs of the programs in turn, in sessions on all threads."""
    batches = -(-runs // PER_SESSION)
    order = cycle(programs)
    # A session has the files of all its programs, and each program is met in every place of one.
    work = [list(islice(order, min(PER_SESSION, runs - PER_SESSION * n))) for n in range(batches)]
    with ThreadPoolExecutor(THREADS) as threads:
        for outcomes in threads.map(lambda batch: _session(pool, image, batch), work):
            for seconds, wrong, lost in outcomes:
                tally.seconds.append(seconds)
                tally.spurious.update([wrong] if wrong else [])
                tally.lost += lost


def _session(pool: Pool, image: str, batch: list[Benign]) -> list[tuple[float, str, bool]]:
    files = {f"p{number}.py": program.source.encode() for number, program in enumerate(batch)}
    found = []
    with pool.session(image, files, batch[0].limits) as session:
        for number, program in enumerate(batch):
            began, wrong, lost = time.perf_counter(), "", False
            try:
                outcome = session.run(
                    Call(f"p{number}.py", "f", args=(program.argument,)), limits=program.limits
                )
            except CellLost as error:
                wrong, lost = f"{program.name}: {error}", True
            else:
                if (outcome.ending, outcome.value) != (program.ending, program.value):
                    came = outcome.error or repr(outcome.value)[:100]
                    wrong = f"{program.name}: {outcome.ending.name}, {came}"
            found.append((time.perf_counter() - began, wrong, lost))
            if lost:
                break
    return found


def _torch_runs(name: str, runs: int) -> int:
    """How many of the runs use PyTorch; none where there are no such cells."""
    try:
        open_pool(name, {"torch": 1}).close()
    except SandboxUnavailable as error:
        print(f"{name} without PyTorch: {error}")
        return 0
    return int(runs * SHARE_OF_TORCH)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--runs", type=int, help=f"runs on each backend ({RUNS})")
    parser.add_argument("--backend", choices=BACKENDS, help="this one alone")
    sys.exit(main("spurious", measure, more=parser))
