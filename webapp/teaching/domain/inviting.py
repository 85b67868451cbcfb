"""People on a roster who have no account yet: they get a mail, and join once the address is proved to be theirs."""

from datetime import datetime
from uuid import UUID

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError

from webapp.accounts.models import User
from webapp.teaching.domain.cohorts import enrol
from webapp.teaching.models import Invited

log = structlog.get_logger(__name__)
AT_ONCE = 50
"""Mails of one connection and one task."""


def join_invited(user: User, email: str, now: datetime) -> int:
    """The address was proved to be this user's: make them a member wherever it is on a roster. How often."""
    with transaction.atomic():
        rows = list(
            Invited.objects.select_for_update(of=("self",))
            .filter(email=email.lower())
            .select_related("cohort")
        )
        for row in rows:
            enrol(row.cohort, user, row.role, now, row.name)
            row.delete()
    if rows:
        log.info("joined from rosters", user=user.pk, cohorts=len(rows))
    return len(rows)


def unsent(cohort_id: UUID) -> list[int]:
    """Invitations of the cohort that no mail was sent for."""
    return list(Invited.objects.filter(cohort=cohort_id, mailed_at=None).values_list("pk", flat=True))


def queue_mails(ids: list[int], home: str) -> bool:
    """Have the mails sent; False when the queue cannot be reached, and they wait for “Send again”."""
    from webapp.teaching.tasks import mail_invited

    try:
        for start in range(0, len(ids), AT_ONCE):
            mail_invited.delay(ids[start : start + AT_ONCE], home)
    except OperationalError as error:
        log.warning("invitations not queued: the broker is away", error=str(error))
        return False
    return True


def send_mails(ids: list[int], home: str, now: datetime) -> int:
    """Send the mails of those that were not sent yet; how many. What the mail server refuses is raised after the others.

    `home`: the address of the site, as the instructor's browser has it.
    """
    rows = Invited.objects.filter(pk__in=ids, mailed_at=None).select_related("cohort__owner", "made_by")
    sent, failed = 0, None
    connection = get_connection()
    for row in rows:
        try:
            _message(row, home, connection).send()
        except OSError as error:  # smtplib's errors are too; one bad address must not hold up the others
            log.warning("invitation not sent", invited=row.pk, error=str(error))
            failed = error
            continue
        sent += Invited.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=now)
    if failed is not None:
        raise failed
    return sent


def _message(row: Invited, home: str, connection: object) -> EmailMultiAlternatives:
    context = {"invited": row, "cohort": row.cohort, "home": home, "site_name": "Readyroom"}
    subject = " ".join(render_to_string("teaching/email/invited_subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject,
        render_to_string("teaching/email/invited.txt", context),
        to=[row.email],
        connection=connection,
    )
    message.attach_alternative(render_to_string("teaching/email/invited.html", context), "text/html")
    return message
