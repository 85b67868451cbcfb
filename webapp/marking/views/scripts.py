"""One script: read, marked, commented on, resolved. Nothing here says whose it is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.marking.domain import access, marks, piles, reading, regrades
from webapp.marking.models import Comment, Marking, Script
from webapp.marking.views.answers import find_script, sent_levels, tells
from webapp.practice.views.answers import private


def _script_page(id: UUID, *_: object, **__: object) -> str:
    return reverse("marking:script", args=[id])


def _own_marking(script: Script, request: HttpRequest) -> Marking | None:
    return Marking.objects.filter(script=script, marker=person(request), kind=Marking.Kind.MARK).first()


@login_required
@require_safe
def script(request: HttpRequest, id: UUID) -> HttpResponse:
    """The script and one's own marks of it. Another marker's are not shown before both are finished."""
    found = find_script(request, id)
    own = _own_marking(found, request)
    apart, _ = marks.differing(found)
    final = marks.final_levels(found)
    context: dict[str, Any] = {
        "script": found,
        "item": found.pile.item,
        "own": own,
        "open": own is not None and own.finished_at is None,
        "lines": reading.shown(found, own.levels if own else {}),
        "texts": reading.texts(found, mine=None if found.pile.released_at else person(request)),
        "asked": reading.asked(found),
        "apart": len(apart) if final is None else 0,
        "final": reading.shown(found, final) if final is not None and may_see(found, own) else [],
        "regrade": found.regrades.filter(state="open").first(),
        "history": found.regrades.exclude(state="open"),
    }
    if context["regrade"]:
        context["lines"] = reading.shown(found, final or {})
    return private(render(request, "marking/script.html", context))


def may_see(script: Script, own: Marking | None) -> bool:
    """Whether a marker sees what counts: once it is released, and earlier where they cannot mark it any more."""
    return script.pile.released_at is not None or own is None or own.finished_at is not None


@tells(_script_page)
@require_POST
def mark(request: HttpRequest, id: UUID) -> HttpResponse:
    """Levels so far, or all of them; then on to the next script. A comment that was typed is taken as well."""
    found = find_script(request, id)
    own = _own_marking(found, request)
    if own is None:
        raise Http404
    finish = request.POST.get("action") == "finish"
    _save(own, found, request, finish=False)
    if request.POST.get("text", "").strip():
        _say(found, request)
    if not finish:
        messages.success(request, "Saved.")
        return redirect("marking:script", id)
    _save(own, found, request, finish=True)
    messages.success(request, f"Script {found.number} is marked.")
    following = piles.deal(found.pile, person(request), timezone.now())
    if following is None:
        return redirect("marking:pile", found.pile.item_id)
    return redirect("marking:script", following.pk)


@tells(_script_page)
@require_POST
def comment(request: HttpRequest, id: UUID) -> HttpResponse:
    """Something about one line; marks that were chosen meanwhile are saved with it."""
    found = find_script(request, id)
    own = _own_marking(found, request)
    if own is not None and own.finished_at is None:
        _save(own, found, request, finish=False)
        # Enter among the marks, where no script of ours takes it.
        if not request.POST.get("text", "").strip():
            messages.success(request, "Saved.")
            return redirect("marking:script", id)
    said = _say(found, request)
    return redirect(f"{_script_page(id)}#line-{said.sheet}-{said.line}")


def _save(own: Marking, script: Script, request: HttpRequest, *, finish: bool) -> None:
    own.script = script
    marks.save(
        own, sent_levels(request), request.POST.get("note", own.note), finish=finish, now=timezone.now()
    )


def _say(script: Script, request: HttpRequest) -> Comment:
    sent = request.POST
    sheet, line, text = sent.get("sheet", ""), sent.get("line", ""), sent.get("text", "")
    return marks.comment(script, person(request), sheet, line, text, timezone.now())


@tells(_script_page)
@require_POST
def uncomment(request: HttpRequest, id: UUID, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    marks.remove(find_script(request, id), person(request), pk)
    return redirect("marking:script", id)


@tells(_script_page)
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: HttpRequest, id: UUID) -> HttpResponse:
    """Where two markers differ: both marks, and the decision."""
    found = find_script(request, id)
    if request.method == "POST":
        marks.resolve(
            found, person(request), sent_levels(request), request.POST.get("note", ""), timezone.now()
        )
        messages.success(request, f"Script {found.number} is resolved.")
        return redirect("marking:pile", found.pile.item_id)
    apart, both = marks.differing(found)
    if not apart or marks.final_levels(found) is not None:
        raise Http404
    context = {
        "script": found,
        "item": found.pile.item,
        "apart": apart,
        "notes": [one.note for one in both],
        "texts": reading.texts(found, mine=None),
        "asked": reading.asked(found),
    }
    return private(render(request, "marking/resolve.html", context))


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer a request to look again."""
    regrade = access.regrade_for_marker(person(request), pk)
    if regrade is None:
        raise Http404
    return _answer(request, regrade.script_id, pk)


@tells(_script_page)
def _answer(request: HttpRequest, id: UUID, pk: int) -> HttpResponse:
    regrade = access.regrade_for_marker(person(request), pk)
    assert regrade is not None
    words = request.POST.get("answer", "")
    done = regrades.answer(regrade, person(request), sent_levels(request), words, timezone.now())
    messages.success(request, f"Answered: {done.get_state_display().lower()}.")
    return redirect("marking:script", id)
