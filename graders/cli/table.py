"""A report as a table on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graders.report import CaseRow, Report, Segment
from graders.verdict import Verdict

_STYLE = {Verdict.AC: "green", Verdict.PA: "yellow", Verdict.IE: "magenta"}


def print_report(console: Console, title: str, report: Report) -> None:
    """Print verdict, cases, objectives, and the values of the first failing case."""
    points = f"{report.score:g} of {report.points:g} points, " if report.mode == "grade" else ""
    counted = f"{points}{report.passed} of {report.total}" if report.total else ""
    console.print(
        Text(f"{report.verdict.title} ", style=f"bold {_style(report.verdict)}")
        + Text(f"{title} · {counted}")
    )
    if report.message:
        console.print(Text(report.message.text))
    if report.objectives:
        console.print(_objectives(report))
    elif report.cases:
        console.print(_cases(report.cases))
    for row in report.growth or []:
        console.print(Text(row.in_words, style="green" if row.state == "held" else "yellow"))
    failing = next((row for row in report.cases if row.verdict not in (None, Verdict.AC)), None)
    if failing:
        _details(console, failing)


def _cases(rows: list[CaseRow]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading, justify in (
        ("#", "right"),
        ("group", "left"),
        ("", "left"),
        ("ms", "right"),
        ("MiB", "right"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    table.add_column("message", overflow="fold")
    for row in rows:
        verdict = Text(row.verdict or "–", style=_style(row.verdict))
        words = row.message.text.partition("\n")[0] if row.message else row.note
        time, memory = f"{row.time_s * 1000:.1f}", f"{row.memory_bytes / 2**20:.1f}"
        table.add_row(str(row.number), row.group, verdict, time, memory, Text(words))
    return table


def _objectives(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("objective", "measured", "asked", "in words", "points"):
        table.add_column(heading)
    for row in report.objectives or []:
        half = f" ± {row.half_width:g}" if row.half_width is not None else ""
        value = "–" if row.value is None else f"{row.value:g}{half}"
        style = "green" if row.met else "yellow"
        table.add_row(
            row.title,
            value,
            row.asked_text,
            Text(row.in_words, style=style),
            f"{row.earned:g} of {row.points:g}",
        )
    return table


def _details(console: Console, row: CaseRow) -> None:
    console.print(
        Text(f"\nCase {row.number} · {row.group}" + (f" · {row.note}" if row.note else ""), style="bold")
    )
    if row.input:
        console.print(Text(f"input     {row.input.text}"))
    if row.expected:
        console.print(Text("expected  ") + _marked(row.difference, "expected", row.expected.text))
    if row.actual:
        console.print(Text("yours     ") + _marked(row.difference, "actual", row.actual.text))
    for check in row.checks or []:
        console.print(Text(f"{'✓' if check.passed else '✕'} {check.title}  {check.message}"))
    for name, output in (("stdout", row.stdout), ("stderr", row.stderr)):
        if output:
            console.print(Text(f"{name}\n{output}"))


def _marked(difference: list[Segment] | None, side: str, text: str) -> Text:
    if difference is None:
        return Text(text)
    style = "green underline" if side == "expected" else "red underline"
    marked = Text()
    for segment in difference:
        if segment.op == side:
            marked.append(segment.text, style=style)
        elif segment.op == "same":
            marked.append(segment.text)
    return marked


def _style(verdict: Verdict | None) -> str:
    return "dim" if verdict is None else _STYLE.get(verdict, "red")
