"""The story bank."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.accounts.person import person
from webapp.interviews.domain.showing import now
from webapp.interviews.domain.stories import MOST
from webapp.interviews.forms import StoryForm
from webapp.interviews.models import Story
from webapp.practice.views.answers import private


@login_required
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All of one's own."""
    rows = list(person(request).stories.all())
    return private(render(request, "interviews/stories.html", {"stories": rows, "full": len(rows) >= MOST}))


@login_required
@require_http_methods(["GET", "POST"])
def story(request: HttpRequest, id: UUID | None = None) -> HttpResponse:
    """Write one, or change one."""
    user = person(request)
    found = get_object_or_404(Story, pk=id, user=user) if id else None
    if found is None and user.stories.count() >= MOST:
        messages.error(request, f"There are {MOST} stories already. Change one of them, or take one away.")
        return redirect("interviews:stories")
    form = StoryForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.user, row.updated_at = user, now()
        row.save()
        messages.success(request, "The story is kept.")
        return redirect("interviews:stories")
    status = 400 if form.is_bound else 200
    return private(render(request, "interviews/story.html", {"form": form, "story": found}, status=status))


@login_required
@require_POST
def drop(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take one away."""
    get_object_or_404(Story, pk=id, user=person(request)).delete()
    messages.success(request, "The story is gone.")
    return redirect("interviews:stories")
