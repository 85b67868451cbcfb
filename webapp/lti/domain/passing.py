"""Grades back to the platform: what it is to have is a row, and sending is repeated until it has it."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db.models import F, Q

from webapp.lti.domain.claims import SCORE_SCOPE
from webapp.lti.domain.services import ServiceDown, ServiceRefused, post_score
from webapp.lti.models import Identity, Link, Passback
from webapp.teaching.domain.sitting import over_at
from webapp.teaching.models import Assignment, Item, Work

log = structlog.get_logger(__name__)
AGAIN_AFTER = timedelta(minutes=5)
GIVEN_UP_AFTER = 500
UNTOLD = (Assignment.Feedback.VERDICT, Assignment.Feedback.AFTER_DUE)


def note(assignment_id: UUID, user_id: int, now: datetime) -> list[int]:
    """Write down what platforms are to have of this person's grade; ids of what is to be sent.

    What the candidate is not told here yet, the platform is not told either: it would show it to them.
    """
    links = list(
        Link.objects.filter(assignment=assignment_id)
        .exclude(column_url="")
        .select_related("course__deployment__platform")
    )
    if not links:
        return []
    assignment = Assignment.objects.select_related("cohort").get(pk=assignment_id)
    if assignment.feedback in UNTOLD and over_at(assignment) >= now:
        return []
    wanted = grade_of(assignment, user_id)
    if wanted is None:
        return []
    made = []
    for link in links:
        issuer = link.course.deployment.platform.issuer
        for identity in Identity.objects.filter(user=user_id, issuer=issuer):
            row, _ = Passback.objects.update_or_create(
                link=link, identity=identity, defaults={"wanted": wanted}
            )
            made += [row.pk] if row.sent != wanted else []
    return made


def grade_of(assignment: Assignment, user_id: int) -> dict[str, float] | None:
    """The points that the person has and could have; None before anything counts."""
    rows = Work.objects.filter(item__assignment=assignment, user=user_id, counts=True)
    earned = [
        score * factor * points
        for score, factor, points in rows.values_list("score", "factor", "item__points")
        if score is not None
    ]
    if not earned:
        return None
    most = sum(Item.objects.filter(assignment=assignment).values_list("points", flat=True))
    return {"given": round(sum(earned), 4), "most": round(most, 4)} if most else None


def send(passback: int, now: datetime) -> bool:
    """Send one grade if the platform does not have it; again is nothing. ServiceDown where another try may help."""
    row = Passback.objects.select_related("link__course__deployment__platform", "identity").get(pk=passback)
    if row.sent == row.wanted:
        return False
    wanted = row.wanted
    score = {
        "userId": row.identity.subject,
        "scoreGiven": wanted["given"],
        "scoreMaximum": wanted["most"],
        "activityProgress": "Submitted",
        "gradingProgress": "FullyGraded",
        "timestamp": now.isoformat(timespec="milliseconds"),
    }
    mine = Passback.objects.filter(pk=row.pk)
    platform = row.link.course.deployment.platform
    try:
        post_score(platform, row.link.column_url, score, SCORE_SCOPE)
    except (ServiceDown, ServiceRefused) as error:
        mine.update(error=str(error)[:300], tries=F("tries") + 1, tried_at=now)
        log.warning("grade not passed back", passback=row.pk, error=str(error))
        if isinstance(error, ServiceDown):
            raise
        return False
    # What was wanted when it was sent: a grade that changed meanwhile is still to be sent.
    mine.update(sent=wanted, sent_at=now, tried_at=now, error="", tries=0)
    return True


def left_over(now: datetime) -> list[int]:
    """What no try is under way for: the broker lost it, or the tries are used up and the platform is back."""
    old = Q(tried_at=None) | Q(tried_at__lt=now - AGAIN_AFTER)
    rows = Passback.objects.filter(old, tries__lt=GIVEN_UP_AFTER).exclude(sent=F("wanted"))
    return list(rows.values_list("pk", flat=True)[:200])
