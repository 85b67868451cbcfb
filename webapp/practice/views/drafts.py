"""The draft of one problem."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from webapp.accounts.person import person
from webapp.practice.domain.drafts import Saved, find_draft, save_draft
from webapp.practice.domain.page import draft_data
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import find_problem, for_people, json_body, private, tells_refusals


@require_http_methods(["GET", "PUT"])
@for_people
@tells_refusals
def draft(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """GET the draft; PUT {content, base} saves it, or answers 409 with the text that another device saved."""
    found, _ = find_problem(set, slug)
    if request.method == "GET":
        return private(
            JsonResponse(draft_data(find_draft(person(request), found)) or {"revision": 0, "content": None})
        )
    body = json_body(request)
    return answer(save_draft(person(request), found, body.get("content"), base_of(body)))


def base_of(body: dict[str, Any]) -> int:
    """The revision that a text was written upon; Refused for anything that is none."""
    base = body.get("base", 0)
    if not isinstance(base, int) or isinstance(base, bool) or base < 0:
        raise Refused("draft.base", "`base` is not the number of a revision.")
    return base


def answer(saved: Saved) -> JsonResponse:
    """200 with the new revision, or 409 with what the server has."""
    data = {"revision": saved.revision, "saved_at": saved.saved_at.isoformat()}
    if saved.conflict:
        return JsonResponse({**data, "content": saved.content}, status=409)
    return JsonResponse(data)
