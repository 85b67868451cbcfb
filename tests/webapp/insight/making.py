"""Cohorts with people who handed in, for tests."""

from typing import Any

from tests.webapp.making import make_report, make_submission
from tests.webapp.teaching.making import make_assignment, make_cohort, make_work
from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.models import Submission
from webapp.teaching.domain.cohorts import enrol
from webapp.teaching.models import Cohort, Item, Role


def person(name: str, **more: Any) -> User:
    """Somebody."""
    return User.objects.create_user(name, f"{name}@example.org", "correct horse", **more)


def crowd(count: int) -> list[User]:
    """Many people whom no test needs by name."""
    return User.objects.bulk_create(
        User(username=f"somebody{n}", email=f"somebody{n}@example.org") for n in range(count)
    )


def taught(
    problem: Problem, owner: User, *candidates: User, assistant: User | None = None
) -> tuple[Cohort, Item]:
    """A cohort that was assigned the problem."""
    cohort = make_cohort(owner, *candidates)
    if assistant is not None:
        enrol(cohort, assistant, Role.ASSISTANT, cohort.created_at)
    return cohort, make_assignment(cohort, problem).items.get()


def handed_in(item: Item, user: User, code: str, verdict: str = "AC", **more: Any) -> Submission:
    """A graded submission that was handed in for an item."""
    problem = item.version.problem
    submission = make_submission(user, problem, code=code, verdict=verdict, **more)
    make_work(item, user, 1.0 if verdict == "AC" else 0.5, submission=submission)
    return submission


def graded(user: User, problem: Problem, fails: set[int], **more: Any) -> Submission:
    """A submission that fails these cases of its report (numbers from 1 to 4)."""
    verdict = "WA" if fails else "AC"
    submission = make_submission(user, problem, verdict=verdict, **more)
    report = make_report(submission, verdict)
    for row in report["cases"]:
        row["verdict"] = "WA" if row["number"] in fails else "AC"
        row["note"] = f"case {row['number']} of it"
        row["group"] = "first" if row["number"] < 3 else "second"
    submission.report = report
    submission.save()
    return submission
