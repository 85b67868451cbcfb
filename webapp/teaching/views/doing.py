"""Assignments for whoever does them: the list, one of them, and its items."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.models import User
from webapp.accounts.person import person
from webapp.catalog.domain.rendering import render_markdown
from webapp.practice.domain.drafts import replace_draft
from webapp.practice.domain.page import page_data
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.submitting import NOT_QUEUED
from webapp.practice.models import Submission
from webapp.practice.views.answers import json_body, login_needed, private
from webapp.practice.views.problem import accepted, personal
from webapp.teaching.domain import quizzes, working
from webapp.teaching.domain.access import cohorts_of
from webapp.teaching.domain.overview import listed, tasks_of, tell
from webapp.teaching.domain.sitting import Place, begin, over_at, place_of, see
from webapp.teaching.domain.timing import Phase, clock_words
from webapp.teaching.models import Assignment, Item, Role, Work
from webapp.teaching.views.answers import ANYBODY, find_assignment, find_item, page, tells

CANDIDATE = (Role.CANDIDATE,)
KEPT = "Your code is handed in and kept. What it comes to is told when the assignment is over."
SAYS = {
    Assignment.Feedback.ALL: "What you submit here counts, and you are told everything.",
    Assignment.Feedback.KIND: "What you submit here counts. You are told which cases fail and how, without values.",
    Assignment.Feedback.VERDICT: "What you submit here counts. You are told the verdict alone.",
    Assignment.Feedback.AFTER_DUE: "What you submit here counts. You are told nothing until it is over.",
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is to be done, open things first."""
    now = timezone.now()
    rows = [
        (one, one.window.closes_at.astimezone(ZoneInfo(one.assignment.cohort.zone)))
        for one in listed(person(request), now)
    ]
    cohorts = cohorts_of(person(request), Role.CANDIDATE).filter(archived_at=None)
    return private(render(request, "teaching/mine.html", {"rows": rows, "cohorts": cohorts, "now": now}))


@login_required
@require_safe
@tells
def assignment(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of them. Those who teach see it as it is, without a sitting of their own."""
    found, role = find_assignment(request, id, ANYBODY)
    user, now = person(request), timezone.now()
    place = see(user, found, now) if role is Role.CANDIDATE else place_of(user, found, now)
    looks_on = role is not Role.CANDIDATE
    shown = looks_on or place.shows_items
    context = {
        "assignment": found,
        "place": place,
        "role": role,
        "looks_on": looks_on,
        "tasks": tasks_of(user, place) if shown else [],
        "says": render_markdown(found.says) if found.says and (shown or not found.exam) else "",
        "left": clock_words(place.left) if place.left is not None else "",
        "extra": found.extensions.filter(user=user).first(),
        "feedback": SAYS[Assignment.Feedback(found.feedback)],
        "over": over_at(found) < now,
    }
    return page(request, "assignment", found.cohort, context)


@login_required
@require_POST
@tells
def start(request: HttpRequest, id: UUID) -> HttpResponse:
    """Start an exam's clock."""
    found, _ = find_assignment(request, id, CANDIDATE)
    begin(person(request), found, timezone.now())
    return redirect(found)


@login_required
@require_POST
@tells
def finish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand an exam in."""
    found, _ = find_assignment(request, id, CANDIDATE)
    working.finish_exam(person(request), found, timezone.now())
    messages.success(request, "Handed in. You are told more when the exam is over for everybody.")
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
@tells
def item(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """An item: the practice page of its version, a quiz, or its rounds. POST begins a quiz or rounds."""
    found, _ = find_item(request, id, number, CANDIDATE)
    user, now = person(request), timezone.now()
    place = see(user, found.assignment, now)
    if not place.shows_items:
        raise Refused(
            "assignment.shut", "This opens when the assignment does, or when you start the exam.", 409
        )
    if found.kind == Item.Kind.PROBLEM:
        if request.method == "POST":
            raise Http404
        return problem_page(request, found, place)
    if request.method != "POST":
        return redirect(found.assignment)
    if found.kind == Item.Kind.QUIZ:
        return redirect("teaching:quiz", id, number, quizzes.begin(user, found, now).number)
    return redirect(working.begin_rounds(user, found, now))


def problem_page(request: HttpRequest, found: Item, place: Place) -> HttpResponse:
    """The practice page, pinned to the version, that knows what it was opened for."""
    version = found.version
    assert version is not None
    problem, user = version.problem, person(request)
    context = personal(request, user, problem, version) | {
        "problem": problem,
        "version": version,
        "set": problem.set,
        "position": None,
        "stage": None,
        "can_carry": False,
        "assigned": assigned(found, place, user),
    }
    data = page_data(
        problem, version, user, preferences_of(user), context.pop("draft_row"), context.pop("active")
    )
    address = [found.assignment_id, found.number]
    data["urls"] |= {
        "run": reverse("teaching:run", args=address),
        "submit": reverse("teaching:submit", args=address),
    }
    return private(render(request, "practice/problem.html", context | {"page": data}))


def assigned(found: Item, place: Place, user: User) -> dict[str, Any]:
    """The line above the statement."""
    due = place.window.due_at if place.phase is Phase.OPEN else place.window.closes_at
    local = found.assignment.cohort.local(due)
    return {
        "title": f"{found.assignment.title} · {found.number}. {found.title}",
        "href": found.assignment.get_absolute_url(),
        "due": f"{local:%d %b %Y, %H:%M} ({found.assignment.cohort.zone})",
        "left_ms": int(place.left.total_seconds() * 1000) if place.left is not None else None,
        "left": f"{clock_words(place.left)} left" if place.left is not None else "",
        "attempts_left": working.attempts_left(user, found),
        "says": SAYS[Assignment.Feedback(found.assignment.feedback)]
        if place.takes
        else "Nothing more is taken here.",
    }


@require_POST
@tells
def run(request: HttpRequest, id: UUID, number: int) -> HttpResponseBase:
    """Run code on the samples of the assigned version."""
    return take(request, id, number, Submission.Mode.RUN)


@require_POST
@tells
def submit(request: HttpRequest, id: UUID, number: int) -> HttpResponseBase:
    """Hand code in for the assignment."""
    return take(request, id, number, Submission.Mode.GRADE)


def take(request: HttpRequest, id: UUID, number: int, mode: str) -> HttpResponseBase:
    """JSON from the page's script, or a plain form where no script runs."""
    if not request.user.is_authenticated:
        by_script = request.content_type == "application/json"
        return (
            login_needed(request)
            if by_script
            else redirect_to_login(reverse("teaching:item", args=[id, number]))
        )
    found, _ = find_item(request, id, number, CANDIDATE)
    if found.kind != Item.Kind.PROBLEM:
        raise Http404
    user, by_form = person(request), request.content_type != "application/json"
    body: Any = request.POST if by_form else json_body(request)
    code = body.get("code")
    if by_form:
        code = (code or "").replace("\r\n", "\n")
    now = timezone.now()
    if mode == Submission.Mode.RUN:
        submission: Submission | None = working.try_out(user, found, code, body.get("input"), now)
    else:
        submission = working.hand_in(user, found, code, now).submission
    if not by_form:
        return JsonResponse(accepted(submission) if submission else {"kept": KEPT}, status=202)
    assert found.version is not None
    replace_draft(user, found.version.problem, code)
    if submission is None:
        messages.success(request, KEPT)
        return redirect("teaching:item", id, number)
    if not submission.queued_at:
        messages.warning(request, NOT_QUEUED)
    return redirect(submission)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, id: UUID, number: int, attempt: int) -> HttpResponse:
    """A drawn quiz, all questions on a page; POST hands it in. Afterwards what of it is told."""
    found, _ = find_item(request, id, number, CANDIDATE)
    user, now = person(request), timezone.now()
    work = Work.objects.filter(item=found, user=user, number=attempt, quiz__isnull=False).first()
    if work is None:
        raise Http404
    work.item, work.user = found, user
    sheet = quizzes.sheet_of(work)
    refused = None
    if request.method == "POST":
        try:
            quizzes.hand_in(user, work, quizzes.read_answers(sheet, request.POST), now)
            return redirect("teaching:quiz", id, number, attempt)
        except Refused as one:
            refused = one
    place = place_of(user, found.assignment, now)
    open_ = (work.quiz or {}).get("answers") is None
    context = {
        "assignment": found.assignment,
        "item": found,
        "work": work,
        "refused": refused,
        "questions": shown_questions(sheet, request) if open_ and place.shows_items else [],
        "open": open_,
        "takes": place.takes,
        "left": clock_words(place.left) if place.left is not None else "",
        **told_of(sheet, over_at(found.assignment) < now),
    }
    return page(request, "quiz", found.assignment.cohort, context, 409 if refused else 200)


def shown_questions(sheet: quizzes.Sheet, request: HttpRequest) -> list[dict[str, Any]]:
    """Questions with what was typed or chosen, for a page that could not be read as a whole."""
    return [
        {
            "question": one,
            "chosen": request.POST.getlist(f"q{one.number}-answer"),
            "typed": request.POST.get(f"q{one.number}-answer", ""),
        }
        for one in sheet.questions()
    ]


def told_of(sheet: quizzes.Sheet, over: bool) -> dict[str, Any]:
    """What of a marked quiz is told: everything, right or wrong for each, the sum, or nothing yet."""
    work = sheet.work
    marked = bool((work.quiz or {}).get("scores"))
    feedback = Assignment.Feedback.ALL if over else Assignment.Feedback(work.feedback)
    whole, kinds = feedback == Assignment.Feedback.ALL, feedback == Assignment.Feedback.KIND
    return {
        "told": tell(work, over),
        "reviews": sheet.reviews() if marked and whole else [],
        "marks": list(enumerate((work.quiz or {})["scores"], 1)) if marked and kinds else [],
    }
