"""The studio's front page: drafts, published problems, new ones."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.accounts.roles import is_operator
from webapp.authoring.domain.access import visible_to
from webapp.authoring.domain.starting import from_problem, from_template
from webapp.authoring.forms import KINDS, NewForm
from webapp.authoring.models import AuditEntry
from webapp.authoring.views.answers import for_pages
from webapp.catalog.models import Problem, ProblemSet

ENTRIES = 200


@for_pages("authoring:index")
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Drafts that the person may enter, and what is published."""
    words = request.GET.get("q", "").strip()[:80]
    drafts = visible_to(request.user).select_related("owner", "base").prefetch_related("collaborators")
    problems = (
        Problem.objects.filter(current__isnull=False)
        .select_related("set", "current")
        .defer("current__statement_html", "current__editorial_html", "current__hints", "current__starter")
    )
    if words:
        drafts = drafts.filter(
            Q(slug__icontains=words) | Q(set_slug__icontains=words) | Q(title__icontains=words)
        )
        problems = problems.filter(
            Q(slug__icontains=words) | Q(set__slug__icontains=words) | Q(current__title__icontains=words)
        )
    closed = request.GET.get("closed") == "1"
    context = {
        "drafts": drafts.filter(closed_at__isnull=not closed),
        "problems": problems,
        "words": words,
        "closed": closed,
        "operator": is_operator(request.user),
    }
    return render(request, "authoring/index.html", context)


@for_pages("authoring:new")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new problem from a template."""
    form = NewForm(request.POST or None, initial={"set": request.GET.get("set", ""), "kind": "function"})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = from_template(
            person(request), chosen["set"], chosen["slug"], chosen["kind"], chosen["set_title"]
        )
        return redirect(made)
    context = {"form": form, "kinds": KINDS, "sets": ProblemSet.objects.all()}
    return render(request, "authoring/new.html", context, status=400 if form.errors else 200)


@for_pages("authoring:index")
@require_POST
def open_problem(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Into the person's own draft of a published problem: the one there is, or a new one."""
    problem = get_object_or_404(Problem.objects.select_related("set", "current"), set__slug=set, slug=slug)
    user = person(request)
    there = visible_to(user).filter(set_slug=set, slug=slug, closed_at=None)
    mine = there.filter(owner=user).first() or there.filter(collaborators=user).first()
    if mine is None:
        mine = from_problem(user, problem)
        messages.info(
            request, "A draft of the published version. Nothing changes for candidates until it is published."
        )
    return redirect(mine)


@for_pages("authoring:index")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what: an operator sees all of it, an instructor what is about their own drafts and what they did."""
    entries = AuditEntry.objects.select_related("workspace")
    if not is_operator(request.user):
        mine = Q(who=person(request)) | Q(workspace__in=visible_to(request.user))
        entries = entries.filter(mine)
    name = request.GET.get("problem", "")[:121]
    if name:
        entries = entries.filter(problem=name)
    return render(
        request, "authoring/audit.html", {"entries": entries[:ENTRIES], "name": name, "most": ENTRIES}
    )
