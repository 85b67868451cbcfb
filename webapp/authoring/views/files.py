"""Files of a workspace, for the editor's script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from webapp.accounts.person import person
from webapp.authoring.domain import files, history, showing
from webapp.authoring.domain.bounds import check_path
from webapp.authoring.domain.subjects import subject_of
from webapp.authoring.domain.waking import wake_workspace
from webapp.authoring.models import File, Presence
from webapp.authoring.views.answers import for_scripts, own
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import json_body

LONGEST_PREVIEW = 64 << 10


@for_scripts
@require_http_methods(["GET", "PUT", "PATCH", "DELETE"])
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """GET a file by `?path=`; PUT {content, base} saves it, PATCH {to} renames, DELETE deletes."""
    found, user, path = own(request, id), person(request), request.GET.get("path", "")
    if request.method == "GET":
        return JsonResponse(_file(files.find_file(found, path)))
    if request.method == "DELETE":
        files.delete(found, user, path)
        wake_workspace(found)
        return JsonResponse(showing.state_of(found))
    body = json_body(request)
    if request.method == "PATCH":
        files.rename(found, user, path, body.get("to"))  # type: ignore[arg-type]
        wake_workspace(found)
        return JsonResponse(showing.state_of(found))
    saved = files.save(found, user, path, body.get("content"), _number(body, "base"))  # type: ignore[arg-type]
    wake_workspace(found)
    return _saved(saved, merged=saved.side is not None)


@for_scripts
@require_POST
def add(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST {path, text} makes a file."""
    found, body = own(request, id), json_body(request)
    files.add(found, person(request), body.get("path"), body.get("text") or "")  # type: ignore[arg-type]
    wake_workspace(found)
    return JsonResponse(showing.state_of(found), status=201)


@for_scripts
@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST {path, revision} makes an earlier text the present one."""
    found, body = own(request, id), json_body(request)
    saved = files.restore(found, person(request), str(body.get("path")), _number(body, "revision"))
    wake_workspace(found)
    return _saved(saved, merged=True)


@for_scripts
@require_GET
def past(request: HttpRequest, id: UUID) -> HttpResponse:
    """The history of a file, as a fragment."""
    found, path = own(request, id), request.GET.get("path", "")
    context = {"workspace": found, "path": path, "stretches": history.stretches(found, path)}
    return render(request, "authoring/_history.html", context)


@for_scripts
@require_GET
def difference(request: HttpRequest, id: UUID) -> HttpResponse:
    """How the present text differs from an earlier one, as a fragment."""
    found, path = own(request, id), request.GET.get("path", "")
    number = request.GET.get("revision", "")
    if not number.isdecimal():
        raise Refused("revision.bad", "`revision` is not a number.")
    revision, rows = history.difference(found, path, int(number[:9]))
    return render(
        request, "authoring/_difference.html", {"revision": revision, "diff_rows": rows, "path": path}
    )


@for_scripts
@require_POST
def preview(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST {text, path, line}: the text of a file as candidates see it, or what of it stands at that line."""
    found, body = own(request, id), json_body(request)
    text, path = body.get("text"), body.get("path", "")
    if not isinstance(text, str) or not isinstance(path, str) or len(text) > LONGEST_PREVIEW:
        raise Refused(
            "preview.long", f"A text of up to {LONGEST_PREVIEW >> 10} Ki characters is shown here.", 413
        )
    line = max(1, _number(body, "line"))
    return JsonResponse(subject_of(found).preview(found, check_path(path) if path else "", text, line))


@for_scripts
@require_POST
def here(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST {path}: the person has this file open."""
    found, path = own(request, id), json_body(request).get("path")
    Presence.objects.update_or_create(
        workspace=found,
        user=person(request),
        defaults={"path": str(path or "")[:200], "seen_at": timezone.now()},
    )
    wake_workspace(found)
    return JsonResponse({})


def _file(found: File) -> dict[str, Any]:
    return {
        "path": found.path,
        "content": found.text,
        "revision": found.revision,
        "saved_at": found.updated_at.isoformat(),
    }


def _saved(saved: files.Saved, merged: bool) -> JsonResponse:
    """200 with the new revision, with the text where it is another than was sent; 409 with what the server has."""
    data: dict[str, Any] = {"revision": saved.revision, "saved_at": saved.saved_at.isoformat()}
    if saved.conflict:
        return JsonResponse({**data, "content": saved.text}, status=409)
    if merged:
        data |= {"content": saved.text, "side": saved.side}
    return JsonResponse(data)


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused("revision.bad", f"`{name}` is not the number of a revision.")
    return value
