"""This engine beside what else grades: the same submission on the same cases, interleaved in one run.

Seconds are from a job received to its report finished. A contestant that cannot be had here is named with the reason.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sandboxes import SandboxUnavailable, open_pool
from sandboxes.settings import Settings
from tests.benchmarks.contest import growth
from tests.benchmarks.contest.dmoj_judge import INTERPRETER, Dmoj
from tests.benchmarks.contest.engine import Engine
from tests.benchmarks.contest.otter_run import Otter
from tests.benchmarks.contest.processes import Bare, DockerRun, cold_import
from tests.benchmarks.contest.task import Contestant, NotHere, Task
from tests.benchmarks.harness import Curve, Figure, Measured, main

T = TypeVar("T")
ONE, TWENTY, HUNDRED, TORCH = Task(1), Task(20), Task(100), Task(1, torch=True)
BARE, DOCKER_RUN, DMOJ, OTTER = "bare python3", "docker run --rm", "DMOJ", "Otter-Grader"
OURS = ("engine on bubblewrap", "engine on docker")
SLOTS = 2  # submissions that one worker grades at a time
ALL_AT_ONCE = 1000

Seconds = dict[tuple[str, Task], list[float]]


def measure(quick: bool, install: bool | None = None) -> Measured:
    """Everything, interleaved; `install` makes the environments that are missing, as a full run does."""
    rounds = 5 if quick else 30
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="readyroom-grading-")))
        os.environ["READYROOM_DATA"] = str(folder / "data")
        contestants = _contestants(stack, folder, install=not quick if install is None else install)
        engines = {name: one for name, one in contestants.items() if isinstance(one, Engine)}
        seconds = _in_turns(contestants, rounds)
        figures = [
            *_times(seconds),
            *_ratios(seconds),
            *_torch(engines, 3 if quick else 10),
            *_throughput(contestants, 40 if quick else 200),
        ]
        curves = [_cases(contestants, quick), growth.value_sizes(engines, folder, quick)]
        for engine in engines.values():
            engine.close()
        waiting = (1, 100, 1000) if quick else (1, 10, 100, 1000, 10_000)
        more, curve = growth.queued(folder, 100 if quick else ALL_AT_ONCE, waiting)
    return Measured([*figures, *more], [*curves, curve])


def _contestants(stack: ExitStack, folder: Path, install: bool) -> dict[str, Contestant]:
    """Whoever can be had, by a short name."""
    makers: dict[str, Callable[[], Contestant]] = {
        OURS[0]: lambda: Engine(_pool("bubblewrap"), folder),
        OURS[1]: lambda: Engine(_pool("docker"), folder),
        BARE: lambda: Bare(Path(INTERPRETER if Path(INTERPRETER).exists() else sys.executable)),
        DOCKER_RUN: lambda: DockerRun("python"),
        DMOJ: lambda: stack.enter_context(Dmoj(folder / "dmoj", install)),
        OTTER: lambda: Otter(folder / "otter", install),
    }
    found: dict[str, Contestant] = {}
    for name, make in makers.items():
        try:
            one = make()
            for task in (ONE, TWENTY):  # warm, and able to
                one.grade(task)
            found[name] = one
        except (NotHere, SandboxUnavailable, AssertionError) as reason:
            print(f"without {name}: {reason}")
    return found


def _pool(backend: str):  # type: ignore[no-untyped-def]
    return open_pool(backend, {"python": SLOTS, "torch": 1})


def _in_turns(contestants: dict[str, Contestant], rounds: int) -> Seconds:
    """Each contestant once in every round, so that a slow minute of the machine is everybody's."""
    seconds: Seconds = defaultdict(list)
    for number in range(rounds):
        for name, one in contestants.items():
            for task in (ONE, TWENTY):
                if name in (DOCKER_RUN, OTTER) and number >= rounds // 3:
                    continue  # slow, and steady enough
                seconds[name, task].append(one.grade(task))
    return seconds


def _times(seconds: Seconds) -> Iterator[Figure]:
    for (name, task), values in seconds.items():
        plural = "case" if task.count == 1 else "cases"
        yield Figure(f"{name}: {task.count} {plural}, p50", "ms", statistics.median(values) * 1000)


def _ratios(seconds: Seconds) -> Iterator[Figure]:
    """The goals: medians of this engine against medians of others in the same rounds."""
    goals = (
        (BARE, ONE, 1.0),
        (DMOJ, ONE, 1 / 8),
        (DMOJ, TWENTY, 1 / 10),
        (DOCKER_RUN, ONE, None),
        (OTTER, ONE, None),
    )
    for ours in OURS:
        for other, task, goal in goals:
            if (ours, task) in seconds and (other, task) in seconds:
                ratio = statistics.median(seconds[ours, task]) / statistics.median(seconds[other, task])
                plural = "case" if task.count == 1 else "cases"
                yield Figure(f"{ours} / {other}, {task.count} {plural}", "×", ratio, goal)


def _torch(engines: dict[str, Engine], rounds: int) -> Iterator[Figure]:
    """What a torch submission costs beyond the candidate's own run, against a process that imports torch."""
    python = Settings.from_environment().environment / "bin" / "python"
    cold: list[float] = []
    own: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        cold.append(cold_import(python))
        for name, engine in engines.items():
            seconds, report = engine.report(TORCH)
            own[name].append(seconds - report.time_s)
    yield Figure("cold import of torch, p50", "ms", statistics.median(cold) * 1000)
    for name, values in own.items():
        yield Figure(
            f"{name}: torch, beyond the candidate's run, p50", "ms", statistics.median(values) * 1000
        )
        ratio = statistics.median(values) / statistics.median(cold)
        yield Figure(f"{name}: torch / cold import", "×", ratio, 1 / 50)


def _throughput(contestants: dict[str, Contestant], count: int) -> Iterator[Figure]:
    """Submissions of twenty cases a second: this engine with the threads of one worker, DMOJ with its one judge."""
    rates: dict[str, float] = {}
    for name in (*OURS, DMOJ):
        if name in contestants:
            threads = SLOTS if name in OURS else 1
            rates[name] = _rate(contestants[name], count if name in OURS else max(5, count // 10), threads)
            yield Figure(f"{name}: throughput, 20 cases", "1/s", rates[name])
    for ours in OURS:
        if ours in rates and DMOJ in rates:
            ratio = rates[ours] / rates[DMOJ]
            yield Figure(f"{ours} / {DMOJ}: throughput", "×", ratio, 10.0, "higher")


def _rate(one: Contestant, count: int, threads: int) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one.grade, [TWENTY] * count):
            pass
    return count / (time.perf_counter() - begun)


def _cases(contestants: dict[str, Contestant], quick: bool) -> Curve:
    """Cost against the number of cases."""
    counts = (1, 10, 100) if quick else (1, 3, 10, 30, 100, 300, 1000)
    series: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for count in counts:
        for name, one in contestants.items():
            if name == OTTER or (name == DMOJ and count not in (1, 100)):
                continue
            times = [one.grade(Task(count)) for _ in range(3 if count < 100 else 1)]
            series[name].append((float(count), statistics.median(times) * 1000))
    return Curve("Cost against cases", "cases", "ms", dict(series))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--install",
        action=argparse.BooleanOptionalAction,
        help="make the environments of the others where they are missing; a full run does",
    )
    sys.exit(main("grading", measure, more=parser))
