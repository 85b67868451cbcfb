"""Settings and API tokens, which share one page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from webapp.accounts.domain import tokens
from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.forms import PreferencesForm, TokenForm
from webapp.accounts.person import person


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Theme, keys, editor, tokens."""
    form = PreferencesForm(request.POST or None, instance=preferences_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    return page(request, form=form)


@login_required
@never_cache
@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """A new token; its plain text is in this answer and nowhere else."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return page(request, token_form=form)
    _, plain = tokens.issue(person(request), form.cleaned_data["name"], form.cleaned_data["days"])
    return page(request, new_token=plain)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Delete one token; somebody else's is not there."""
    if not tokens.revoke(person(request), token_id):
        raise Http404
    messages.success(request, "The token is revoked.")
    return redirect("accounts:settings")


def page(request: HttpRequest, **context: Any) -> HttpResponse:
    """The settings page; 400 when one of its forms was refused."""
    context.setdefault("form", PreferencesForm(instance=preferences_of(request.user)))
    context.setdefault("token_form", TokenForm())
    context.setdefault("new_token", None)
    context["tokens"] = list(person(request).api_tokens.all())
    refused = context["form"].errors or context["token_form"].errors
    return render(request, "accounts/settings.html", context, status=400 if refused else 200)
