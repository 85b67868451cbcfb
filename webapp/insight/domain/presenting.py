"""Figures as pages, CSV and JSON show them: nothing about so few people that a sum says something of one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graders.questions.items import LETTERS
from webapp.accounts.models import User
from webapp.accounts.roles import is_operator
from webapp.catalog.models import Problem
from webapp.insight.domain.access import LEAST_PEOPLE, submissions_shown_to
from webapp.insight.measures import Interval, change
from webapp.insight.models import Figures, Survey

COLUMNS = (
    "name", "version", "people", "attempts", "solved", "solved_low", "solved_high", "first", "first_low", "first_high",
    "minutes", "minutes_low", "minutes_high", "hinted", "difficulty", "difficulty_low", "difficulty_high",
    "author_difficulty", "discrimination", "discrimination_low", "discrimination_high", "misfit",
)  # fmt: skip
"""Of a problem or question in CSV and JSON; shares from 0 to 1, difficulties in logits. For a question, `solved` is right
at the first answer, and `minutes` are seconds / 60."""


@dataclass(frozen=True)
class Shown:
    """Figures of one version; `data` is None where too few people are behind them."""

    name: str
    title: str
    version: str
    current: bool
    people: int
    data: dict[str, Any] | None
    row: Figures

    @property
    def name_id(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]

    @property
    def curve(self) -> dict[str, Any] | None:
        """What the model makes of it."""
        return self.data.get("curve") if self.data else None


@dataclass(frozen=True)
class Drift:
    """What changed from an earlier version to this one; an interval without 0 is more than chance."""

    earlier: Shown
    what: str
    by: Interval

    @property
    def sure(self) -> bool:
        """Whether it is more than chance explains."""
        return self.by.low > 0 or self.by.high < 0


def problems_of(survey: Survey, user: User) -> list[Shown]:
    """The current version of every problem that somebody tried."""
    rows = survey.figures.filter(version__problem__current_id__isnull=False).select_related(
        "version__problem__set"
    )
    rows = rows.order_by("version__problem__set__order", "version__problem__order")
    return [
        _problem(row, user)
        for row in rows
        if row.version and row.version.pk == row.version.problem.current_id
    ]


def versions_of(survey: Survey, problem: Problem, user: User) -> list[Shown]:
    """Every version of a problem that somebody tried, the newest first."""
    rows = survey.figures.filter(version__problem=problem).select_related("version__problem__set")
    return [_problem(row, user) for row in rows.order_by("-version__created_at", "-version__pk")]


def questions_of(survey: Survey, user: User, topic: str = "") -> list[Shown]:
    """The current version of every question that somebody answered."""
    rows = survey.figures.filter(item__isnull=False).select_related("item__item").order_by("item__item__name")
    if topic:
        rows = rows.filter(item__item__topic=topic)
    return [_question(row, user) for row in rows if row.item and row.item.pk == row.item.item.current_id]


def versions_of_question(survey: Survey, name: str, user: User) -> list[Shown]:
    """Every version of a question that somebody answered, the newest first."""
    rows = survey.figures.filter(item__item__name=name).select_related("item__item")
    return [_question(row, user) for row in rows.order_by("-item__created_at", "-item__pk")]


def drifts(shown: list[Shown]) -> list[Drift]:
    """From each earlier version to the newest: difficulty, and the share that solved it."""
    found = []
    newest, *earlier = shown
    for one in earlier:
        for what, path in (
            ("difficulty", ("curve", "difficulty")),
            ("solved", ("solved",)),
            ("right", ("right",)),
        ):
            before, after = _interval(one.data, path), _interval(newest.data, path)
            if before and after:
                found.append(Drift(one, what, change(before, after)))
    return found


def examples(kinds: Iterable[dict[str, Any]], user: User) -> list[dict[str, Any]]:
    """The kinds of mistake, each with the submission nearest to its middle that the user may see, without a name."""
    rows = list(kinds)
    wanted = {key for row in rows for key in row["keys"]}
    shown = submissions_shown_to(user).filter(pk__in=wanted).values_list("pk", "code", "verdict")
    seen = {str(pk): (code, verdict) for pk, code, verdict in shown}
    found = []
    for row in rows:
        key = next((key for key in row["keys"] if key in seen), None)
        code, verdict = seen[key] if key else ("", "")
        found.append(
            {name: row[name] for name in ("cases", "people", "submissions", "spread")}
            | {"code": code, "verdict": verdict}
        )
    return found


def as_row(shown: Shown) -> dict[str, Any]:
    """For CSV and JSON."""
    data = shown.data or {}
    solved, first = data.get("solved") or data.get("right"), data.get("first")
    took = data.get("minutes") or _minutes(data.get("seconds"))
    curve = shown.curve or {}
    values = (
        shown.name, shown.version, shown.people, data.get("attempts"), *_three(solved), *_three(first), *_three(took),
        (data.get("hinted") or {}).get("value"), *_three(curve.get("difficulty")), curve.get("author"),
        *_three(curve.get("discrimination")), curve.get("misfit"),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def as_data(shown: Shown) -> dict[str, Any]:
    """All of the figures, without what leads to submissions."""
    data = dict(shown.data or {})
    if "kinds" in data:
        data["kinds"] = [
            {key: value for key, value in kind.items() if key != "keys"} for kind in data["kinds"]
        ]
    return {"name": shown.name, "version": shown.version, "people": shown.people, "figures": data or None}


def enough(people: int, user: User) -> bool:
    """Whether a sum over so many people may be shown to the user."""
    return people >= LEAST_PEOPLE or is_operator(user)


def _problem(row: Figures, user: User) -> Shown:
    version = row.version
    assert version is not None
    current = version.pk == version.problem.current_id
    data = row.data if enough(row.people, user) else None
    return Shown(str(version.problem), version.title, version.digest[7:15], current, row.people, data, row)


def _question(row: Figures, user: User) -> Shown:
    version = row.item
    assert version is not None
    name = version.item.name
    data = row.data if enough(row.people, user) else None
    title = name.rpartition("/")[2].replace("-", " ").capitalize()
    return Shown(
        name, title, version.digest[7:15], version.pk == version.item.current_id, row.people, data, row
    )


def _interval(data: dict[str, Any] | None, path: tuple[str, ...]) -> Interval | None:
    found: Any = data
    for step in path:
        found = (found or {}).get(step)
    if not found or found["low"] is None or found["high"] is None:
        return None
    return Interval(found["value"], found["low"], found["high"], found["count"])


def _three(found: dict[str, Any] | None) -> tuple[Any, Any, Any]:
    return (found["value"], found["low"], found["high"]) if found else (None, None, None)


def _minutes(found: dict[str, Any] | None) -> dict[str, Any] | None:
    if not found:
        return None
    return {key: value / 60 if value is not None else None for key, value in found.items() if key != "count"}


def options_of(shown: Shown) -> list[dict[str, Any]]:
    """The options of a question as they read, with how often each was chosen; none for typed answers."""
    version = shown.row.item
    if version is None or shown.data is None or not shown.data["chosen"]:
        return []
    rows = {row["letter"]: row for row in shown.data["chosen"]}
    found = [
        {"letter": letter, "html": version.html.get(option["text"], ""), "right": bool(option.get("correct"))}
        for letter, option in zip(LETTERS, version.content.get("options", []), strict=False)
    ]
    found.append({"letter": "?", "html": "I do not know", "right": False})
    nobody = {"chosen": None, "thirds": [None, None, None]}
    return [row | rows.get(row["letter"], nobody) for row in found]
