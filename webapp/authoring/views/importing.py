"""Import: what somebody has already becomes drafts, with a report."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from webapp.accounts.person import person
from webapp.authoring.domain.importing import FORMATS, MOST_UPLOAD, Brought, from_upload
from webapp.authoring.domain.remotes import allowed_words, from_remote
from webapp.authoring.views.answers import for_pages
from webapp.catalog.models import ProblemSet
from webapp.practice.domain.refusals import Refused


@for_pages("authoring:import")
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponseBase:
    """Upload a file, or name a Git repository; the answer says what became of each problem."""
    brought: list[Brought] | None = None
    if request.method == "POST":
        format, set_slug = request.POST.get("format", ""), request.POST.get("set", "").strip()
        file, remote = request.FILES.get("file"), request.POST.get("remote", "").strip()
        if remote:
            brought = from_remote(person(request), remote, format, set_slug)
        elif file:
            brought = from_upload(person(request), format, file.name or "", file.read(), set_slug)
        else:
            raise Refused("import.nothing", "Choose a file, or name a repository.")
    context = {
        "formats": FORMATS,
        "sets": ProblemSet.objects.all(),
        "brought": brought,
        "most": MOST_UPLOAD >> 20,
        "remotes": allowed_words(),
    }
    return render(request, "authoring/import.html", context)
