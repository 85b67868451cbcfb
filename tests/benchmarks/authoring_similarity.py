"""Similarity over all submissions to a problem: seconds and memory, in a process of its own.

Programs are written from a library of blocks with names, constants and order of their own, a twentieth of the people copying
somebody and dressing the copy up.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks.harness import Figure
from webapp.insight.similarity import Work, clusters, compare

WORKS, QUICK = 10_000, 1_000
LINES = 60
COPIES = 0.05
SECONDS, GIB = 60.0, 1.0

_BLOCKS = (
    "for {a} in {b}:", "    {a} += {b}[{n}]", "if {a} < {b}:", "    {c} = {a}", "while {a} and {b} > {n}:",
    "    {a}.append({b})", "{a} = [{b} for {b} in {c} if {b} != {n}]", "{a} = {{{b}: {n} for {b} in {c}}}",
    "{a}, {b} = {b}, {a} + {n}", "    {c}[{a}] = {c}.get({a}, {n}) + {b}", "def {a}({b}, {c}):",
    "    return {a} if {b} else {c}", "{a} = sorted({b}, key=lambda {c}: -{c}[{n}])", "    {a} = max({b}, {c} - {n})",
    "import {a}", "{a} = {b} // {n} % {c}", "    yield {a}, {b}", "assert {a} is not None, {s}", "{a} = {b}({c}, {a}={n})",
    "    raise ValueError({s})", "{a} = not {b} or {c} ** {n}", "with {a}({b}) as {c}:", "try:", "except KeyError:",
)  # fmt: skip
_NAMES = [f"name{n}" for n in range(40)]


def _program(dice: random.Random, shape: list[str]) -> str:
    """`shape` with names and constants of its own."""
    return "\n".join(
        line.format(
            a=dice.choice(_NAMES),
            b=dice.choice(_NAMES),
            c=dice.choice(_NAMES),
            n=dice.randint(0, 99),
            s="'why'",
        )
        for line in shape
    )


def works(count: int, seed: int = 1) -> Iterator[Work]:
    """`count` programs of about `LINES` lines, each of another person; every second block is one of ten idioms."""
    dice = random.Random(seed)
    idioms = [[dice.choice(_BLOCKS) for _ in range(6)] for _ in range(10)]
    shapes: list[list[str]] = []
    for number in range(count):
        if shapes and dice.random() < COPIES:
            shape = [*dice.choice(shapes)]
            shape[dice.randrange(len(shape))] = dice.choice(_BLOCKS)
        else:
            shape = []
            while len(shape) < LINES:
                idiom = dice.choice(idioms)
                shape += idiom if dice.random() < 0.5 else [dice.choice(_BLOCKS) for _ in range(6)]
        shapes.append(shape)
        yield Work(str(number), number, _program(dice, shape))


def _measured(count: int) -> None:
    """Compare, and print seconds (of comparing alone), peak GiB, pairs and clusters."""
    programs = list(works(count))
    began = time.perf_counter()
    found = compare(programs)
    groups = clusters(found.pairs, found.owners, 0.5)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(seconds, peak, len(found.pairs), len(groups))


def similarity(quick: bool) -> list[Figure]:
    """Seconds and GiB of `WORKS` submissions; with `quick` a tenth of them, without goals."""
    count = QUICK if quick else WORKS
    command = [sys.executable, "-m", "tests.benchmarks.authoring_similarity", str(count)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    seconds, peak, pairs, groups = map(float, said)
    whole = not quick
    return [
        Figure(f"similarity over {count} submissions", "s", seconds, SECONDS if whole else None),
        Figure(f"memory of similarity over {count} submissions", "GiB", peak, GIB if whole else None),
        Figure("pairs that it lists", "pairs", pairs),
        Figure("clusters that they make", "clusters", groups),
    ]


if __name__ == "__main__":
    _measured(int(sys.argv[1]))
