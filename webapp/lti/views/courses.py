"""For those who lead a course: the choice of an assignment for a place in it, and the platform's list of members."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from webapp.accounts.person import person
from webapp.lti.domain import deep_linking
from webapp.lti.domain.reading import read_members
from webapp.lti.domain.refusals import LaunchRefused
from webapp.lti.domain.services import ServiceDown, ServiceRefused
from webapp.lti.models import Course
from webapp.lti.views.launches import refused_page, waiting
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.teaching.domain.access import leads
from webapp.teaching.models import Assignment


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which assignment the place in the course is for; POST shows the form that takes the choice to the platform."""
    try:
        launch, claims = waiting(request)
        course = Course.objects.select_related("cohort").filter(
            deployment__platform=launch.platform,
            deployment__name=claims.deployment,
            context=claims.context[0],
        )
        found = course.first()
        if found is None or not leads(person(request), found.cohort):
            raise Http404
        address = deep_linking.return_url(claims)
        context: dict[str, Any] = {
            "cohort": found.cohort,
            "assignments": list(found.cohort.assignments.all()),
            "platform": launch.platform,
        }
        if request.method != "POST":
            return private(render(request, "lti/choose.html", context))
        chosen = next(
            (one for one in context["assignments"] if str(one.pk) == request.POST.get("assignment")), None
        )
        if not isinstance(chosen, Assignment):
            raise Http404
        launch_url = request.build_absolute_uri(reverse("lti:launch"))
        token = deep_linking.answer(launch, claims, chosen, launch_url)
    except LaunchRefused as refused:
        return refused_page(request, refused)
    context |= {"chosen": chosen, "address": address, "token": token}
    response = private(render(request, "lti/choose.html", context))
    parts = urlsplit(address)
    response._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return response


@login_required
@require_POST
def members(request: HttpRequest, course: int) -> HttpResponse:
    """Read who is in the course at the platform."""
    found = Course.objects.select_related("cohort", "deployment__platform").filter(pk=course).first()
    if found is None or not leads(person(request), found.cohort):
        raise Http404
    try:
        done = read_members(found, timezone.now())
        messages.success(
            request, f"{done.members} people in the course; {done.joined} joined, {done.left} left."
        )
    except ServiceDown as error:
        messages.error(request, f"The platform’s fault: {error}. Try again in a minute.")
    except ServiceRefused as error:
        messages.error(request, f"The platform will not tell: {error}. Whoever runs it can allow it.")
    except Refused as refused:
        messages.error(request, refused.text)
    return redirect("teaching:people", found.cohort_id)
