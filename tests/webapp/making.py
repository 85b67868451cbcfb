"""Rows and reports for tests."""

import uuid
from typing import Any

from django.utils import timezone

from webapp.accounts.models import User
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion
from webapp.practice.models import Submission

CANARY = "canary-7f3a"
"""Stands in every place that a candidate must not see."""

ENTRY = {
    "type": "class",
    "name": "TopK",
    "methods": ["update", "topk"],
    "signature": ["TopK(k: int)", "update(video_id: int, watch_seconds: int) -> None", "topk() -> list[int]"],
}
CODE = "class TopK:\n    pass\n"


def make_problem(
    slug: str = "most-watched-videos", set_slug: str = "streaming-top-k", order: int = 1, **version: Any
) -> Problem:
    """A problem with a current version."""
    problem_set, _ = ProblemSet.objects.get_or_create(
        slug=set_slug, defaults={"title": set_slug.replace("-", " ").title(), "summary": "A set.", "order": 1}
    )
    problem = Problem.objects.create(set=problem_set, slug=slug, order=order)
    problem.current = make_version(problem, **version)
    problem.save()
    return problem


def make_version(problem: Problem, **more: Any) -> ProblemVersion:
    """A version of the problem."""
    facts: dict[str, Any] = {
        "digest": "sha256:" + uuid.uuid4().hex * 2,
        "title": problem.slug.replace("-", " ").capitalize(),
        "summary": "Which videos were watched longest?",
        "kind": "function",
        "image": "python",
        "level_from": "1-2",
        "level_to": "2-1",
        "minutes": 25,
        "topics": {"coding": 0.8, "system-design": 0.2},
        "difficulty": -0.5,
        "entry": ENTRY,
        "limits": {"wall_s": 2.0, "memory_mib": 256},
        "statement_html": "<p>Keep the total per video.</p>",
        "starter": "class TopK:\n    ...\n",
        "hints": [{"title": f"Hint {n}", "html": f"<p>Words of hint {n}.</p>"} for n in (1, 2, 3)],
        "editorial_html": "<p>Words of the editorial.</p>",
        "samples": ["TopK(2)\nupdate(10, 5)\ntopk()"],
    }
    return ProblemVersion.objects.create(problem=problem, **(facts | more))


def make_submission(user: User, problem: Problem, **more: Any) -> Submission:
    """A submission as a request would have stored it; `verdict` makes it a finished one."""
    mode = more.get("mode", "grade")
    taken = Submission.objects.filter(user=user, problem=problem, number__isnull=False).count()
    facts: dict[str, Any] = {
        "version": problem.current,
        "mode": mode,
        "number": taken + 1 if mode == "grade" else None,
        "code": CODE,
        "seed": 7,
        "queued_at": timezone.now(),
    }
    if more.get("verdict"):
        facts |= {"state": "done", "finished_at": timezone.now(), "score": 62.0, "points": 100.0}
        facts |= {"passed": 17, "total": 24, "time_s": 0.041, "memory_bytes": 18 << 20}
    return Submission.objects.create(user=user, problem=problem, **(facts | more))


def case_row(number: int, verdict: str = "AC", hidden: bool = False, **more: Any) -> dict[str, Any]:
    """A case of a report; its values hold the canary when it is hidden."""
    word = CANARY if hidden else "shown"
    return {
        "number": number,
        "group": "ties",
        "note": f"note {word}",
        "hidden": hidden,
        "verdict": verdict,
        "time_s": 0.002,
        "cpu_s": 0.001,
        "memory_bytes": 4096,
        "message": {"id": f"{verdict.lower()}.value", "text": f"message {word}"},
        "stdout": f"stdout {word}",
        "stderr": "",
        "output_truncated": False,
        "input": {"text": f"input {word}", "truncated": False},
        "expected": {"text": f"expected {word}", "truncated": False},
        "actual": {"text": f"actual {word}", "truncated": False},
        "difference": None,
        "error": None,
        "checks": None,
        **more,
    }


def make_report(submission: Submission, verdict: str = "WA", **more: Any) -> dict[str, Any]:
    """A report on the submission: an open case, the first failing one, and hidden ones with canaries."""
    cases = [
        case_row(1),
        case_row(2, "AC", hidden=True),
        case_row(3, "AC" if verdict == "AC" else verdict),
        case_row(4, "AC" if verdict == "AC" else "WA", hidden=True),
    ]
    return {
        "format": 1,
        "package": {
            "set": submission.problem.set.slug,
            "problem": submission.problem.slug,
            "digest": submission.version.digest,
        },
        "submission": str(submission.pk),
        "attempt": submission.attempt,
        "mode": submission.mode,
        "verdict": verdict,
        "score": 100.0 if verdict == "AC" else 62.0,
        "points": 100.0,
        "passed": 4 if verdict == "AC" else 2,
        "total": 4,
        "time_s": 0.041,
        "memory_bytes": 18874368,
        "message": None,
        "cases": cases,
        "groups": [{"id": "ties", "title": "Ties", "points": 100, "earned": 62, "passed": 2, "total": 4}],
        "engine": {
            "version": "1",
            "backend": "bubblewrap",
            "seed": 424242424242,
            "started": "2026-01-01T00:00:00Z",
            "finished": "2026-01-01T00:00:01Z",
        },
        **more,
    }


def event(submission: Submission, place: int, kind: str, attempt: int = 1, **data: Any) -> dict[str, Any]:
    """An event as a grader would send it."""
    return {"submission": str(submission.pk), "attempt": attempt, "number": place, "kind": kind, "data": data}


def events_of_a_grade(submission: Submission, verdict: str = "WA", attempt: int = 1) -> list[dict[str, Any]]:
    """All events of one attempt."""
    report = make_report(submission, verdict, attempt=attempt)
    rows = [
        event(submission, 2 + n, "case", attempt, **{k: row[k] for k in ("number", "group", "verdict", "time_s")},
              memory_bytes=row["memory_bytes"], hidden=row["hidden"])
        for n, row in enumerate(report["cases"])
    ]  # fmt: skip
    return [
        event(submission, 1, "starting", attempt, cases=4),
        *rows,
        event(submission, 6, "done", attempt, report=report),
    ]
