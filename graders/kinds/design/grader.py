"""Grade designs: the candidate's function returns plain data, the author's simulator measures it."""

from __future__ import annotations

import json
import math
import time
from typing import Any

from graders import authored
from graders.cases import TestCase, show_call
from graders.caseset import fixed_cases
from graders.cells import Author, evaluation
from graders.checkers.base import find_opaque, scalar
from graders.faults import AuthorFault, InputRefused
from graders.grading import Work
from graders.kinds.design.objectives import objective_row
from graders.kinds.function.own import positional
from graders.messages import Kind
from graders.outcomes import Failure, failure, wrong
from graders.own_input import InputError, parse
from graders.package.manifest import Entry
from graders.package.model import SUBMISSION, Package
from graders.pretty import shown
from graders.report import CaseRow, Note, ObjectiveRow, Report
from graders.rows import case_row
from graders.texts import clean
from graders.verdict import Verdict
from sandboxes import Answer, Ask, Ending, Outcome
from sandboxes.values import Array

TOLD_EVERY_S = 0.05
"""Between two events of progress, however often the simulator tells."""
MOST_TOLD, MOST_JSON = 20_000, 1 << 20
"""Calls of a simulator about its progress, and characters of its result in a report."""
NEEDED = ("measured", "stages", "latency", "remarks", "requests", "seconds")


def grade(work: Work) -> Report:
    """The report of a design. A run simulates fewer requests, and counts for nothing."""
    package, own = work.package, work.job.own_input
    try:
        traffic = None if own is None else own_traffic(package.manifest.entry, own)
    except InputRefused as refused:
        return refusal(work, str(refused))
    with Author(work.pool, package) as author, work.candidate_cell() as cell:
        scenario = scenario_of(work)
        if traffic is not None:
            scenario["traffic"] = traffic
        work.tell(Kind.STARTING, {"cases": 1})
        asked = TestCase(1, "design", "", (scenario["traffic"],))
        outcome = cell.run(evaluation(SUBMISSION, package.manifest.entry, asked))
        failed = failure(outcome, package.manifest.entry, package.manifest.limits) or unfit(outcome)
        if failed:
            return lost(work, asked, outcome, failed)
        simulated = simulate(work, author, outcome.value, scenario)
        if "invalid" in simulated:
            where, why = simulated["invalid"]
            if traffic is not None and where.split(".")[0] == "traffic":
                return refusal(work, f"{where}: {why}")
            return lost(work, asked, outcome, wrong("wa.design", f"{where}: {why}"))
        return measured(work, asked, outcome, simulated["result"])


def own_traffic(entry: Entry, text: str) -> Any:
    """The traffic in `design({…})` as the candidate typed it; InputRefused says why it is none."""
    try:
        args, kwargs = positional(entry, parse(entry, text))
    except InputError as error:
        raise InputRefused(f"Line {error.line}, column {error.column}: {error.message}") from None
    if len(args) != 1 or kwargs:
        raise InputRefused(f"Expected {entry.signature_of(entry.name)}, with one value.")
    return args[0]


def refusal(work: Work, why: str) -> Report:
    """The report of a run whose input was not taken: nothing is said of the design."""
    return work.report(Verdict.CANCELLED, message=Note(id="input.refused", text=why))


def scenario_of(work: Work) -> dict[str, Any]:
    """The case the simulator runs: drawn from the submission's seed if the package draws, with Run's size."""
    package = work.package
    cases = fixed_cases(package, work.pool)
    if work.job.mode == "grade" and package.draws_fresh:
        cases = work.fresh().cases or cases
    if len(cases) != 1 or len(cases[0].args) != 1 or not isinstance(cases[0].args[0], dict):
        raise AuthorFault(f"{package.slug}: a design needs one Case with one dict as its argument")
    scenario = dict(cases[0].args[0])
    if "traffic" not in scenario:
        raise AuthorFault(f"{package.slug}: the case has no traffic")
    if work.job.mode == "run" and package.manifest.run.requests:
        scenario["requests"] = package.manifest.run.requests
    return scenario


def unfit(outcome: Outcome) -> Failure | None:
    """A design that holds what is no plain data, and so cannot reach the simulator."""
    found = find_opaque(outcome.value)
    if found is None:
        return None
    return wrong(
        "wa.type", f"A design is plain data; this one holds an object of type {clean(found.type_name)}."
    )


def simulate(work: Work, author: Author, design: Any, scenario: dict[str, Any]) -> dict[str, Any]:
    """What the simulator gives; progress on the way is told."""

    told, count = -TOLD_EVERY_S, 0

    def answer(ask: Ask) -> Answer:
        nonlocal told, count
        count += 1
        if count > MOST_TOLD:
            raise AuthorFault(f"{author.name}: the simulator tells of its progress without end")
        if ask.name != "progress" or [type(arg) for arg in ask.args] != [int, int]:
            raise AuthorFault(f"{author.name}: the simulator asked for {ask.name!r}")
        if time.monotonic() - told >= TOLD_EVERY_S:
            told = time.monotonic()
            work.tell(Kind.PROGRESS, {"done": ask.args[0], "total": ask.args[1]})
        return Answer(value=None, meta={})

    outcome = author.converse("simulate", (design, scenario), answer)
    return authored.simulation(author.value(outcome, "the simulator"), author.name)


def lost(work: Work, asked: TestCase, outcome: Outcome, failed: Failure) -> Report:
    """The report of a design that was not simulated."""
    if failed.verdict is Verdict.CE:
        return work.report(failed.verdict, message=failed.note, error=failed.error)
    row = shown_row(work.package, asked, outcome, failed.verdict, failed.note)
    row.error = failed.error
    work.tell_case(row)
    rows = [objective_row(objective, None, None) for objective in work.package.manifest.objectives]
    return report_of(work, row, failed.verdict, failed.note, rows).model_copy(update={"error": failed.error})


def measured(work: Work, asked: TestCase, outcome: Outcome, result: Any) -> Report:
    """The report of a simulated design: AC when every objective is met, PA when some points are earned."""
    problem = f"{work.package.set_slug}/{work.package.slug}"
    if not isinstance(result, dict) or any(name not in result for name in NEEDED):
        raise AuthorFault(f"{problem}: simulate() must return a dict with {', '.join(NEEDED)}")
    rows = []
    for objective in work.package.manifest.objectives:
        figure = result["measured"].get(objective.id) if isinstance(result["measured"], dict) else None
        if not isinstance(figure, dict) or "value" not in figure:
            raise AuthorFault(f"{problem}: the simulator does not measure {objective.id}")
        rows.append(objective_row(objective, number(figure["value"]), number(figure.get("half_width"))))
    met, score = sum(row.met for row in rows), sum(row.earned for row in rows)
    verdict = Verdict.AC if met == len(rows) else Verdict.PA if score > 0 else Verdict.WA
    note = Note(id=f"design.{verdict.lower()}", text=f"{met} of {len(rows)} objectives are met.")
    row = shown_row(work.package, asked, outcome, verdict, None if verdict is Verdict.AC else note)
    work.tell_case(row)
    report = report_of(work, row, verdict, note, rows)
    design = plain_json({name: value for name, value in result.items() if name != "measured"})
    if len(json.dumps(design)) > MOST_JSON:
        raise AuthorFault(f"{problem}: the simulator's result is larger than {MOST_JSON >> 20} MiB")
    return report.model_copy(update={"design": design})


def report_of(
    work: Work, row: CaseRow, verdict: Verdict, note: Note, objectives: list[ObjectiveRow]
) -> Report:
    """Totals count objectives; a run earns no points."""
    graded = work.job.mode == "grade"
    return work.report(
        verdict,
        score=round(sum(o.earned for o in objectives), 2) if graded else 0.0,
        passed=sum(o.met for o in objectives),
        total=len(objectives),
        time_s=row.time_s,
        memory_bytes=row.memory_bytes,
        message=note,
        cases=[row],
        objectives=objectives,
    )


def shown_row(
    package: Package, asked: TestCase, outcome: Outcome, verdict: Verdict, note: Note | None
) -> CaseRow:
    """The row of the one call, whose traffic and design the candidate may see."""
    row = case_row(package, asked, outcome, verdict, note)
    row.input = show_call(package.manifest.entry.name, asked.args, {})
    if outcome.ending is Ending.RETURNED:
        row.actual = shown(outcome.value)
    return row


def number(value: Any) -> float | None:
    """A measured figure, or None if it is no finite number."""
    value = scalar(value)
    if type(value) is int and value.bit_length() > 1000:
        return None
    return float(value) if type(value) in (int, float) and math.isfinite(value) else None


def plain_json(value: Any) -> Any:
    """A simulator's result as JSON can hold it: tuples as lists, keys as text, what is not finite as null."""
    value = scalar(value)
    if isinstance(value, Array):
        value = value.numpy().tolist()
    if isinstance(value, dict):
        return {clean(str(scalar(key))): plain_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | float) or (type(value) is int and value.bit_length() < 1000):
        return value
    return clean(value) if isinstance(value, str) else shown(value).text
