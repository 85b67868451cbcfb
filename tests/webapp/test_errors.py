"""Error answers: a page for people, JSON for scripts."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from webapp import urls

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


def raising(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("raise/400", raising(SuspiciousOperation("secret reason"))),
    path("raise/403", raising(PermissionDenied("secret reason"))),
    path("raise/500", raising(RuntimeError("secret reason"))),
    path("raise/503", raising(OperationalError("secret reason"))),
    path("api/v1x/500", raising(RuntimeError("secret reason"))),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PAGES = [("raise/400", 400), ("raise/403", 403), ("no-such-page", 404), ("raise/500", 500)]


@pytest.mark.parametrize(("where", "status"), PAGES)
def test_people_get_a_page(where, status):
    response = Client(raise_request_exception=False).get(f"/{where}", headers={"Accept": "text/html"})

    assert response.status_code == status
    assert response.templates[0].name == f"{status}.html"
    assert "Readyroom" in response.text
    assert "secret reason" not in response.text


@pytest.mark.parametrize(("where", "status"), PAGES)
def test_scripts_get_json(where, status):
    response = Client(raise_request_exception=False).get(f"/{where}", headers={"Accept": "application/json"})

    assert response.status_code == status
    assert set(response.json()["error"]) == {"id", "text"}
    assert "secret reason" not in response.text


def test_database_that_is_away_is_no_bug_and_nothing_was_stored():
    client = Client(raise_request_exception=False)
    page = client.get("/raise/503", headers={"Accept": "text/html"})
    script = client.get("/raise/503", headers={"Accept": "application/json"})

    assert (page.status_code, page.templates[0].name) == (503, "503.html")
    assert "Code you typed on a practice page is still in this browser" in page.text
    assert (script.status_code, script.headers["Retry-After"]) == (503, "60")
    assert script.json()["error"]["id"] == "site.database"
    assert "secret reason" not in page.text + script.text


def test_api_gets_a_problem_document():
    response = Client(raise_request_exception=False).get("/api/v1x/500")

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "site.fault"


def test_form_without_token_is_told_so():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert response.status_code == 403
    assert response.templates[0].name == "403_csrf.html"


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_form_over_the_limit_is_413(alice, as_user):
    response = as_user(alice).post("/settings/", {"theme": "x" * 100})

    assert response.status_code == 413
    assert response.templates[0].name == "413.html"


def test_script_with_a_body_over_the_limit_is_413(alice, problem, as_user):
    body = json.dumps({"code": "x" * (1024 * 1024)})
    response = as_user(alice).post(
        f"{problem.get_absolute_url()}submit", body, content_type="application/json"
    )

    assert response.status_code == 413
    assert response.json()["error"]["id"] == "request.too_large"


def test_wrong_host_is_refused():
    assert Client(SERVER_NAME="evil.example").get("/").status_code == 400
