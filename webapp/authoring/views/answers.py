"""What the studio's views share: who may ask, and in which workspace."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from webapp.accounts.roles import instructors_only, is_instructor
from webapp.authoring.domain.access import find
from webapp.authoring.models import Workspace
from webapp.errors import error_json
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import login_needed, refusal

View = Callable[..., HttpResponseBase]


def own(request: HttpRequest, id: UUID) -> Workspace:
    """The workspace, for whoever may enter it; for anybody else it is not there."""
    found = find(request.user, id)
    if found is None:
        raise Http404
    return found


def for_scripts(view: View) -> View:
    """Answers 401 and 403 as JSON, and what the domain refuses."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return login_needed(request)
        if not is_instructor(request.user):
            return error_json(403, "studio.instructors", "The studio is for instructors.")
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refusal(refused)

    return wrapped


def for_pages(back: str) -> Callable[[View], View]:
    """A page for instructors; what the domain refuses to a form is said on the page `back`, or on the workspace's."""

    def decorate(view: View) -> View:
        @instructors_only
        @never_cache
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                messages.error(request, refused.text)
                return redirect("authoring:workspace", kwargs["id"]) if "id" in kwargs else redirect(back)

        return wrapped

    return decorate
