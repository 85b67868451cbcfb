"""An invitation link, for whoever has it: also for who has no account yet."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from webapp.accounts.person import person
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import private
from webapp.teaching.domain import joining
from webapp.teaching.domain.access import TEACHING, role_in


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """GET says where the link leads, and changes nothing; POST takes a seat. Signing up or in leads back here."""
    try:
        link = joining.look_up(token, timezone.now())
        if request.method == "POST" and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if request.method == "POST":
            cohort = joining.accept(token, person(request), timezone.now())
            messages.success(request, f"You are in {cohort}.")
            return redirect(cohort if role_in(request.user, cohort) in TEACHING else "teaching:mine")
    except Refused as refused:
        return private(render(request, "teaching/refused.html", {"refused": refused}, status=refused.status))
    role = role_in(request.user, link.cohort)
    context = {"link": link, "next": request.path, "role": role, "teaches": role in TEACHING}
    return private(render(request, "teaching/join.html", context))
