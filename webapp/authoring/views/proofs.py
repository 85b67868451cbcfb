"""Proofs of a draft, reviews, and publishing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from webapp.accounts.person import person
from webapp.authoring.domain import proving, publishing
from webapp.authoring.domain.streaming import proof_data, stream
from webapp.authoring.domain.subjects import Published, Version, subject_for
from webapp.authoring.domain.waking import wake_workspace
from webapp.authoring.models import Publication
from webapp.authoring.views.answers import for_pages, for_scripts, own
from webapp.catalog.models import Bundle, Problem
from webapp.practice.domain.rejudging import Choice, stage


@for_scripts
@require_POST
def prove(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Ask for a proof of the draft as it is now."""
    return JsonResponse({"proof": proof_data(proving.start(own(request, id), person(request)))}, status=202)


@for_scripts
@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Stop the proof that is under way."""
    found, user = own(request, id), person(request)
    stopped = [proving.cancel(proof, user) for proof in found.proofs.filter(state__in=proving.OPEN)]
    return JsonResponse({"stopped": sum(stopped)})


@for_scripts
@require_GET
def events(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Server-sent events for the page of a draft."""
    found = own(request, id)
    answer = StreamingHttpResponse(
        stream(person(request).pk, found.pk), content_type="text/event-stream; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "no-cache, no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@for_pages("authoring:index")
@require_POST
def publish(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Make the draft the version that candidates see."""
    found = own(request, id)
    version = publishing.publish(found, person(request), request.POST.get("note", ""))
    wake_workspace(found)
    messages.success(
        request, f"Published. {version.title} is open to candidates in this version from now on."
    )
    return redirect("authoring:problem", found.set_slug, found.slug)


@for_pages("authoring:index")
@require_POST
def review(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Approve the draft as it is now, or ask for changes."""
    found = own(request, id)
    publishing.review(found, person(request), request.POST.get("verdict", ""), request.POST.get("words", ""))
    wake_workspace(found)
    messages.success(request, "Your review is kept; it is of the files as they are now.")
    return redirect(found)


def _published(set: str, slug: str) -> Published:
    found = subject_for(set).published(set, slug)
    if found is None or found.current is None:
        raise Http404
    return found


@for_pages("authoring:index")
@require_safe
def problem(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """What is published under a name: its versions, who published them, and what can be done with it."""
    found, user, subject = _published(set, slug), person(request), subject_for(set)
    bundle = isinstance(found, Bundle)
    own = {"bundle_version__bundle" if bundle else "version__problem": found}
    published = {
        one.bundle_version_id if bundle else one.version_id: one
        for one in Publication.objects.filter(**own).select_related("by")
    }
    heavy = ("archive",) if bundle else ("statement_html", "editorial_html", "hints")
    versions = list(found.versions.order_by("-created_at", "-pk").defer(*heavy))
    rows = [
        {"version": one, "number": len(versions) - place, "publication": published.get(one.pk), "answers": subject.counts(one)}
        for place, one in enumerate(versions)
    ]  # fmt: skip
    middle = 0 if bundle else sum(subject.middle(one) for one in versions if one.pk != found.current_id)
    context = {
        "problem": found,
        "folder": set,
        "subject": subject,
        "rows": rows,
        "may_keep": publishing.may_keep(user, found),
        "operator": user.is_superuser,
        "middle": middle,
    }
    return render(request, "authoring/problem.html", context)


def _version(found: Published, key: str) -> Version:
    if not key.isdecimal():
        raise Http404
    versions: Any = found.versions
    version: Version = get_object_or_404(versions, pk=int(key[:18]))
    return version


@for_pages("authoring:index")
@require_POST
def keep(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Retire, restore, go back to a version, hand back to the folder, or have old submissions rejudged."""
    found, user = _published(set, slug), person(request)
    match request.POST.get("do"):
        case "retire" | "restore" as what:
            publishing.retire(found, user, what == "retire")
            messages.success(
                request,
                "It is offered no more." if what == "retire" else "It is offered again.",
            )
        case "back":
            publishing.make_current(found, _version(found, request.POST.get("version", "")), user)
            messages.success(request, "That version is the current one again.")
        case "hand-back":
            publishing.hand_back(found, user)
            messages.success(request, "The problems folder has it again from its next load on.")
        case "rejudge" if user.is_superuser and isinstance(found, Problem):
            made = stage(
                Choice(problem=str(found)).rows(), request.POST.get("reason", ""), current=True, by=user
            )
            messages.success(
                request,
                f"Rejudge {made.pk} is staged: the admin shows what it would change, and applies or drops it.",
            )
        case _:
            raise Http404
    return redirect("authoring:problem", set, slug)
