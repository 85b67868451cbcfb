"""Launches: the three steps of the way in, and the question whose account it is."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from webapp.accounts.models import User
from webapp.lti.domain import arriving, launching
from webapp.lti.domain.claims import DEEP_LINKING, Claims
from webapp.lti.domain.keys import key_set
from webapp.lti.domain.refusals import AGAIN, LaunchRefused
from webapp.lti.models import Launch
from webapp.practice.views.answers import private
from webapp.teaching.models import Role

COOKIE = "lti-launch"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSION = "lti-launch"
"""In the session: the launch that waits for an answer whose account it is, or for the choice of an assignment."""


def refused_page(request: HttpRequest, refused: LaunchRefused) -> HttpResponse:
    """Why a launch leads nowhere, and what to do."""
    return private(render(request, "lti/refused.html", {"refused": refused}, status=refused.status))


@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    """Our public keys."""
    response = JsonResponse(key_set())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@csrf_exempt  # it comes from the platform, carries no cookie, and changes nothing of anybody's
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Step one: on to the platform, with a cookie that knows this browser again."""
    sent = request.POST if request.method == "POST" else request.GET
    words = {name: value[:2000] for name, value in sent.items() if isinstance(value, str)}
    try:
        begun = launching.begin(words, request.build_absolute_uri(reverse("lti:launch")), timezone.now())
    except LaunchRefused as refused:
        return refused_page(request, refused)
    response = redirect(begun.address)
    response.set_cookie(
        COOKIE, begun.cookie, max_age=int(launching.VALID.total_seconds()), path=reverse("lti:keys").rpartition("/")[0],
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@csrf_exempt  # the platform's word is signed, for this launch alone, and only kept
@never_cache
@sensitive_post_parameters("id_token", "state")
@sensitive_variables("ticket")
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """Step two: the platform's word. The browser goes on with a request that carries our cookie."""
    state, token = request.POST.get("state", "")[:200], request.POST.get("id_token", "")
    try:
        if error := request.POST.get("error", ""):
            raise LaunchRefused("platform_error", f"The platform refused: {error[:100]}. {AGAIN}")
        ticket = launching.vouch(state, token, timezone.now())
    except LaunchRefused as refused:
        return refused_page(request, refused)
    response = redirect("lti:open", ticket)
    response.status_code = 303
    return response


@never_cache
@sensitive_variables("ticket")
@require_GET
def arrive(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """Step three: in the browser that began it."""
    try:
        found, claims = launching.use(ticket, request.COOKIES.get(COOKIE, ""), timezone.now())
        user = arriving.account_of(claims)
        if user is None and isinstance(request.user, User) and arriving.may_link(request.user):
            request.session[SESSION] = str(found.pk)
            return private(
                render(request, "lti/account.html", {"claims": claims, "platform": found.platform})
            )
        user = user or arriving.new_account(claims.issuer, claims.subject, claims.name)
        return go_on(request, found, claims, user)
    except LaunchRefused as refused:
        return refused_page(request, refused)


@never_cache
@require_POST
def account(request: HttpRequest) -> HttpResponseBase:
    """The answer whose account it is: the one that is logged in (`mine`), or a new one."""
    try:
        found, claims = waiting(request)
        if "mine" in request.POST and isinstance(request.user, User):
            arriving.link(request.user, claims)
            return go_on(request, found, claims, request.user)
        user = arriving.account_of(claims) or arriving.new_account(claims.issuer, claims.subject, claims.name)
        return go_on(request, found, claims, user)
    except LaunchRefused as refused:
        return refused_page(request, refused)


def waiting(request: HttpRequest) -> tuple[Launch, Claims]:
    """The launch that waits in this session; refused where there is none, or it is too old."""
    try:
        pk = UUID(str(request.session.get(SESSION, "")))
    except ValueError:
        raise LaunchRefused("session", f"There is no launch to go on with. {AGAIN}", 400) from None
    found = Launch.objects.select_related("platform").filter(pk=pk, used_at__isnull=False).first()
    if found is None or timezone.now() - found.created_at > 6 * launching.VALID:
        raise LaunchRefused("session", f"There is no launch to go on with. {AGAIN}", 400)
    return found, Claims(found.claims or {})


def go_on(request: HttpRequest, found: Launch, claims: Claims, user: User) -> HttpResponseBase:
    """Log in as that account, and on to the assignment, the cohort, or the choice of an assignment."""
    course, role = arriving.enter(found, claims, user, timezone.now())
    if request.user != user:
        auth.login(request, user, backend=BACKEND)  # a session of somebody else's is flushed
    request.session.pop(SESSION, None)
    if claims.message == DEEP_LINKING:
        if role is not Role.INSTRUCTOR:
            raise LaunchRefused("role", "Assignments are chosen by those who lead the course.")
        request.session[SESSION] = str(found.pk)
        return redirect("lti:choose")
    target: Any = arriving.assignment_of(course, claims)
    if role is Role.CANDIDATE and (target is None or target.published_at is None):
        if target is not None:
            messages.info(request, "This assignment is not published yet.")
        return redirect("teaching:mine")
    return redirect(target or course.cohort)
