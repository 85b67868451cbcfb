"""What a measured growth is worth: its row in the report, and what the author says follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graders.growth.measuring import Measured, Point
from graders.outcomes import Failure
from graders.package.scaling import Growth
from graders.report import GroupRow, GrowthPoint, GrowthRow, GrowthState, Note
from graders.verdict import Verdict

FOLLOWS = {"flag": Verdict.AC, "lower": Verdict.PA, "fail": Verdict.TLE}
"""The verdict of a submission that is right and grows faster than asked."""


def row_of(growth: Growth, measured: Measured) -> GrowthRow:
    """The row of one growth."""
    exponent, excess = measured.exponent, measured.excess
    state = _state(growth, measured)
    more = None
    if excess and measured.points:
        span = measured.points[-1].size / measured.points[0].size
        more = span**excess.value
    failure = measured.failure
    row = GrowthRow(
        call=f"{growth.call}()",
        size=growth.size,
        asked=growth.claim,
        why=growth.why or "",
        group=growth.group,
        when_slower=growth.when_slower,
        state=state,
        exponent=_rounded(exponent.value if exponent else None),
        low=_rounded(exponent.low if exponent else measured.at_least),
        high=_rounded(exponent.high if exponent else None),
        times_more=_rounded(more),
        points=_points(growth, measured.points),
        message=failure.note if failure else None,
        rounds=measured.rounds,
        cpu_s=round(measured.cpu_s, 6),
    )
    row.in_words = words(row, measured.failed_at)
    return row


def _state(growth: Growth, measured: Measured) -> GrowthState:
    if measured.failure:
        return "failed"
    excess = measured.excess
    if measured.at_least is not None:
        return "slower"
    if excess is None:
        return "unmeasured"
    if excess.low > growth.margin and measured.rounds > 1:  # one round's noise has had no second look
        return "slower"
    return "held" if excess.high < growth.margin else "unclear"


def _points(growth: Growth, points: Sequence[Point]) -> list[GrowthPoint]:
    """The points, each with the time that the asked growth leads to from the smallest on."""
    points = [point for point in points if point.seconds > 0]  # what is subtracted may come to more, by noise
    if not points:
        return []
    unit = points[0].seconds / growth.asked(points[0].size)
    return [
        GrowthPoint(
            size=point.size,
            calls=point.calls,
            seconds=point.seconds,
            asked_seconds=unit * growth.asked(point.size),
            beyond=point.beyond,
        )
        for point in points
    ]


def words(row: GrowthRow, failed_at: int | None = None) -> str:
    """One or two sentences: what was found, and by how much it is more than asked."""
    asked = "growth that does not depend on it" if row.asked == "1" else row.asked
    if row.state == "failed":
        return f"{row.call} was not timed: at {row.size} = {failed_at} the answer is not right."
    if row.state == "slower" and row.exponent is None:
        return f"{row.call} grows at least as {row.size}^{row.low:.2f}; asked: {asked}."
    if row.exponent is None or row.low is None or row.high is None:
        return f"{row.call} took too long at too many sizes for its growth to be told; asked: {asked}."
    found = (
        f"{row.call} grows as {row.size}^{row.exponent:.2f} ({row.low:.2f}–{row.high:.2f}); asked: {asked}."
    )
    if row.state == "slower" and row.times_more is not None:
        first, last = row.points[0].size, row.points[-1].size
        return f"{found} From {row.size} = {first} to {last} its time grows {row.times_more:.3g} times more than that."
    if row.state == "unclear":
        return f"{found} The times scatter too much to say more."
    return found


@dataclass
class Growths:
    """The rows of a submission's growths, and why the last one could not be timed if its answers are not right."""

    rows: list[GrowthRow] = field(default_factory=list)
    failure: Failure | None = None


def verdict_of(growths: Growths) -> tuple[Verdict, Note | None]:
    """What follows for a submission that passed every case: the gravest of what each growth leads to."""
    if failure := growths.failure:
        words = f"{growths.rows[-1].in_words} {failure.note.text}"
        return failure.verdict, Note(id=failure.note.id, text=words)
    slower = [row for row in growths.rows if row.state == "slower"]
    for policy in ("fail", "lower", "flag"):
        for row in slower:
            if row.when_slower == policy:
                return FOLLOWS[policy], Note(id=f"growth.{policy}", text=f"Right, but {row.in_words}")
    return Verdict.AC, None


def lower_groups(rows: Sequence[GrowthRow], growths: Sequence[Growth], groups: Sequence[GroupRow]) -> None:
    """Take from the groups what the growths cost."""
    for row, growth in zip(rows, growths, strict=False):  # what is not right ends it
        keep = _kept(row, growth)
        for group in groups:
            if group.id == growth.group and keep < 1:
                group.earned = min(group.earned, group.points * keep)
                group.reason = _reason(row)


def _reason(row: GrowthRow) -> str:
    return f"{row.call} is {'not right' if row.state == 'failed' else 'slower'} at growing sizes"


def _kept(row: GrowthRow, growth: Growth) -> float:
    if row.state == "failed":
        return 0.0
    if row.state != "slower":
        return 1.0
    return {"flag": 1.0, "lower": growth.keep, "fail": 0.0}[growth.when_slower]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
