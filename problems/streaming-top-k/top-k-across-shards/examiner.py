"""Plays the shards for a candidate's coordinator and counts what it fetches."""

from readyroom import Check, Finding
from shards import MAX_TRIPS, Shards, best, oracle_cost

TRIPS = 12
TIMES_ORACLE = 3


def examine(candidate, k, rows, limited=False, restarts=False):
    """Ask for plans until there is an answer; `limited` counts rows, `restarts` replaces the process in between."""
    shards = Shards(rows)
    answer, problem = _answer(candidate, k, shards, restarts)
    if problem:
        return Finding([Check("Plans can be carried out", False, problem)])
    checks = [_right(answer, best(rows, k))]
    if limited:
        allowed = TIMES_ORACLE * oracle_cost(rows, k)
        words = f"{shards.cost} rows and look-ups, {allowed} are allowed"
        checks.append(Check("Few rows", shards.cost <= allowed, words))
        words = f"{shards.trips} round trips, {TRIPS} are allowed"
        checks.append(Check("Few round trips", shards.trips <= TRIPS, words))
    return Finding(checks)


def _answer(candidate, k, shards, restarts):
    """The candidate's answer, or what is wrong with its plans."""
    while True:
        plan = candidate.coordinate(k, shards.seen())
        if isinstance(plan, dict) and "top" in plan:
            return plan["top"], None
        if problem := shards.problem(plan):
            return None, f"after {shards.trips} round trips: {problem}"
        if shards.trips == MAX_TRIPS:
            return None, f"no answer after {MAX_TRIPS} round trips"
        shards.fetch(plan)
        if restarts:
            candidate.fresh()


def _right(answer, expected):
    """Whether the answer is the right list of ids; the first difference is told."""
    title = "The answer is right"
    if not isinstance(answer, list | tuple) or not all(type(video_id) is int for video_id in answer):
        return Check(title, False, '"top" must be a list of video ids')
    for place, (given, wanted) in enumerate(zip(answer, expected, strict=False)):
        if given != wanted:
            return Check(title, False, f"place {place + 1} is video {wanted}, you named {given}")
    words = f"{len(expected)} videos belong there, you named {len(answer)}"
    return Check(title, len(answer) == len(expected), words)
