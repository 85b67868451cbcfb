"""The studio's front page: drafts, what is published, new ones."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.accounts.roles import is_operator
from webapp.authoring.domain.access import visible_to
from webapp.authoring.domain.listing import published
from webapp.authoring.domain.starting import from_bundle_template, from_published, from_template
from webapp.authoring.domain.subjects import subject_for
from webapp.authoring.forms import KINDS, BankForm, BundleForm, NewForm
from webapp.authoring.models import AuditEntry
from webapp.authoring.views.answers import for_pages
from webapp.catalog.models import ProblemSet

ENTRIES = 200
BUNDLE_FORMS: dict[str, type[BundleForm]] = {
    "questions": BankForm,
    "loops": BundleForm,
    "rubrics": BundleForm,
}


@for_pages("authoring:index")
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Drafts that the person may enter, and what is published."""
    words = request.GET.get("q", "").strip()[:80]
    drafts = visible_to(request.user).select_related("owner").prefetch_related("collaborators")
    if words:
        drafts = drafts.filter(
            Q(slug__icontains=words) | Q(set_slug__icontains=words) | Q(title__icontains=words)
        )
    closed = request.GET.get("closed") == "1"
    context = {
        "drafts": drafts.filter(closed_at__isnull=not closed),
        "published": published(words),
        "words": words,
        "closed": closed,
        "operator": is_operator(request.user),
    }
    return render(request, "authoring/index.html", context)


@for_pages("authoring:new")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new problem, question bank or loop from a template."""
    what = request.GET.get("of", "")
    if what in BUNDLE_FORMS:
        return _new_bundle(request, what)
    form = NewForm(request.POST or None, initial={"set": request.GET.get("set", ""), "kind": "function"})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        made = from_template(
            person(request), chosen["set"], chosen["slug"], chosen["kind"], chosen["set_title"]
        )
        return redirect(made)
    context = {"form": form, "kinds": KINDS, "sets": ProblemSet.objects.all()}
    return render(request, "authoring/new.html", context, status=400 if form.errors else 200)


def _new_bundle(request: HttpRequest, folder: str) -> HttpResponseBase:
    form = BUNDLE_FORMS[folder](request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        return redirect(
            from_bundle_template(
                person(request), folder, chosen["slug"], chosen["title"], chosen.get("topic", "")
            )
        )
    context = {"form": form, "folder": folder, "subject": subject_for(folder)}
    return render(request, "authoring/new_bundle.html", context, status=400 if form.errors else 200)


@for_pages("authoring:index")
@require_POST
def open_problem(request: HttpRequest, set: str, slug: str) -> HttpResponseBase:
    """Into the person's own draft of what is published: the one there is, or a new one."""
    found = subject_for(set).published(set, slug)
    if found is None:
        raise Http404
    user = person(request)
    there = visible_to(user).filter(set_slug=set, slug=slug, closed_at=None)
    mine = there.filter(owner=user).first() or there.filter(collaborators=user).first()
    if mine is None:
        mine = from_published(user, found)
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
