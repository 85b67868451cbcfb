"""The readiness check: the self-check, then one question after another. Works as plain forms; htmx swaps the panel."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.readiness.domain import checking
from webapp.readiness.domain.claiming import claims_of, say
from webapp.readiness.domain.presenting import Showing, order_of, present, review, source_of
from webapp.readiness.domain.progressing import progress_of
from webapp.readiness.forms import AnswerForm, ClaimsForm, StartForm
from webapp.readiness.models import Asked, Check
from webapp.readiness.views.own import sent

View = Callable[..., HttpResponse]


def says_why(view: View) -> View:
    """Shows the check as it stands, with what was refused and why above it."""

    @wraps(view)
    def wrapped(request: HttpRequest, id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, id, *args, **kwargs)
        except Refused as refused:
            found = Check.objects.filter(pk=id, user=person(request)).first()
            if found is None:
                return private(render(request, "readiness/refused.html", {"refused": refused}, status=404))
            response = show(request, found, refused, kwargs.get("number"))
            # Else the address would stay that of what was refused, which nobody can load again.
            response.headers["HX-Push-Url"] = reverse("readiness:check", args=[id])
            return response

    return wrapped


@login_required
@require_http_methods(["GET", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """The lines of the form "can you …": what somebody says of themselves, before anything is measured."""
    lines = claims_of(person(request))
    form = ClaimsForm(lines, sent(request))
    if request.method == "POST" and form.is_valid():
        say(person(request), form.said(), timezone.now())
        return redirect("readiness:begin")
    context = {"lines": lines, "form": form}
    status = 400 if form.is_bound and form.errors else 200
    return private(render(request, "readiness/claims.html", context, status=status))


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What a check is and what it can be about; POST starts one. An open one is gone on with."""
    found = checking.open_check(person(request))
    if found is not None:
        return redirect("readiness:check", found.pk)
    form = StartForm(sent(request))
    if request.method == "POST" and form.is_valid():
        found = checking.start(person(request), timezone.now(), **form.wishes())
        return redirect("readiness:check", found.pk)
    chosen = request.POST.getlist("focus") or request.GET.getlist("focus")
    context = {
        "form": form,
        "chosen": chosen,
        "claims": [line for line in claims_of(person(request)) if line.said is None],
    }
    return private(render(request, "readiness/begin.html", context))


@login_required
@require_safe
@says_why
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """The question that is open, or what came of a check that is finished."""
    return show(request, checking.find(person(request), id))


@login_required
@require_POST
@says_why
def answer(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """Take an answer, then show its explanation or the next question."""
    found = checking.find(person(request), id)
    asked = checking.expect_open(found, number)
    given = None
    if "unknown" not in request.POST:
        item = source_of(checking.item_asked(asked))
        form = AnswerForm(item, order_of(Showing.of(asked), item), request.POST)
        if not form.is_valid():
            raise Refused("answer.incomplete", f"{form.complaint()} Nothing is counted yet.")
        given = form.cleaned_data["answer"]
    checking.answer(person(request), id, number, given, timezone.now())
    if found.explain_at_once:
        return redirect("readiness:explain", id)
    return redirect("readiness:check", id)


@login_required
@require_safe
@says_why
def explain(request: HttpRequest, id: UUID) -> HttpResponse:
    """What there is to learn from the question answered last."""
    found = checking.find(person(request), id)
    last = found.asked.filter(state=Asked.State.ANSWERED, version__isnull=False).last()
    if last is None or last.version is None:
        return redirect("readiness:check", id)
    context = {
        "check": found,
        "review": review(Showing.of(last), last.version),
        "progress": progress_of(found, timezone.now()),
    }
    return private(render(request, "readiness/explain.html", context))


@login_required
@require_POST
@says_why
def skip(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """Leave the problem out."""
    checking.skip(person(request), id, number)
    return redirect("readiness:check", id)


@login_required
@require_POST
@says_why
def pause(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop the clock."""
    checking.pause(person(request), id, timezone.now())
    return redirect("readiness:check", id)


@login_required
@require_POST
@says_why
def resume(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go on."""
    checking.resume(person(request), id, timezone.now())
    return redirect("readiness:check", id)


@login_required
@require_POST
@says_why
def explanations(request: HttpRequest, id: UUID) -> HttpResponse:
    """Switch between explanations at once and at the end."""
    found = checking.find(person(request), id)
    Check.objects.filter(pk=found.pk).update(explain_at_once=not found.explain_at_once)
    return redirect("readiness:check", id)


@login_required
@require_POST
@says_why
def finish(request: HttpRequest, id: UUID) -> HttpResponse:
    """End the check and show what came of it."""
    checking.finish(person(request), id, timezone.now())
    messages.success(request, "The check is finished. What you answered is in your estimate.")
    return redirect("readiness:check", id)


def show(
    request: HttpRequest, found: Check, refused: Refused | None = None, number: int | None = None
) -> HttpResponse:
    """The check as it stands; with a refusal, under its status, and with what was sent to question `number`."""
    now = timezone.now()
    asked = checking.current(found, now)
    found.refresh_from_db()
    status = refused.status if refused else 200
    if found.finished_at is not None:
        rows = found.asked.exclude(state=Asked.State.SKIPPED).select_related(
            "version", "problem__set", "problem__current"
        )
        reviews = [review(Showing.of(row), row.version) for row in rows if row.version]
        problems = [row.problem for row in rows if row.problem]
        context = {"check": found, "reviews": reviews, "problems": problems, "refused": refused}
        return private(render(request, "readiness/finished.html", context, status=status))
    context = {
        "check": found,
        "asked": asked,
        "question": present(Showing.of(asked), asked.version) if asked and asked.version else None,
        "progress": progress_of(found, now),
        "minutes": int(checking.time_limit(asked) // 60) if asked and asked.version else None,
        "grading": asked is not None and checking.being_graded(asked),
        "refused": refused,
        "sent": request.POST if asked and asked.number == number else QueryDict(),
    }
    return private(render(request, "readiness/check.html", context, status=status))
