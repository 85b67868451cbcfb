"""The model of checker.toml: which typed comparison decides, with its tolerances."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from graders.package.manifest import Model


class Exact(Model):
    """Equal values of fitting types; a list and a tuple fit each other unless `sequences = "same"`."""

    type: Literal["exact"] = "exact"
    sequences: Literal["any", "same"] = "any"


class Numeric(Model):
    """Like exact, but numbers agree when |actual - expected| <= atol + rtol * |expected|."""

    type: Literal["numeric"]
    rtol: float = Field(default=1e-9, ge=0, lt=1)
    atol: float = Field(default=0.0, ge=0)
    nan: Literal["equal", "refuse"] = "refuse"
    sequences: Literal["any", "same"] = "any"


class Unordered(Model):
    """A sequence whose elements may come in any order; `items` compares the elements."""

    type: Literal["unordered"]
    items: Spec = Exact()


class Ranked(Model):
    """Rows (id, score, …) by score; rows of equal score in any order, or by id as the reference has them."""

    type: Literal["ranked"]
    id: int = Field(default=0, ge=0)
    score: int = Field(default=1, ge=0)
    rtol: float = Field(default=1e-9, ge=0, lt=1)
    atol: float = Field(default=0.0, ge=0)
    ties: Literal["any", "id"] = "id"


class Fields(Model):
    """A tuple, list or dict whose fields are compared each in its own way; `other` compares the rest."""

    type: Literal["fields"]
    fields: dict[str, Spec] = Field(min_length=1)
    other: Spec = Exact()


class Methods(Model):
    """For a class: how each method's results are compared; `other` compares the rest."""

    type: Literal["methods"]
    methods: dict[str, Spec] = Field(min_length=1)
    other: Spec = Exact()


class Tokens(Model):
    """The output of a program, token by token whatever the space between them.

    With a tolerance, a token that is a number in the expected output needs a number that is near it: within the absolute
    tolerance, or within the relative one times the expected number. `float_tolerance` stands for both.
    """

    type: Literal["tokens"]
    case_sensitive: bool = True
    float_tolerance: float | None = Field(default=None, ge=0, lt=1)
    float_relative_tolerance: float | None = Field(default=None, ge=0, lt=1)
    float_absolute_tolerance: float | None = Field(default=None, ge=0)


class Lines(Model):
    """The output of a program, line by line; space at the end of a line and empty lines at the end do not count."""

    type: Literal["lines"]


Spec = Annotated[Exact | Numeric | Unordered | Ranked | Fields, Field(discriminator="type")]
CheckerSpec = Exact | Numeric | Unordered | Ranked | Fields | Methods | Tokens | Lines

Unordered.model_rebuild()
Fields.model_rebuild()
Methods.model_rebuild()


class CheckerFile(RootModel[Annotated[CheckerSpec, Field(discriminator="type")]]):
    """The whole of checker.toml; its `type` picks the model."""
