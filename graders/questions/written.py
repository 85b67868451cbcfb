"""The models of written questions with their rubric, and of the readiness check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from graders.package.manifest import LEVELS, Level, Line, Model, Slug, Topic
from graders.questions.items import Text, Why

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=12, max_length=1000)]


class RubricLevel(Model):
    """How far a criterion is met: what marks an answer at this level, and an answer that stands exactly there."""

    points: int = Field(ge=0, le=10)
    says: Words
    anchor: Words


class Criterion(Model):
    """One thing an answer is marked for, on levels from none of its weight to all of it."""

    id: Slug
    title: Line
    weight: float = Field(gt=0, le=100)
    levels: tuple[RubricLevel, ...] = Field(min_length=3, max_length=5)

    @model_validator(mode="after")
    def _levels_rise_from_nothing(self) -> Self:
        points = [level.points for level in self.levels]
        if points[0] != 0 or any(low >= high for low, high in pairwise(points)):
            raise ValueError("levels: points start at 0 and rise")
        return self


class WrittenFile(Model):
    """written/<id>.toml."""

    format: Literal[1]
    title: Line
    level: tuple[Level, Level]
    difficulty: float = Field(ge=-4, le=4)
    minutes: int = Field(ge=5, le=60)
    starred: bool = False
    topics: dict[Topic, float] = {}
    prompt: Text
    criteria: tuple[Criterion, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if LEVELS.index(self.level[0]) > LEVELS.index(self.level[1]):
            raise ValueError(f"level: {self.level[0]} stands above {self.level[1]}")
        if abs(sum(criterion.weight for criterion in self.criteria) - 100) > 1e-9:
            total = sum(criterion.weight for criterion in self.criteria)
            raise ValueError(f"criteria: weights sum to {total:g}, not 100")
        if len({criterion.id for criterion in self.criteria}) < len(self.criteria):
            raise ValueError("criteria: ids repeat")
        if self.topics and abs(sum(self.topics.values()) - 1) > 1e-9:
            raise ValueError(f"topics: weights sum to {sum(self.topics.values()):g}, not 1")
        return self


class Written(WrittenFile):
    """A written question: its file, where that lies, and the worked answer beside it."""

    id: Slug
    topic: Topic
    answer: str = ""

    @property
    def name(self) -> str:
        """`topic/id`, as of a quiz item; the two never share one."""
        return f"{self.topic}/{self.id}"

    @property
    def digest(self) -> str:
        """A hash of question, rubric and answer: marks are given by this rubric."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"

    @property
    def weights(self) -> dict[Topic, float]:
        """Topic -> weight; what is not said otherwise is all about the bank's topic."""
        return dict(self.topics) or {self.topic: 1.0}

    def score(self, marks: Mapping[str, int]) -> float:
        """The share of the weight earned in [0, 1]; `marks` gives each criterion's level, counted from 0."""
        if set(marks) != {criterion.id for criterion in self.criteria}:
            raise ValueError("every criterion of the rubric is marked, and nothing else")
        earned = 0.0
        for criterion in self.criteria:
            index = marks[criterion.id]
            if not 0 <= index < len(criterion.levels):
                raise ValueError(f"{criterion.id} has the levels 0 to {len(criterion.levels) - 1}")
            earned += criterion.weight * criterion.levels[index].points / criterion.levels[-1].points
        return earned / 100


class SelfCheck(Model):
    """One line of the readiness check: a person says whether they can, and what would prove it. `place`: when it is asked."""

    id: Slug
    topic: Topic
    level: Level
    difficulty: float = Field(ge=-4, le=4)
    place: int = Field(default=1000, ge=1, le=1000)
    can: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^Can you [^\n]+\?$", max_length=400)
    ]
    yes: Why
    proof: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]

    @property
    def name(self) -> str:
        """`readiness/id`: a quiz item may have the same id, and its name is topic/id."""
        return f"readiness/{self.id}"


class ReadinessFile(Model):
    """readiness.toml: lines of the readiness check that written questions of the bank prove."""

    format: Literal[1]
    items: tuple[SelfCheck, ...] = Field(min_length=1)
