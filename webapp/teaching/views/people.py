"""The people of a cohort: members, links, rosters, invitations by e-mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain import cohorts, inviting, joining, roster
from webapp.teaching.forms import LinkForm, RosterForm
from webapp.teaching.models import Cohort, Role
from webapp.teaching.views.answers import ANYBODY, LEAD, TEACH, find_cohort, page, tells

QUEUED = "The invitations are on their way."
NOT_QUEUED = (
    "The queue cannot be reached: the people are invited, but no mail was sent. Use “Send again” later."
)


@login_required
@require_safe
def people(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who is in it, who is invited, which links work."""
    found, role = find_cohort(request, id, TEACH)
    return show(request, found, role)


def show(request: HttpRequest, found: Cohort, role: Role, status: int = 200, **more: Any) -> HttpResponse:
    """The page; `new_link` is shown once."""
    leads = role is Role.INSTRUCTOR
    context = {
        "role": role,
        "tab": "people",
        "members": found.memberships.filter(left_at=None)
        .select_related("user")
        .order_by("role", "name", "user__username"),
        "invited": found.invited.all(),
        "unsent": found.invited.filter(mailed_at=None).count(),
        "links": joining.open_links(found, timezone.now()) if leads else [],
        "link_form": LinkForm(),
        "roster_form": RosterForm(),
        "roles": Role.choices,
    }
    return page(request, "people", found, context | more, status)


@login_required
@never_cache
@require_POST
@tells
def make_link(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new link; its address is in this answer and nowhere else."""
    found, role = find_cohort(request, id, LEAD)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show(request, found, role, 400, link_form=form)
    sent = form.cleaned_data
    _, token = joining.make_link(
        found, person(request), sent["role"], timezone.now(), sent["days"], sent["seats"]
    )
    return show(
        request, found, role, new_link=request.build_absolute_uri(reverse("teaching:join", args=[token]))
    )


@login_required
@require_POST
@tells
def revoke_link(request: HttpRequest, id: UUID, link: int) -> HttpResponse:
    """Take a link back."""
    found, _ = find_cohort(request, id, LEAD)
    if not joining.revoke(found, link, timezone.now()):
        raise Http404
    messages.success(request, "The link does not work any more.")
    return redirect("teaching:people", id)


@login_required
@require_http_methods(["GET", "POST"])
@tells
def upload(request: HttpRequest, id: UUID) -> HttpResponse:
    """A roster: a file is shown with what would happen to each line; its text, sent back, is done."""
    found, role = find_cohort(request, id, LEAD)
    cohorts.check_active(found)
    form = RosterForm(request.POST, request.FILES)
    if request.method == "GET":
        return redirect("teaching:people", id)
    if not form.is_valid():
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect("teaching:people", id)
    try:
        if file := form.cleaned_data["file"]:
            text = roster.decode(file.read(roster.MOST_BYTES + 1))
            context = {"role": role, "tab": "people", "roster": roster.read(found, text), "text": text}
            return page(request, "roster", found, context)
        if not form.cleaned_data["text"]:
            raise Refused("roster.missing", "Choose a CSV file.")
        done, made = roster.apply(found, form.cleaned_data["text"], person(request), timezone.now())
    except Refused as refused:
        messages.error(request, refused.text)
        return redirect("teaching:people", id)
    joined = len(done.of(roster.Fate.JOINS))
    if joined or made:
        messages.success(request, f"{joined} joined, {len(made)} invited.")
    else:
        messages.info(request, "Nobody is new: nothing has changed.")
    if made:
        send(request, [row.pk for row in made])
    return redirect("teaching:people", id)


@login_required
@require_POST
@tells
def send_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send the mails that were not sent."""
    found, _ = find_cohort(request, id, LEAD)
    cohorts.check_active(found)
    send(request, inviting.unsent(found.pk))
    return redirect("teaching:people", id)


@login_required
@require_POST
@tells
def uninvite(request: HttpRequest, id: UUID, invited: int) -> HttpResponse:
    """Take an invitation by e-mail back."""
    found, _ = find_cohort(request, id, LEAD)
    if found.invited.filter(pk=invited).delete()[0] != 1:
        raise Http404
    messages.success(request, "The invitation is taken back.")
    return redirect("teaching:people", id)


@login_required
@require_POST
@tells
def change(request: HttpRequest, id: UUID, user: int) -> HttpResponse:
    """Another role for a member, or none: `role` is a role or “remove”."""
    found, _ = find_cohort(request, id, LEAD)
    member = get_object_or_404(User, pk=user, memberships__cohort=found, memberships__left_at=None)
    if request.POST.get("role") == "remove":
        cohorts.leave(found, member, timezone.now())
        messages.success(request, f"{member.username} is out. Their work stays in the gradebook.")
    else:
        cohorts.change_role(found, member, request.POST.get("role", ""))
        messages.success(request, "Changed.")
    return redirect("teaching:people", id)


@login_required
@require_POST
@tells
def leave(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go oneself."""
    found, _ = find_cohort(request, id, ANYBODY)
    cohorts.leave(found, person(request), timezone.now())
    messages.success(request, f"You have left {found}.")
    return redirect("teaching:mine")


def send(request: HttpRequest, ids: list[int]) -> None:
    """Have invitations sent, and say whether they are."""
    if inviting.queue_mails(ids, request.build_absolute_uri("/")):
        messages.info(request, QUEUED)
    else:
        messages.warning(request, NOT_QUEUED)
