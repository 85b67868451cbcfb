"""Settings and API tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from webapp.accounts.domain import tokens
from webapp.accounts.domain.preferences import preferences_of
from webapp.accounts.forms import PreferencesForm, TokenForm


@login_required
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Theme, keys, editor, and the way to everything about the account."""
    form = PreferencesForm(request.POST or None, instance=preferences_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:settings")
    status = 400 if form.errors else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def tokens_page(request: HttpRequest) -> HttpResponse:
    """The person's tokens; a new one is in the answer to its POST and nowhere else."""
    form, plain, made = TokenForm(request.POST or None), None, None
    if request.method == "POST" and form.is_valid():
        made, plain = tokens.issue(request.user, form.cleaned_data["name"], form.cleaned_data["days"])
        form = TokenForm()
    context = {"form": form, "tokens": list(request.user.api_tokens.all()), "plain": plain, "made": made}
    return render(request, "accounts/tokens.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Delete one token; somebody else's is not there."""
    if not tokens.revoke(request.user, token_id):
        raise Http404
    messages.success(request, "The token is revoked.")
    return redirect("accounts:tokens")
