"""Figures of one version of a quiz item: how often it is right, how long it takes, and who chooses which distractor."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from webapp.insight.measures import median, share
from webapp.readiness.models import Asked, Evidence

TERCILES = ("lower", "middle", "upper")
LEAST_OF_TERCILES = 9
"""People from which on they are told apart by ability: three in each third."""
UNKNOWN = "?"
"""Stands for "I do not know"."""
Answer = tuple[int, dict[str, Any], str]
"""Who, the facts of the evidence, and what was chosen."""


def answers_by_item() -> dict[int, list[Answer]]:
    """The first answer of each person to each item's version, by the version's id."""
    given = {
        f"check:{check}:{number}": "".join(answer) if answer is not None else UNKNOWN
        for check, number, answer in Asked.objects.filter(
            version__isnull=False, state=Asked.State.ANSWERED
        ).values_list("check_run_id", "number", "answer")
    }
    found: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    rows = Evidence.objects.filter(kind=Evidence.Kind.QUIZ, item__isnull=False).order_by("user", "number")
    for item, user, facts, source in rows.values_list("item_id", "user_id", "facts", "source"):
        found[item].setdefault(user, (user, facts, given.get(source, "")))
    return {item: list(rows.values()) for item, rows in found.items()}


def figures_of(type_: str, rows: list[Answer], abilities: Mapping[int, float]) -> dict[str, Any]:
    """The figures as JSON; `abilities` of people by what else they did."""
    right = sum(facts.get("score") == 1.0 for _, facts, _ in rows)
    unknown = sum(not facts.get("known", True) for _, facts, _ in rows)
    seconds = [float(facts["seconds"]) for _, facts, _ in rows if facts.get("seconds") is not None]
    found, took = share(right, len(rows)), median(seconds)
    lost = share(unknown, len(rows))
    return {
        "people": len(rows),
        "right": found.as_dict() if found else None,
        "unknown": lost.as_dict() if lost else None,
        "seconds": took.as_dict() if took else None,
        "chosen": _chosen(rows, abilities) if type_ in ("choice", "several") else [],
    }


def _chosen(rows: list[Answer], abilities: Mapping[int, float]) -> list[dict[str, Any]]:
    """How often each option was chosen, in each third of the people by ability; options chosen by nobody are not listed."""
    known = [(user, letters) for user, _, letters in rows if letters and user in abilities]
    whole: Counter[str] = Counter(letter for _, _, letters in rows for letter in letters)
    thirds: dict[str, list[int]] = {letter: [0, 0, 0] for letter in whole}
    sizes = [0, 0, 0]
    if len(known) >= LEAST_OF_TERCILES:
        cuts = np.quantile([abilities[user] for user, _ in known], [1 / 3, 2 / 3])
        for user, letters in known:
            third = int(np.searchsorted(cuts, abilities[user]))
            sizes[third] += 1
            for letter in letters:
                thirds[letter][third] += 1
    count = len([row for row in rows if row[2]])
    return [
        {
            "letter": letter,
            "chosen": _share(times, count),
            "thirds": [_share(part, size) for part, size in zip(thirds[letter], sizes, strict=True)],
        }
        for letter, times in sorted(whole.items())
    ]


def _share(part: int, count: int) -> dict[str, Any] | None:
    found = share(part, count)
    return found.as_dict() if found else None
