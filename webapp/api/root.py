"""The API object: its description, its routers, how errors are told."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from webapp.api import checks, problems, readiness, submissions
from webapp.api.auth import TokenAuth
from webapp.errors import problem_document
from webapp.practice.domain.refusals import Refused

DESCRIPTION = """\
Practise from your own editor or scripts: list the problems, run code, submit it and follow the grading; read how ready you
are and how sure that is, answer a readiness check, follow the plan and the reviews.

**Authentication.** Make a personal token under *Settings → API tokens* and send it with every request as
`Authorization: Bearer rr_…`. A token is shown once; it can be given an end and be revoked at any time.

**Errors** are problem documents (`application/problem+json`): `type` is a stable id, `detail` is for people. A used-up
rate limit answers 429 with `wait_s` and `Retry-After`; runs and submissions share the limits of the web page.
"""


class Api(NinjaAPI):
    """NinjaAPI whose description gives errors the content type that they have."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        document = super().get_openapi_schema(**options)
        operations = (operation for path in document["paths"].values() for operation in path.values())
        for operation in operations:
            for status, response in operation["responses"].items():
                if int(status) >= 400 and "application/json" in response.get("content", {}):
                    response["content"] = {
                        "application/problem+json": response["content"]["application/json"]
                    }
        return document


api = Api(
    title="Readyroom",
    version="1.0.0",
    description=DESCRIPTION,
    auth=TokenAuth(),
    urls_namespace="api",
    openapi_extra={"tags": [{"name": "problems"}, {"name": "submissions"}, {"name": "readiness"}]},
)
api.add_router("/problems", problems.router, tags=["problems"])
api.add_router("/submissions", submissions.router, tags=["submissions"])
api.add_router("/readiness", readiness.router, tags=["readiness"])
api.add_router("/readiness/checks", checks.router, tags=["readiness"])


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """What the domain says no to."""
    return problem_document(error.status, error.id, error.text, **error.more)


@api.exception_handler(AuthenticationError)
def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, or one that is unknown, revoked or past its end."""
    response = problem_document(
        401, "auth.required", "A valid API token is needed: Authorization: Bearer rr_…"
    )
    response.headers["WWW-Authenticate"] = 'Bearer realm="Readyroom"'
    return response


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Not there, or not yours."""
    return problem_document(404, "request.not_found", "There is nothing here.")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter or body that does not fit its schema; `errors` names each place."""
    places: list[dict[str, Any]] = [
        {"place": ".".join(str(part) for part in one["loc"]), "text": one["msg"]} for one in error.errors
    ]
    return problem_document(
        422, "request.invalid", "The request does not fit its description.", errors=places
    )


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses, such as a body that is no JSON."""
    return problem_document(error.status_code, "request.bad", str(error))
