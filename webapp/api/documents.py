"""Errors as problem documents (RFC 9457), for the description of the API."""

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
