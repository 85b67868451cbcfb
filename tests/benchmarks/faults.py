"""Graders killed a hundred times while people submit: no submission lost, none with two verdicts, nobody told what is not so.

Two graders take turns in dying, at points drawn at random while they start, wait or grade; now and then so does
another process of the site, or a PostgreSQL server.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.benchmarks.harness import Figure, main, percentile
from tests.faults.people import RIGHT, SLOW, WRONG
from tests.faults.postgres import postgres
from tests.faults.reckoning import Reckoning, reckon
from tests.faults.stage import Part, Stage, stage, wait_for

KILLS, QUICK_KILLS = 100, 2
OPEN = 8  # submissions that wait or run at any time
LONGEST_S = 2.0  # from a ready grader to the next kill
AT_ONCE = 0.2  # share of kills that do not wait for one: both may be starting
OTHERS = 0.2  # kills of another process for each of a grader
READY_S = 300.0
END_S = 300.0


def measure(quick: bool, kills: int | None = None, database: str = "sqlite") -> list[Figure]:
    """Kill, wait for the last verdict, and count."""
    kills = kills or (QUICK_KILLS if quick else KILLS)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="readyroom-faults-")))
        server = stack.enter_context(postgres()) if database == "postgresql" else None
        environment = {"DATABASE_URL": server.url} if server else {}
        for name in ("data", "logs"):
            (folder / name).mkdir()
        site = stack.enter_context(stage(folder / "data", folder / "logs", environment))
        second = _second_grader(site)
        stack.callback(second.kill)
        others: dict[str, Callable[[], None]] = {
            name: site.parts[name].restart for name in ("broker", "web", "worker", "beat")
        }
        if server:
            others["database"] = server.restart
        killed = _trouble(site, [site.parts["grader"], second], others, kills)
        found = reckon(site, site.alice.submissions, END_S)
    for id, wrong in found.dishonest.items():
        print(f"{id}: {', '.join(wrong)}")
    return _figures(found, killed, [one.waited_s for one in site.alice.submissions if one.over.is_set()])


def _second_grader(site: Stage) -> Part:
    first = site.parts["grader"]
    command = [word.replace("grader@", "second@") for word in first.service.command]
    second = Part(replace(first.service, command=command), first.log.with_name("second.log"))
    second.start()
    return second


def _trouble(
    site: Stage, graders: list[Part], others: dict[str, Callable[[], None]], kills: int
) -> Counter[str]:
    """Kill so many graders, and some others, while somebody submits; how often each was killed."""
    chance, over = random.Random(time.time_ns()), threading.Event()
    submitter = threading.Thread(target=_submit, args=(site, chance, over))
    submitter.start()
    killed: Counter[str] = Counter()
    try:
        while killed["grader"] < kills:
            if chance.random() > AT_ONCE:
                wait_for(
                    lambda: site.ready_graders() & {one.pid for one in graders},
                    "a grader that grades",
                    READY_S,
                )
            time.sleep(chance.uniform(0.0, LONGEST_S))
            chance.choice(graders).restart()
            killed["grader"] += 1
            if chance.random() < OTHERS:
                name = chance.choice(sorted(others))
                others[name]()
                killed[name] += 1
    finally:
        over.set()
        submitter.join()
    return killed


def _submit(site: Stage, chance: random.Random, over: threading.Event) -> None:
    """Keep some submissions open; what the site does not take is handed in anew, as a person would."""
    while not over.wait(0.1):
        if sum(not one.over.is_set() for one in site.alice.submissions) < OPEN:
            try:
                site.alice.submit(chance.choice((RIGHT, WRONG, SLOW)))
            except httpx.HTTPError:
                continue


def _figures(found: Reckoning, killed: Counter[str], waits: list[float]) -> list[Figure]:
    return [
        Figure("graders killed", "", float(killed["grader"])),
        *(
            Figure(f"{name} killed", "", float(count))
            for name, count in sorted(killed.items())
            if name != "grader"
        ),
        Figure("submissions", "", float(found.submissions)),
        Figure("lost", "", float(len(found.lost)), 0.0),
        Figure("doubled", "", float(len(found.doubled)), 0.0),
        Figure("told what is not so", "", float(len(found.dishonest)), 0.0),
        Figure("ended as our fault, killed three times", "", float(found.verdicts["IE"])),
        Figure("wait for a verdict, p50", "s", percentile(waits, 0.5)),
        Figure("wait for a verdict, longest", "s", found.longest_s),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--kills", type=int, help=f"of graders ({KILLS})")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    sys.exit(main("faults", measure, more=parser))
