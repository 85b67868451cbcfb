"""What an author's code gave, held against the form it must have: it could have changed even the driver it is called by."""

from __future__ import annotations

from typing import Any, TypeGuard

from graders.faults import AuthorFault

MOST_CASES = 10_000
MOST_CHECKS = 1_000
_CASE = {"args": tuple, "kwargs": dict, "calls": (list, type(None)), "group": str, "note": str}
_CHECK = {"title": str, "passed": bool, "message": str, "group": (str, type(None))}
Fields = dict[str, Any]


def cases(given: Any, what: str) -> list[Fields]:
    """The fields of each case that a generator yielded."""
    if not isinstance(given, list) or not all(_has(fields, _CASE) and _is_case(fields) for fields in given):
        raise AuthorFault(f"{what}: what came of cases.py is no list of cases")
    if len(given) > MOST_CASES:
        raise AuthorFault(f"{what}: {len(given)} cases; at most {MOST_CASES} are taken")
    return given


def finding(given: Any, what: str) -> Fields:
    """The checks and curves of an examiner."""
    checks = given.get("checks") if isinstance(given, dict) else None
    if not isinstance(checks, list) or not all(_has(check, _CHECK) for check in checks):
        raise AuthorFault(f"{what}: what came of examiner.py is no finding")
    if not checks:
        raise AuthorFault(f"{what}: the examiner checked nothing")
    if len(checks) > MOST_CHECKS:
        raise AuthorFault(f"{what}: {len(checks)} checks; at most {MOST_CHECKS} are taken")
    return {"checks": checks, "curves": given.get("curves")}


def simulation(given: Any, what: str) -> Fields:
    """{"result": …}, or {"invalid": [where, why]}."""
    if isinstance(given, dict):
        refused = given.get("invalid")
        if "result" in given or (
            isinstance(refused, list) and len(refused) == 2 and all(isinstance(part, str) for part in refused)
        ):
            return given
    raise AuthorFault(f"{what}: what came of simulator.py is no result")


def word(given: Any, what: str) -> bool | str:
    """The word of a checker."""
    if isinstance(given, bool | str):
        return given
    raise AuthorFault(f"{what}: the checker's word is neither a bool nor a str")


def refusal(given: Any, what: str) -> str | None:
    """What a validator has against an input, if anything."""
    if given is None or isinstance(given, str):
        return given
    raise AuthorFault(f"{what}: the validator's word is no text")


def _has(given: Any, form: dict[str, Any]) -> TypeGuard[Fields]:
    return isinstance(given, dict) and all(isinstance(given.get(name), kind) for name, kind in form.items())


def _is_case(fields: Fields) -> bool:
    calls, stated = fields["calls"] or [], fields.get("expected")
    return (
        all(isinstance(name, str) for name in fields["kwargs"])
        and all(isinstance(call, tuple) and call and isinstance(call[0], str) for call in calls)
        and isinstance(fields.get("raises"), str | None)
        and ("expected" not in fields or fields["calls"] is None or isinstance(stated, list | tuple))
    )
