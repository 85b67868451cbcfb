"""Grade the submissions of a package and hold them against what they declare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graders.grading import Enough, whole
from graders.package.model import DeclaredSubmission, Package
from graders.report import CaseRow, Report
from graders.verdict import Verdict
from graders.verify.bench import Bench, failed

ROUNDS = 5
"""In so many rounds, each with fresh cases of its own, an accepted submission must pass every case."""
CLEAR = 3.0
"""A time limit must be at least so many times what an accepted submission needs for any case."""
LATE = 1.5
"""A submission that is too slow must be so under a limit that is so many times as long."""


@dataclass(frozen=True)
class Result:
    """What became of one submission: `problem` says how it differs from what it declares, if it does.

    `score` is None where cases were left out, because what was asked was known before. `time_s` is the longest case;
    of an accepted one, `limited_s` is the longest in its quickest round, as its limit counts time.
    """

    name: str
    declared: str
    verdict: str
    group: str | None
    score: float | None
    time_s: float
    memory_bytes: int
    problem: str | None = None
    growth: tuple[str, ...] = ()  # what was found of its running time, in words
    limited_s: float | None = None


def try_submission(bench: Bench, submission: DeclaredSubmission) -> Result:
    """Grade a declared submission until it is known whether it is what it declares."""
    source = submission.path.read_text(encoding="utf-8")
    if submission.verdict is Verdict.TLE and not submission.slower:
        return _too_slow(bench, submission, source)
    accepted = submission.verdict is Verdict.AC
    report = bench.report(source, enough=_tells(bench.package, submission))
    problem, limited = _difference(submission, report), None
    if problem is None and accepted:
        problem, limited = _rounds(bench, source, report)
    return _result(submission.name, submission.verdict, report, problem, limited)


def try_starter(bench: Bench) -> Result:
    """Grade the starter, which must compile and must not pass."""
    report = bench.report(bench.package.starter, enough=failed)
    problem = None
    if report.verdict in (Verdict.AC, Verdict.CE, Verdict.IE):
        problem = f"the starter gets {report.verdict} ({_words(report)}); it must compile, and must not pass"
    return _result("starter.py", "not AC", report, problem, None)


def first_failing(report: Report) -> CaseRow | None:
    """The first case that ran and did not pass."""
    return next((row for row in report.cases if failed(row)), None)


def _tells(package: Package, submission: DeclaredSubmission) -> Enough:
    """Whether a case fails in the group that is asked for; the first failing one gave the verdict.

    Nothing tells it early of a submission that passes every case, or where the verdict depends on points.
    """
    if submission.verdict is Verdict.AC or submission.slower or package.manifest.partial:
        return whole
    return lambda row: failed(row) and submission.group in (None, row.group)


def _rounds(bench: Bench, source: str, first: Report) -> tuple[str | None, float]:
    """The further rounds of an accepted submission, under limits so much shorter that they stand clear if it passes.

    A round that is too slow then may have been disturbed: it is repeated under the real limits, and one round must be clear,
    by passing under the shorter ones or by what it was seen to need under the real ones.
    Returns what is wrong, and how long the longest case took in the quickest round.
    """
    package, slow, quickest = bench.package, [], _longest(bench.package, first)
    for number in range(1, ROUNDS):
        report = bench.report(source, number, failed, 1 / CLEAR if bench.margins else 1.0, growing=False)
        if (row := first_failing(report)) and row.verdict is Verdict.TLE:
            slow.append(report)
            report = bench.report(source, number, failed, growing=False)
        quickest = min(quickest, _longest(package, report))
        if report.verdict is not Verdict.AC:
            words = f"{_where(first_failing(report))}: {_words(report)}"
            return f"gets {report.verdict} in round {number + 1} of {ROUNDS}{words}", quickest
    limit, kind = _limit(package)
    if not bench.margins or len(slow) < ROUNDS - 1 or CLEAR * quickest <= limit:
        return None, quickest
    return (
        f"needs {quickest:.3f} s of {limit:g} s {kind}{_where(first_failing(slow[-1]))}: "
        f"a limit must be {CLEAR:g} times what an accepted submission needs"
    ), quickest


def _too_slow(bench: Bench, submission: DeclaredSubmission, source: str) -> Result:
    """Grade what must be too slow: also under a longer limit, which alone is asked where it tells what the real one would."""
    package = bench.package
    if not bench.margins:
        report = bench.report(source, enough=_tells(package, submission))
        return _result(submission.name, submission.verdict, report, _difference(submission, report), None)

    def late_in_group(row: CaseRow) -> bool:
        return row.verdict is Verdict.TLE and submission.group in (None, row.group)

    longer = bench.report(source, enough=late_in_group, times=LATE, growing=False)
    told = longer.verdict is Verdict.TLE and first_failing(longer) is _first_late(package, longer)
    if told and not package.manifest.partial:
        report = longer
    else:
        report = bench.report(source, enough=_tells(package, submission))
    problem = _difference(submission, report)
    late = any(row.verdict is Verdict.TLE for row in longer.cases)
    if problem is None and not late and first_failing(report):  # else it is too slow at growing sizes alone
        limit, kind = _limit(package)
        needed = _longest(package, longer)
        problem = (
            f"needs {needed:.3f} s of {limit:g} s {kind}: too slow is what needs {LATE:g} times the limit"
        )
    return _result(submission.name, submission.verdict, report, problem, None)


def _first_late(package: Package, report: Report) -> CaseRow | None:
    """The first case that did not pass or took longer than the real limit, its calls together if it was examined."""
    limits = package.manifest.limits
    return next(
        (
            row
            for row in report.cases
            if failed(row) or row.time_s > limits.wall_s or (limits.cpu_s and row.cpu_s > limits.cpu_s)
        ),
        None,
    )


def clear_of(package: Package, results: list[Result]) -> float | None:
    """How many times what the slowest accepted submission needs goes into the time limit; None if nothing can be measured."""
    slowest = max((result.limited_s or 0.0 for result in results), default=0.0)
    return round(_limit(package)[0] / slowest, 1) if slowest else None


def _limit(package: Package) -> tuple[float, str]:
    limits = package.manifest.limits
    return (limits.cpu_s, "CPU time") if limits.cpu_s else (limits.wall_s, "by the clock")


def _longest(package: Package, report: Report) -> float:
    """Seconds of the longest case, as the limit counts them; of an examined one, its calls together."""
    if package.manifest.limits.cpu_s:
        return max((row.cpu_s for row in report.cases), default=0.0)
    return max((row.time_s for row in report.cases), default=0.0)


def _result(name: str, declared: str, report: Report, problem: str | None, limited_s: float | None) -> Result:
    first = first_failing(report)
    whole = first is None or report.objectives is not None
    return Result(
        name,
        declared,
        report.verdict,
        first.group if first else None,
        report.score if whole else None,
        report.time_s,
        report.memory_bytes,
        problem,
        tuple(row.in_words for row in report.growth or ()),
        limited_s,
    )


def _difference(submission: DeclaredSubmission, report: Report) -> str | None:
    if report.verdict is not submission.verdict:
        where = _where(first_failing(report))
        return f"declares {submission.verdict}, gets {report.verdict}{where}: {_words(report)}"
    if report.verdict is Verdict.AC and report.score < report.points:
        return (
            f"passes everything but earns {report.score:g} of {report.points:g}: a group has no case or check"
        )
    if (submission.verdict is Verdict.AC or submission.slower) and (
        problem := _growth_problem(submission, report)
    ):
        return problem
    failing = dict.fromkeys(row.group for row in report.cases if failed(row))
    failing |= dict.fromkeys(row.group for row in report.growth or () if row.state in ("slower", "failed"))
    if submission.group and submission.group not in failing:
        skipped = next(
            (row.message for row in report.cases if row.group == submission.group and row.message), None
        )
        reason = skipped.text if skipped and skipped.id.startswith("skipped.") else _words(report)
        return f"must fail in {submission.group}, fails in {', '.join(failing) or 'none'}: {reason}"
    return None


def _growth_problem(submission: DeclaredSubmission, report: Report) -> str | None:
    """Where the growth of a submission that passes every case is not what it should be told."""
    rows = report.growth or []
    slower = [row for row in rows if row.state == "slower"]
    if submission.slower:
        found = " ".join(row.in_words for row in rows)
        return None if slower else f"says `growth: slower`, but is not told so: {found}"
    if strange := [row for row in rows if row.state in ("slower", "unmeasured")]:
        return strange[0].in_words
    return None


def _words(report: Report) -> str:
    return report.message.text if report.message else ""


def _where(row: CaseRow | None) -> str:
    return f" in case {row.number} ({row.group})" if row else ""


def read_source(path: Path) -> str:
    """A candidate's file as text; ValueError if it is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from None
