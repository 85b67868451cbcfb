"""Figures of problems and questions, over the whole site: sums that name nobody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from graders.package.manifest import TOPICS
from webapp.accounts.person import person
from webapp.catalog.models import Problem
from webapp.insight.domain import presenting, surveying
from webapp.insight.domain.access import LEAST_PEOPLE, teachers_only
from webapp.insight.models import OPEN, Survey
from webapp.insight.views.answers import over, table_csv
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.readiness.models import Item
from webapp.readiness.views.own import download
from webapp.teaching.domain.access import cohorts_taught_by


def _standing() -> dict[str, object]:
    """What every page says of the figures on it."""
    return {
        "survey": surveying.newest(),
        "open": Survey.objects.filter(state__in=OPEN).first(),
        "failed": Survey.objects.first(),
        "least": LEAST_PEOPLE,
    }


@teachers_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every problem that somebody tried, and the cohorts that one teaches."""
    user, standing = person(request), _standing()
    survey = standing["survey"]
    shown = presenting.problems_of(survey, user) if isinstance(survey, Survey) else []
    context = standing | {"problems": shown, "cohorts": cohorts_taught_by(user)}
    return over(request, standing["open"]) or private(render(request, "insight/index.html", context))


@teachers_only
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Have the figures taken now."""
    try:
        surveying.ask(person(request), timezone.now())
        messages.success(request, "Figures are being taken; they appear on this page.")
    except Refused as refused:
        messages.info(request, refused.text)
    return redirect("insight:index")


@teachers_only
@require_safe
def problem(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """One problem, version by version."""
    user, found, standing = person(request), _problem(set, slug), _standing()
    survey = standing["survey"]
    versions = presenting.versions_of(survey, found, user) if isinstance(survey, Survey) else []
    wanted = request.GET.get("version", "")
    shown = next((one for one in versions if one.version == wanted), versions[0] if versions else None)
    kinds = presenting.examples(shown.data["kinds"], user) if shown and shown.data else []
    context = standing | {
        "problem": found,
        "versions": versions,
        "shown": shown,
        "kinds": kinds,
        "drifts": presenting.drifts(versions) if versions else [],
    }
    return over(request, standing["open"]) or private(render(request, "insight/problem.html", context))


@teachers_only
@require_safe
def problem_json(request: HttpRequest, set: str, slug: str) -> HttpResponse:
    """The same as one document."""
    found, survey = _problem(set, slug), _survey()
    rows = [presenting.as_data(one) for one in presenting.versions_of(survey, found, person(request))]
    body = {"taken_at": survey.finished_at, "problem": str(found), "versions": rows}
    return download(JsonResponse(body, json_dumps_params={"indent": 1}), f"{found.slug}.json")


@teachers_only
@require_safe
def problems_csv(request: HttpRequest) -> HttpResponse:
    """One problem a line."""
    rows = [presenting.as_row(one) for one in presenting.problems_of(_survey(), person(request))]
    return table_csv(presenting.COLUMNS, rows, "problems.csv")


@teachers_only
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question that somebody answered."""
    user, standing = person(request), _standing()
    topic = request.GET.get("topic", "")
    survey = standing["survey"]
    shown = presenting.questions_of(survey, user, topic) if isinstance(survey, Survey) else []
    context = standing | {"questions": shown, "topics": TOPICS, "topic": topic}
    return over(request, standing["open"]) or private(render(request, "insight/questions.html", context))


@teachers_only
@require_safe
def questions_csv(request: HttpRequest) -> HttpResponse:
    """One question a line."""
    rows = [presenting.as_row(one) for one in presenting.questions_of(_survey(), person(request))]
    return table_csv(presenting.COLUMNS, rows, "questions.csv")


@teachers_only
@require_safe
def questions_json(request: HttpRequest) -> HttpResponse:
    """All of it as one document."""
    survey = _survey()
    rows = [presenting.as_data(one) for one in presenting.questions_of(survey, person(request))]
    body = {"taken_at": survey.finished_at, "questions": rows}
    return download(JsonResponse(body, json_dumps_params={"indent": 1}), "questions.json")


@teachers_only
@require_safe
def question(request: HttpRequest, topic: str, id: str) -> HttpResponse:
    """One question, version by version, with who chooses what."""
    user, standing = person(request), _standing()
    found = get_object_or_404(
        Item.objects.select_related("current"), name=f"{topic}/{id}", kind=Item.Kind.QUIZ
    )
    survey = standing["survey"]
    versions = presenting.versions_of_question(survey, found.name, user) if isinstance(survey, Survey) else []
    context = standing | {
        "item": found,
        "versions": versions,
        "shown": versions[0] if versions else None,
        "options": presenting.options_of(versions[0]) if versions else [],
        "drifts": presenting.drifts(versions) if versions else [],
    }
    return over(request, standing["open"]) or private(render(request, "insight/question.html", context))


def _problem(set_slug: str, slug: str) -> Problem:
    return get_object_or_404(Problem.objects.select_related("set", "current"), set__slug=set_slug, slug=slug)


def _survey() -> Survey:
    survey = surveying.newest()
    if survey is None:
        raise Http404
    return survey
