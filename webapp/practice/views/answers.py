"""What the practice views share: who may ask, what was sent, how a refusal is told."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from webapp.catalog.models import Problem, ProblemVersion
from webapp.errors import error_json
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.telling import narrowed
from webapp.practice.models import Submission

View = Callable[..., HttpResponseBase]


def refusal(refused: Refused) -> JsonResponse:
    """A refusal as JSON."""
    return error_json(refused.status, refused.id, refused.text, **refused.more)


def tells_refusals(view: View) -> View:
    """Turns what the domain refuses into a JSON answer."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refusal(refused)

    return wrapped


def for_people(view: View) -> View:
    """Answers 401 with the way to the login when nobody is logged in, for requests that scripts make."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return login_needed(request, **kwargs)
        return view(request, *args, **kwargs)

    return wrapped


def login_needed(request: HttpRequest, set: str = "", slug: str = "", **_: Any) -> JsonResponse:
    """401 with a login address that leads back to the problem's page, or to where the request came from."""
    back = reverse("practice:problem", args=[set, slug]) if set else request.get_full_path()
    login = f"{reverse('account_login')}?{urlencode({'next': back})}"
    text = "Log in to run and submit code. What you have written stays in the editor."
    return error_json(401, "auth.required", text, login=login)


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the request; Refused when there is none."""
    try:
        body = json.loads(request.body)
    except (UnicodeDecodeError, ValueError, RecursionError):  # the last for brackets in brackets
        raise Refused("request.bad", "The request is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise Refused("request.bad", "The request is not a JSON object.")
    return body


def find_problem(set: str, slug: str, texts: bool = True) -> tuple[Problem, ProblemVersion]:
    """The problem at that address and its current version, or 404; its texts are left out where nobody is shown them."""
    rows = Problem.objects.select_related("set", "current")
    if not texts:
        rows = rows.defer(*(f"current__{name}" for name in ProblemVersion.TEXTS))
    problem = get_object_or_404(rows, set__slug=set, slug=slug)
    if problem.current is None:
        raise Http404
    return problem, problem.current


def own_submission(request: HttpRequest, id: UUID) -> Submission:
    """The person's own submission; somebody else's is not there. Lines of this request's log name it from here on."""
    structlog.contextvars.bind_contextvars(submission=str(id))
    rows = Submission.objects.select_related("problem__set", "version")
    return narrowed(get_object_or_404(rows, pk=id, user=request.user))


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache: it is one person's."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
