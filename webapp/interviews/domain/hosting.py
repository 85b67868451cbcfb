"""An instructor has somebody sit a round with them: a link for the candidate's seat, once, for 48 hours.

Whoever opens it first is the candidate; only then is the round drawn, from what they have not met. It is theirs, as every
round of theirs is: report, replay and evidence, and the clock.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from webapp.accounts.domain.tokens import digest
from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor
from webapp.interviews.domain.drawing import book, loops
from webapp.interviews.domain.seating import seat_interviewer
from webapp.interviews.models import Hosted, Round
from webapp.live.domain.invitations import VALID
from webapp.practice.domain.refusals import Refused

MOST_OPEN = 60
"""Links of one instructor that nobody has used yet: a class at a time."""


def offer(host: User, loop_id: str, slug: str, level: str, now: datetime) -> tuple[Hosted, str]:
    """A link to sit this round at this level with the host, and the token in it, which is shown once."""
    if not is_instructor(host):
        raise Refused(
            "hosting.instructor", "Instructors host rounds. Whoever runs the site can make you one.", 403
        )
    loop = loops().find(loop_id)
    round_ = next((one for one in loop.rounds if one.id == slug), None) if loop else None
    if loop is None or round_ is None or level not in loop.levels:
        raise Refused("hosting.unknown", "Choose one of the rounds, and a level.", 400)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=host.pk)
        if open_links(host, now).count() >= MOST_OPEN:
            raise Refused("hosting.many", f"{MOST_OPEN} links wait to be used. Withdraw one first.", 409)
        made = Hosted.objects.create(
            host=host, loop=loop.id, slug=round_.id, title=f"{round_.title}, {round_.minutes} min", level=level,
            hash=digest(token), made_at=now, expires_at=now + VALID,
        )  # fmt: skip
    return made, token


def look_up(token: str, user: User, now: datetime) -> Hosted:
    """The link of this token, if this user can use it; Refused with the reason if not."""
    link = Hosted.objects.select_related("host", "round").filter(hash=digest(token)).first()
    if link is None:
        raise Refused(
            "hosting.gone",
            "This link leads nowhere, or was withdrawn. Ask whoever sent it for a new one.",
            404,
        )
    if link.used_by_id not in (None, user.pk):
        raise Refused("hosting.taken", "This link was used by another account; each works for one.", 403)
    if link.used_by_id is None and (link.expires_at <= now or not is_instructor(link.host)):
        raise Refused("hosting.expired", "This link has expired. Ask whoever sent it for a new one.", 410)
    if link.host_id == user.pk:
        raise Refused("hosting.own", "This link is of your own: send it to whom you want to interview.", 409)
    return link


def take(token: str, user: User, now: datetime) -> Round:
    """Draw the round for this user with the host in the other seat; again leads to it."""
    with transaction.atomic():
        link = look_up(token, user, now)
        if Hosted.objects.filter(pk=link.pk, used_by=None).update(used_by=user) == 1:
            round_ = book(user, link.loop, link.level, (link.slug,), now).rounds.get()
            seat_interviewer(round_, link.host, now)
            Hosted.objects.filter(pk=link.pk).update(round=round_)
            return round_
    link = look_up(token, user, now)
    if link.round is None:
        raise Refused("hosting.removed", "You have taken this round away. Ask for a new link.", 410)
    return link.round


def withdraw(host: User, link: int) -> bool:
    """Take a link back that nobody has used; False when there is none such of the host's."""
    return Hosted.objects.filter(pk=link, host=host, used_by=None).delete()[0] == 1


def open_links(host: User, now: datetime) -> QuerySet[Hosted]:
    """What the host has sent that still works and nobody has used."""
    return Hosted.objects.filter(expires_at__gt=now, host=host, used_by=None)
