"""Figures of one version of a problem: what became of it, how long it took, where it is failed, and how alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from webapp.catalog.models import ProblemVersion
from webapp.insight.measures import Failed, kinds, median, share
from webapp.practice.models import GivenUp, HintReveal, Submission
from webapp.readiness.domain.observing import COUNTED
from webapp.readiness.models import Evidence

MOST_SUBMISSIONS = 5_000
"""Of one version, the newest."""
MOST_CASES = 12
"""The hardest cases that are listed."""
SHOWN = 40
"""Submissions that a kind of mistake is shown by, the nearest to its middle: whoever looks may see the code of some."""
FAILED = ("WA", "TLE", "MLE", "OLE", "RE", "PA")


@dataclass
class _Person:
    verdicts: list[str] = field(default_factory=list)

    @property
    def solved(self) -> bool:
        return "AC" in self.verdicts

    @property
    def needed(self) -> int:
        """Attempts until it was solved."""
        return self.verdicts.index("AC") + 1


@dataclass
class _Seen:
    """What is collected while reports are read one by one: they are large."""

    people: defaultdict[int, _Person] = field(default_factory=lambda: defaultdict(_Person))
    verdicts: Counter[str] = field(default_factory=Counter)
    groups: defaultdict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    cases: defaultdict[tuple[str, str], list[bool]] = field(default_factory=lambda: defaultdict(list))
    growth: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    failed: list[Failed] = field(default_factory=list)

    def take(self, key: str, user: int, verdict: str, report: dict[str, Any] | None) -> None:
        """One submission, in the order in which they were made."""
        first = user not in self.people
        self.people[user].verdicts.append(verdict)
        self.verdicts[verdict] += 1
        rows = (report or {}).get("cases") or []
        if first:
            self._first(rows)
        if verdict == "AC":
            for row in (report or {}).get("growth") or []:
                self.growth[user, row["call"]] = row
        else:
            missed = frozenset(label(row) for row in rows if row.get("verdict") in FAILED)
            self.failed.append(Failed(key, user, missed))

    def _first(self, rows: list[dict[str, Any]]) -> None:
        """Everybody's first attempt alone: shares of people, of whom each counts once."""
        groups: defaultdict[str, list[bool]] = defaultdict(list)
        for row in rows:
            if row.get("verdict") is not None:
                passed = row["verdict"] == "AC"
                groups[row["group"]].append(passed)
                self.cases[row["group"], label(row)].append(passed)
        for group, passed_all in groups.items():
            self.groups[group].append(all(passed_all))


def label(row: dict[str, Any]) -> str:
    """What a case is called: what its author wrote, or its number."""
    return str(row.get("note") or f"case {row['number']}")


def figures_of(version: ProblemVersion) -> tuple[int, dict[str, Any]]:
    """How many people tried this version, and the figures as JSON."""
    seen = _Seen()
    rows = Submission.objects.filter(version=version, mode="grade", state="done", verdict__in=COUNTED)
    newest = rows.order_by("-created_at").values("pk")[:MOST_SUBMISSIONS]
    in_order = Submission.objects.filter(pk__in=newest).order_by("created_at", "pk")
    for key, user, verdict, report in in_order.values_list("pk", "user_id", "verdict", "report").iterator(
        100
    ):
        seen.take(str(key), user, verdict, report)
    people = seen.people
    solvers = [person for person in people.values() if person.solved]
    helped = _help(version, set(people))
    data = {
        "attempts": sum(seen.verdicts.values()),
        "people": len(people),
        "verdicts": dict(seen.verdicts),
        "solved": _share(len(solvers), len(people)),
        "first": _share(sum(person.needed == 1 for person in solvers), len(people)),
        "needed": _median([person.needed for person in solvers]),
        "minutes": _median(_minutes(version)),
        **helped,
        "groups": [
            {"group": group, "passed": _share(sum(passed), len(passed))} for group, passed in seen.groups.items()
        ],
        "cases": _hardest(seen),
        "growth": list(_growth(seen.growth.values())),
        "kinds": [
            {
                "cases": sorted(kind.cases), "people": kind.people, "submissions": kind.submissions,
                "spread": round(kind.spread, 3), "keys": list(kind.keys[:SHOWN]),
            }
            for kind in kinds(seen.failed)
        ],
    }  # fmt: skip
    return len(people), data


def _help(version: ProblemVersion, people: set[int]) -> dict[str, Any]:
    opened: defaultdict[int, set[int]] = defaultdict(set)
    reveals = HintReveal.objects.filter(problem=version.problem_id)
    for position, user in reveals.values_list("position", "user_id"):
        if user in people:
            opened[position].add(user)
    anybody = set().union(*opened.values()) if opened else set()
    given_up = (
        set(GivenUp.objects.filter(problem=version.problem_id).values_list("user_id", flat=True)) & people
    )
    return {
        "hinted": _share(len(anybody), len(people)),
        "hints": [
            {"position": n, "opened": _share(len(opened[n]), len(people))}
            for n in range(1, len(version.hints) + 1)
        ],
        "given_up": _share(len(given_up), len(people)),
    }


def _minutes(version: ProblemVersion) -> list[float]:
    """Of those who solved it in one sitting."""
    rows = Evidence.objects.filter(kind=Evidence.Kind.CODE, problem=version, category__gt=0)
    return [
        facts["minutes"] for facts in rows.values_list("facts", flat=True) if facts.get("minutes") is not None
    ]


def _hardest(seen: _Seen) -> list[dict[str, Any]]:
    rows = [
        {
            "group": group,
            "case": name,
            "passed": _share(sum(passed), len(passed)),
            "_rate": sum(passed) / len(passed),
        }
        for (group, name), passed in seen.cases.items()
    ]
    rows.sort(key=lambda row: (row["_rate"], row["group"], row["case"]))
    return [{key: value for key, value in row.items() if key != "_rate"} for row in rows[:MOST_CASES]]


def _growth(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Of accepted submissions, each person's last: the exponents that were fitted to each call."""
    calls: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        calls[row["call"]].append(row)
    for call, group in calls.items():
        exponents = [row["exponent"] for row in group if row.get("exponent") is not None]
        yield {
            "call": call,
            "asked": group[0]["asked"],
            "exponent": _median(exponents),
            "slower": _share(sum(row["state"] == "slower" for row in group), len(group)),
        }


def _share(part: int, count: int) -> dict[str, Any] | None:
    found = share(part, count)
    return found.as_dict() if found else None


def _median(values: list[float] | list[int]) -> dict[str, Any] | None:
    found = median([float(value) for value in values])
    return found.as_dict() if found else None
