"""Code that an anonymous visitor has sent, kept in the session until they have logged in."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from webapp.accounts.models import User
from webapp.catalog.models import Problem
from webapp.practice.domain.code import check_text
from webapp.practice.domain.drafts import replace_draft
from webapp.practice.domain.refusals import Refused

KEY = "kept_code"


def keep(session: SessionBase, problem: Problem, code: Any) -> None:
    """Remember the code of the problem sent last; what may not be stored is not."""
    try:
        session[KEY] = {"problem": problem.pk, "code": check_text(code)}
    except Refused:
        session.pop(KEY, None)


def take_up(session: SessionBase, user: User, problem: Problem) -> bool:
    """Make the kept code of this problem the user's draft; what the draft held before is in its history."""
    kept = session.get(KEY)
    if not kept or kept["problem"] != problem.pk:
        return False
    replace_draft(user, problem, kept["code"])
    del session[KEY]
    return True
