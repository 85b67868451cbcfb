"""Errors as problem documents (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field


class ProblemDocument(Schema):
    """An error."""

    type: str = Field(description="Stable id of what went wrong.", examples=["rate.exceeded"])
    title: str = Field(examples=["Too Many Requests"])
    status: int = Field(examples=[429])
    detail: str = Field(description="Words for people.", examples=["Try again in 12 s."])
    wait_s: int | None = Field(None, description="Seconds to wait, with status 429.", examples=[12])
    line: int | None = Field(None, description="1-based line in what was sent, where there is one.")
    column: int | None = None
    field: str | None = Field(None, description="`input` where that is what was refused.")
    errors: list[dict[str, str]] | None = Field(
        None, description="Each place that does not fit, with status 422."
    )


def problem_document(status: int, id: str, detail: str, **more: Any) -> HttpResponse:
    """The response for an error; `wait_s` also becomes Retry-After."""
    body = {"type": id, "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if "wait_s" in more:
        response.headers["Retry-After"] = str(more["wait_s"])
    return response
