"""What somebody has handed in before."""

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.telling import narrowed
from webapp.practice.models import Regrade, Submission

SHOWN = 50


def submissions_of(user: User, problem: Problem) -> list[Submission]:
    """The user's latest submissions of the problem, newest first, without code and report; runs are left out."""
    rows = (
        Submission.objects.filter(user=user, problem=problem, mode="grade")
        .select_related("version")
        .defer("code", "report", "version__statement_html", "version__editorial_html", "version__hints")
        .order_by("-created_at")[:SHOWN]
    )
    return [narrowed(row) for row in rows]


def count_of(user: User, problem: Problem) -> int:
    """How often the user has handed in the problem."""
    return Submission.objects.filter(user=user, problem=problem, mode="grade").count()


def active_of(user: User, problem: Problem) -> Submission | None:
    """The user's latest submission or run of the problem that is not finished."""
    rows = Submission.objects.filter(user=user, problem=problem).exclude(state="done")
    return rows.defer("code", "report").order_by("-created_at").first()


def previous_of(submission: Submission) -> Submission | None:
    """The graded submission before this one, to compare with."""
    found = (
        Submission.objects.filter(
            user=submission.user_id,
            problem=submission.problem_id,
            mode="grade",
            state="done",
            created_at__lt=submission.created_at,
        )
        .defer("code", "report")
        .order_by("-created_at")
        .first()
    )
    if found is not None and found.told == Submission.Told.VERDICT:
        found.report = None  # what it measured is drawn beside the new figures
    return found


def replaced_results(submission: Submission) -> list[Regrade]:
    """The results that the submission had before operators graded it again, latest first."""
    rows = submission.regrades.filter(applied_at__isnull=False).select_related("rejudge")
    found = list(rows.defer("report", "replaced").order_by("-applied_at"))
    for row in found if submission.told == Submission.Told.VERDICT else ():
        row.old_score = row.score = None
    return found
