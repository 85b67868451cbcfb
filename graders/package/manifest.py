"""The models of set.toml, problem.toml and what they may say."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

TOPICS = (
    "coding",
    "recsys-modelling",
    "system-design",
    "experimentation",
    "deep-learning",
    "llm-multimodal",
    "behavioural",
    "feature-store",
    "model-serving",
)
"""The readiness axes."""
LEVELS = ("1-2", "2-1", "2-2", "3-1", "3-2")
TRACKS = ("interview", "internship")

LINE = r"^[^\x00-\x1f\x7f-\x9f\x{2028}-\x{202e}\x{2066}-\x{2069}]*$"
"""No control characters, and none that reverse the direction of a text."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
GroupId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=LINE)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
PythonFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.py$")]
Topic = Literal[
    "coding",
    "recsys-modelling",
    "system-design",
    "experimentation",
    "deep-learning",
    "llm-multimodal",
    "behavioural",
    "feature-store",
    "model-serving",
]
Level = Literal["1-2", "2-1", "2-2", "3-1", "3-2"]


class Model(BaseModel):
    """Strict about names: a misspelt field is an error, not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SetManifest(Model):
    """set.toml."""

    format: Literal[1]
    title: Line
    summary: Line
    order: int
    track: Literal["interview", "internship"]
    stages: tuple[tuple[Slug, ...], ...] = ()
    """Chains of problems: an interviewer's follow-ups in the order in which they are asked."""

    @model_validator(mode="after")
    def _chains(self) -> Self:
        if any(len(chain) < 2 for chain in self.stages):
            raise ValueError("stages: a chain has at least two problems")
        named = [slug for chain in self.stages for slug in chain]
        if twice := sorted({slug for slug in named if named.count(slug) > 1}):
            raise ValueError(f"stages: {', '.join(twice)} stands there twice")
        return self

    @property
    def follows(self) -> dict[str, str]:
        """For each problem that is a follow-up, the one before it."""
        return {after: before for chain in self.stages for before, after in pairwise(chain)}


class Entry(Model):
    """What a candidate must define, and how its signature is shown; a program has neither name nor signature."""

    type: Literal["function", "class", "program"]
    name: Identifier | Literal[""] = ""
    methods: tuple[Identifier, ...] = ()
    signature: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type == "program":
            if self.name or self.methods or self.signature:
                raise ValueError("a program has no name, methods or signature")
            return self
        if not self.name or not self.signature:
            raise ValueError(f"a {self.type} entry has a name and a signature")
        if self.type == "class" and not self.methods:
            raise ValueError("a class entry names its methods")
        if self.type == "function" and self.methods:
            raise ValueError("only a class entry has methods")
        for name in (self.name, *self.methods):
            if not any(line.startswith(name + "(") for line in self.signature):
                raise ValueError(f"signature has no line that starts with {name}(")
        return self

    def signature_of(self, name: str) -> str:
        """The declared signature line of the entry itself or of one method."""
        return next((line for line in self.signature if line.startswith(name + "(")), f"{name}(…)")

    @property
    def parameters(self) -> list[str]:
        """Names of the parameters of the function or constructor, as the signature declares them."""
        return parameter_names(self.signature_of(self.name))


class CaseLimits(Model):
    """Limits of one case, of the author's code, and of a submission as a whole."""

    wall_s: float = Field(default=2.0, gt=0, le=600)
    cpu_s: float | None = Field(default=None, gt=0, le=600)
    memory_mib: int = Field(default=256, ge=16, le=65536)
    output_kib: int = Field(default=64, ge=1, le=1024)
    author_wall_s: float = Field(default=30.0, gt=0, le=600)
    author_memory_mib: int = Field(default=1024, ge=64, le=65536)
    total_wall_s: float = Field(default=60.0, gt=0, le=900)


class Device(Model):
    """The device a problem asks for, the sizes its cases are made in with and without one, and what happens without."""

    wants: Literal["cuda"]
    without: Literal["wait", "cpu"]
    size: int = Field(ge=1, le=1_000_000_000)
    cpu_size: int = Field(ge=1, le=1_000_000_000)
    repeats: int = Field(default=0, ge=0, le=50)
    """Calls that are timed on the device once everything has passed; 0: none is."""

    @model_validator(mode="after")
    def _less_without(self) -> Self:
        if self.cpu_size > self.size:
            raise ValueError("cpu_size: the CPU gets no more than the device does")
        return self


class RunMode(Model):
    """What Run does: which group it runs and, for designs, with how many requests."""

    cases: GroupId = "samples"
    requests: int | None = Field(default=None, ge=1)


class Group(Model):
    """Cases that are worth their points together or not at all, and what must hold before they are run."""

    id: GroupId
    title: Line
    points: float = Field(ge=0, le=100)
    hidden: bool = True
    depends: tuple[GroupId, ...] = ()
    stop_at_first_failure: bool = False


class Objective(Model):
    """A measured target of a design: full points when met, falling linearly to none at `zero_at`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=40)]
    title: Line
    unit: Annotated[str, StringConstraints(max_length=12, pattern=LINE)] = ""
    asked: Annotated[str, StringConstraints(pattern=r"^(<=|>=)\s*-?\d+(\.\d+)?$")]
    points: float = Field(gt=0, le=100)
    zero_at: float | None = None

    @model_validator(mode="after")
    def _zero_lies_beyond(self) -> Self:
        if self.zero_at is not None and (
            self.zero_at <= self.target if self.at_most else self.zero_at >= self.target
        ):
            side = "above" if self.at_most else "below"
            raise ValueError(f"zero_at = {self.zero_at:g} must lie {side} the target {self.target:g}")
        return self

    @property
    def at_most(self) -> bool:
        """Whether the value must stay at or below the target (else at or above)."""
        return self.asked.startswith("<=")

    @property
    def target(self) -> float:
        """The number asked for."""
        return float(self.asked[2:])

    @property
    def decimals(self) -> int:
        """How many decimals the target is written with; measured values are shown with at least these."""
        return len(self.asked.partition(".")[2])


class Manifest(Model):
    """problem.toml."""

    format: Literal[1]
    id: Slug
    title: Line
    summary: Line
    kind: Slug
    image: Literal["python", "torch"] = "python"
    order: int
    level: tuple[Level, Level]
    minutes: int = Field(ge=1, le=240)
    difficulty: float = Field(ge=-5, le=5)
    source: Line
    reference: PythonFile | None = None
    shared: tuple[PythonFile, ...] = ()
    topics: dict[Topic, float] = Field(min_length=1)
    entry: Entry = Entry(type="program")
    limits: CaseLimits = CaseLimits()
    run: RunMode = RunMode()
    partial: bool = False
    groups: tuple[Group, ...] = ()
    objectives: tuple[Objective, ...] = ()
    device: Device | None = None

    @model_validator(mode="after")
    def _weights_and_levels(self) -> Self:
        if any(weight <= 0 for weight in self.topics.values()):
            raise ValueError("topics: every weight must be above 0; leave a topic out instead")
        if abs(sum(self.topics.values()) - 1) > 1e-9:
            raise ValueError(f"topics: weights sum to {sum(self.topics.values()):g}, not 1")
        if LEVELS.index(self.level[0]) > LEVELS.index(self.level[1]):
            raise ValueError(f"level: {self.level[0]} stands above {self.level[1]}")
        repeated = {
            "groups": [group.id for group in self.groups],
            "objectives": [objective.id for objective in self.objectives],
            "shared": self.shared,
        }
        for what, names in repeated.items():
            if len(set(names)) < len(names):
                raise ValueError(f"{what}: {'names' if what == 'shared' else 'ids'} repeat")
        return self

    def group(self, group_id: str) -> Group | None:
        """The group of that id."""
        return next((group for group in self.groups if group.id == group_id), None)

    def required_by(self, group_id: str) -> tuple[Group, ...]:
        """The groups that must pass before that one is run, through however many others, in the manifest's order.

        A group only depends on groups before it, which `kinds.rules` holds; other ids are no dependencies.
        """
        needed: set[str] = set()
        for group in reversed(self.groups):
            if group.id == group_id or group.id in needed:
                needed.update(group.depends)
        return tuple(group for group in self.groups if group.id in needed)


def parameter_names(signature: str) -> list[str]:
    """Parameter names of "f(a: int, b: dict[str, int] = {}, *rest) -> x", without stars, annotations, defaults."""
    inside, depth, start, parts = signature.partition("(")[2], 0, 0, []
    for index, char in enumerate(inside):
        if char in "([{":
            depth += 1
        elif char in ")]}" and depth:
            depth -= 1
        elif char == ")" or (char == "," and depth == 0):
            parts.append(inside[start:index])
            start = index + 1
            if char == ")":
                break
    names = (re.match(r"\s*\**\s*([A-Za-z_]\w*)", part) for part in parts)
    return [match[1] for match in names if match]
