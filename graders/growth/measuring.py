"""Measure one growth: sizes interleaved, each run the same amount of work if the claim holds, in CPU seconds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graders.cases import TestCase
from graders.cells import Cell, calls, evaluations
from graders.growth.drawing import Scaled, Sized, without_last
from graders.growth.fitting import LEAST, Slope, slope
from graders.outcomes import Failure, wrong
from graders.package.manifest import CaseLimits, Entry
from graders.package.model import SUBMISSION
from sandboxes import Batch, Call, Ending, Foreseen, Limits, Outcome, Trace

RUN_CPU_S = 0.4
"""A run that takes longer is not repeated; nor are larger sizes tried."""
RUN_WALL_S = 6.0
BUDGET_S = 1.2
"""CPU seconds of all runs of all growths of a submission, after which no further run is begun."""
LONG_RUN_S = 0.015
"""What a run should take: of one of a millisecond, what starting and ending a process costs is too large a part to subtract."""
MOST_TURNS, MOST_CALLS = 24, 8000
"""To get there a run goes through its cases so many times at most, and makes so many calls."""
LEAST_ROUNDS, MOST_ROUNDS = 3, 12
PRECISE = 0.08
"""Half a width of an interval that further rounds would not make more useful."""
SHARE_OF_OVERHEAD = 0.5
"""What is subtracted from a run is at most so much of it: who makes it look large is not to gain by it."""
SURE = 10.0
"""How many times the work that was asked a run must be to say without a fit that it is too much: no noise does that."""
STATE = "wa.state"
Judge = Callable[[TestCase, Outcome], Failure | None]


def growth_limits(limits: CaseLimits) -> Limits:
    """What a run may use: the output of many calls at once, and not much time."""
    return Limits(
        wall_s=RUN_WALL_S,
        cpu_s=RUN_CPU_S,
        memory_bytes=limits.memory_mib << 20,
        output_bytes=0,
        flood_bytes=16 << 20,
    )


@dataclass(frozen=True)
class Point:
    """CPU seconds of one call at a size, the least that was seen; `beyond`: it took longer, a run was cut off."""

    size: int
    calls: int
    seconds: float
    beyond: bool = False


@dataclass
class Measured:
    """What came of a growth: times, the exponent of n, that of n over what is asked, or why there is none."""

    points: list[Point] = field(default_factory=list)
    exponent: Slope | None = None
    excess: Slope | None = None
    at_least: float | None = None  # the exponent, where too few sizes are fast enough for a fit
    failure: Failure | None = None
    failed_at: int | None = None
    rounds: int = 0
    cpu_s: float = 0.0


class Purse:
    """CPU seconds that are left for a submission's growths."""

    def __init__(self, seconds: float = BUDGET_S) -> None:
        self.left = seconds


@dataclass
class _Times:
    """CPU seconds of the runs of one size: whole, and without what is not to be measured."""

    sized: Sized
    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


class Measurement:
    """One growth of one submission, in a cell that holds the candidate's file alone."""

    def __init__(self, scaled: Scaled, cell: Cell, entry: Entry, judge: Judge, purse: Purse) -> None:
        self._growth, self._cell, self._entry = scaled.growth, cell, entry
        self._judge, self._purse = judge, purse
        self._times = [_Times(sized) for sized in scaled.sized]
        self._cut: _Times | None = None  # the size whose run was cut off
        self._overhead: list[float] = []
        self._result = Measured()

    def run(self) -> Measured:
        """Measure in rounds, every other one from the largest size down, until enough is known or spent."""
        self._round(self._climb())
        if turns := self._turns():
            self._times = [_Times(times.sized.in_turns(turns)) for times in self._times if times.whole]
            self._result.rounds = 0
        while not self._over():
            self._round(self._again())
        return self._result

    def _round(self, sizes: Iterable[_Times]) -> None:
        if not self._growth.last:
            self._overhead.append(self._do(Batch(SUBMISSION)).cpu_s)
        for times in sizes:
            self._measure(times)
            if self._result.failure or self._purse.left <= 0:
                break
        self._result.rounds += 1
        self._fit()

    def _over(self) -> bool:
        """Whether nothing more can be found out."""
        spent = self._purse.left <= 0 or self._result.rounds >= MOST_ROUNDS
        return spent or self._result.failure is not None or self._enough()

    def _turns(self) -> int:
        """How many times the cases are gone through in each run from now on, after a first look; 0 if runs are long enough."""
        looked = [times for times in self._times if times.whole]
        if self._result.failure or self._cut or len(looked) < LEAST:
            return 0
        longest = max(times.whole[0] for times in looked)
        most = min(MOST_TURNS, MOST_CALLS // max(len(times.sized.cases) for times in looked))
        turns = min(most, round(LONG_RUN_S / longest))
        return turns if turns > 1 else 0

    def _climb(self) -> Iterator[_Times]:
        """The sizes, smallest first, as long as the next run will presumably not be cut off."""
        for place, times in enumerate(self._times):
            if self._cut:
                return
            last = [min(before.whole) for before in self._times[:place] if before.whole][-2:]
            if place >= LEAST and len(last) == 2:
                foreseen = last[1] * max(1.0, last[1] / max(last[0], 1e-9))
                if foreseen > min(RUN_CPU_S, self._purse.left / 2):
                    return
            yield times

    def _again(self) -> list[_Times]:
        there = [times for times in self._times if times.whole or not self._result.rounds]
        return there[::-1] if self._result.rounds % 2 else there

    def _measure(self, times: _Times) -> None:
        """Run the cases of a size, and without what is not measured."""
        outcome = self._do(evaluations(SUBMISSION, self._entry, times.sized.cases), times.sized.foreseen)
        if outcome.ending in (Ending.CPU_TIME, Ending.WALL_TIME):
            self._cut = times if not times.whole else self._cut
            return
        if failure := self._failure(times.sized, outcome):
            self._result.failure, self._result.failed_at = failure, times.sized.size
            return
        times.whole.append(outcome.cpu_s)
        if self._growth.last:
            cases = [without_last(case, self._growth.last) for case in times.sized.cases]
            times.bare.append(self._do(evaluations(SUBMISSION, self._entry, cases)).cpu_s)

    def _do(self, work: Call | Trace | Batch, foreseen: Foreseen | None = None) -> Outcome:
        """Do `work` while nothing else of the submission's runs, not even a process that reads the next input."""
        self._cell.begin(work)
        outcome = self._cell.finish().outcome(foreseen)
        self._result.cpu_s += outcome.cpu_s
        self._purse.left -= outcome.cpu_s
        return outcome

    def _failure(self, sized: Sized, outcome: Outcome) -> Failure | None:
        """What is wrong with the answers of a run, if anything: the first that is, as the package's checker sees it."""
        if outcome.ending is not Ending.RETURNED:
            return self._judge(sized.cases[0], outcome)
        if outcome.value is sized.foreseen.value:
            return None
        values = outcome.value
        if not isinstance(values, list) or len(values) != len(sized.cases):
            return wrong("wa.trace", "The calls did not all give a result.")
        for number, (case, value) in enumerate(zip(sized.cases, values, strict=True), start=1):
            if failure := self._judge(case, Outcome(Ending.RETURNED, value)):
                return self._alone(case, number) or failure
        return None

    def _alone(self, case: TestCase, number: int) -> Failure | None:
        """How to call what is right in a process of its own, and wrong after other calls."""
        outcome = self._do(calls(SUBMISSION, self._entry, case))
        if outcome.ending is not Ending.RETURNED or self._judge(case, outcome):
            return None
        what = "object" if self._entry.type == "class" else "call"
        return wrong(
            STATE,
            f"Right when it is alone in a process, wrong as {what} number {number} in one: something that an "
            f"earlier {what} changed is still there, perhaps in a global variable or a default argument.",
        )

    def _fit(self) -> None:
        """Points and exponents from the times so far."""
        points = [self._point(times) for times in self._times if times.whole]
        if self._cut:
            calls = self._calls(self._cut.sized)
            points.append(Point(self._cut.sized.size, calls, RUN_CPU_S / calls, beyond=True))
        self._result.points = points
        fitted = [point for point in points if point.seconds > 0]
        if self._result.failure:
            return
        if len(fitted) < LEAST:
            self._result.at_least = self._bound(fitted)
            return
        sizes = [float(point.size) for point in fitted]
        self._result.exponent = slope(sizes, [point.seconds for point in fitted])
        self._result.excess = slope(
            sizes, [point.seconds / self._growth.asked(point.size) for point in fitted]
        )

    def _bound(self, points: list[Point]) -> float | None:
        """The exponent between the first size and the one that was cut off, if that is certainly more than asked."""
        if len(points) < 2 or not points[-1].beyond:
            return None
        first, last = points[0], points[-1]
        times, span = last.seconds / first.seconds, last.size / first.size
        asked = self._growth.asked(last.size) / self._growth.asked(first.size)
        return math.log(times) / math.log(span) if times / asked >= SURE else None

    def _point(self, times: _Times) -> Point:
        whole = min(times.whole)
        bare = min(times.bare or self._overhead)
        if not self._growth.last:
            bare = min(bare, SHARE_OF_OVERHEAD * whole)
        calls = self._calls(times.sized)
        return Point(times.sized.size, calls, max(0.0, whole - bare) / calls)

    def _calls(self, sized: Sized) -> int:
        return len(sized.cases) * (self._growth.last or 1)

    def _enough(self) -> bool:
        """Whether the answer is clear: nothing is gained by more rounds."""
        excess, margin = self._result.excess, self._growth.margin
        if excess is None:
            return self._result.rounds >= LEAST_ROUNDS
        if self._cut and self._result.rounds >= 2 and excess.low > margin:
            return True
        decided = excess.low > margin or excess.high < margin
        return self._result.rounds >= LEAST_ROUNDS and decided and excess.half_width < PRECISE
