"""How fast the simulator of the ranking designs is on one core, and how its p99 settles with more requests."""

import os

# One core: before numpy starts its threads.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import statistics
import sys
import time

from tests.benchmarks.harness import Curve, Figure, Measured, main
from tests.problems.author import PROBLEMS, load

PACKAGE = "ranking-design/cold-start-80-ms"
DESIGN = "submissions/accepted/specialised_funnel.py"
FULL = 200_000
SECONDS = 10.0  # for a full run


def measure(quick: bool) -> Measured:
    """Time full runs, then run growing days with several seeds each."""
    sys.path += [str(PROBLEMS / PACKAGE), str(PROBLEMS / PACKAGE / "../author")]
    day = next(iter(load(PACKAGE, "cases.py").cases(None))).args[0]
    design = load(PACKAGE, DESIGN).design(day["traffic"])
    simulate = load(PACKAGE, "simulator.py").simulate

    def run(requests: int, seed: int) -> tuple[float, float, dict]:
        wall, cpu = time.perf_counter(), time.process_time()
        result = simulate(design, day | {"requests": requests, "seed": seed})
        return time.perf_counter() - wall, time.process_time() - cpu, result["measured"]["p99_ms"]

    full = [run(FULL, seed) for seed in range(1 if quick else 3)]
    cpu_s = min(cpu for _, cpu, _ in full)
    figures = [
        Figure("full run, 200 000 requests, one core", "s", cpu_s, SECONDS),
        Figure("full run, by the clock, other work included", "s", min(wall for wall, _, _ in full)),
        Figure("requests per second of one core", "1/s", FULL / cpu_s, FULL / SECONDS, "higher"),
    ]
    told, found = list[tuple[float, float]](), list[tuple[float, float]]()
    for requests in (5_000, 20_000) if quick else (5_000, 20_000, 80_000, FULL):
        p99 = [run(requests, seed)[2] for seed in range(3 if quick else 10)]
        spread = 1.96 * statistics.stdev(figure["value"] for figure in p99)
        reported = statistics.fmean(figure["half_width"] for figure in p99)
        figures.append(Figure(f"p99 of {requests} requests, half-width as reported", "ms", reported))
        figures.append(Figure(f"p99 of {requests} requests, 1.96 deviations over seeds", "ms", spread))
        told.append((requests, reported))
        found.append((requests, spread))
    series = {"half-width as reported": told, "1.96 deviations over seeds": found}
    return Measured(figures, [Curve("Error of p99 against requests", "requests", "ms", series)])


if __name__ == "__main__":
    sys.exit(main("simulator", measure))
