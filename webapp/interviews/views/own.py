"""What a person decides about their interviews: taking them along, taking a recording or all of it away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from webapp.accounts.person import person
from webapp.interviews.domain import owning
from webapp.interviews.domain.showing import now
from webapp.interviews.views.answers import find_round, tells
from webapp.practice.views.answers import private
from webapp.readiness.views.own import download


@login_required
@require_safe
def export_json(request: HttpRequest) -> HttpResponse:
    """Everything, as one JSON document."""
    response = JsonResponse(owning.export(person(request), now()), json_dumps_params={"indent": 1})
    return download(response, "interviews.json")


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask, then take everything away."""
    if request.method == "POST":
        owning.erase(person(request))
        messages.success(request, "All interviews, recordings and stories are erased.")
        return redirect("interviews:index")
    return private(render(request, "interviews/erase.html", {"round": None}))


@login_required
@require_http_methods(["GET", "POST"])
@tells
def erase_recording(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask, then take away what was recorded in one round."""
    round_, _ = find_round(request, id)
    if request.method == "POST":
        owning.erase_recording(round_, now())
        messages.success(
            request, "The recording is erased: texts, events, sounds and quotes. Marks and verdicts stay."
        )
        return redirect("interviews:report", id)
    return private(render(request, "interviews/erase.html", {"round": round_}))
