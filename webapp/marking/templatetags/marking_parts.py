"""What pages of teaching say of marking."""

from django import template
from django.db.models import QuerySet

from webapp.accounts.models import User
from webapp.marking.domain import access
from webapp.marking.models import Script
from webapp.teaching.models import Assignment

register = template.Library()


@register.simple_tag
def waiting_requests(user: User) -> int:
    """Requests to look again that this marker could answer."""
    return access.requests_for(user).count()


@register.simple_tag
def released_marks(user: User) -> int:
    """How much of one's own work has marks that one may see."""
    return access.own_scripts(user).count()


@register.simple_tag
def marks_in(assignment: Assignment, user: User) -> QuerySet[Script]:
    """One's own scripts of an assignment, once their marks are released."""
    return access.own_scripts(user).filter(pile__item__assignment=assignment).order_by("number")
