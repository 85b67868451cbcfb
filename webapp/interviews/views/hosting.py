"""Hosting a round: an instructor's links, and what whoever opens one is shown."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from graders.package.manifest import LEVELS
from webapp.accounts.person import person
from webapp.accounts.roles import instructors_only
from webapp.interviews.domain import hosting
from webapp.interviews.domain.drawing import loops
from webapp.interviews.domain.showing import now
from webapp.interviews.models import Hosted
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private

SHOWN = 30


@sensitive_variables("token")
@instructors_only
@require_http_methods(["GET", "POST"])
def host(request: HttpRequest) -> HttpResponse:
    """Links that wait and rounds that came of others; POST makes a link, which is shown only then."""
    user, address, status = person(request), "", 200
    if request.method == "POST":
        loop, _, slug = request.POST.get("round", "").rpartition("/")
        try:
            _, token = hosting.offer(user, loop, slug, request.POST.get("level", ""), now())
            address = request.build_absolute_uri(reverse("interviews:hosted", args=[token]))
        except Refused as refused:
            messages.error(request, refused.text)
            status = refused.status
    used = Hosted.objects.filter(host=user, round__isnull=False)
    context = {
        "loops": loops().loops,
        "levels": LEVELS,
        "chosen": {name: request.POST.get(name, "") for name in ("round", "level")},
        "address": address,
        "links": hosting.open_links(user, now()),
        "rounds": used.select_related("used_by", "round").defer("round__content")[:SHOWN],
    }
    return private(render(request, "interviews/host.html", context, status=status))


@instructors_only
@require_POST
def withdraw(request: HttpRequest, link: int) -> HttpResponse:
    """Take back a link that nobody has used."""
    if not hosting.withdraw(person(request), link):
        raise Http404
    messages.success(request, "The link is withdrawn.")
    return redirect("interviews:host")


@sensitive_variables("token")
@login_required
@require_http_methods(["GET", "POST"])
def hosted(request: HttpRequest, token: str) -> HttpResponse:
    """GET says who invites to what, and uses nothing up; POST draws the round and takes the candidate's seat."""
    user = person(request)
    try:
        if request.method == "POST":
            return redirect(hosting.take(token, user, now()))
        link = hosting.look_up(token, user, now())
    except Refused as refused:
        context = {"text": refused.text, "status": refused.status}
        return private(render(request, "live/refused.html", context, status=refused.status))
    if link.round is not None:
        return redirect(link.round)
    return private(render(request, "interviews/hosted.html", {"link": link}))
