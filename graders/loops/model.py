"""The models of problems/loops: loops with their rounds, and the rubrics, prompts and probes that rounds share."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from graders.package.manifest import LEVELS, Level, Line, Model, Slug, Topic
from graders.questions.written import Criterion

Kind = Literal["screen", "assessment", "modelling", "statistics", "design", "coding", "behavioural"]
KINDS: tuple[Kind, ...] = (
    "screen", "assessment", "modelling", "statistics", "design", "coding", "behavioural",
)  # fmt: skip
Reason = Literal["coding", "memorised", "experiments", "ownership", "communication"]
REASONS: dict[Reason, str] = {
    "coding": "Weak coding fundamentals",
    "memorised": "Memorised machine learning",
    "experiments": "Poor reasoning about experiments and metrics",
    "ownership": "No end-to-end ownership",
    "communication": "Unclear communication",
}
"""Why people fail; a report maps what it found to these."""
Computed = Literal["own-tests", "verdicts", "stages", "star"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=12, max_length=2000)]
Words = tuple[Annotated[str, StringConstraints(min_length=1, max_length=40, to_lower=True)], ...]


class Probe(Model):
    """A question that an interviewer asks back, unless one of these words stands in the answer already."""

    ask: Text
    unless: Words = ()


class Prompt(Model):
    """Something that is asked without an answer of its own: the round's rubric marks it."""

    id: Slug
    title: Line
    ask: Text
    level: tuple[Level, Level] = ("1-2", "3-2")
    themes: tuple[Slug, ...] = ()
    probes: tuple[Probe, ...] = Field(default=(), max_length=5)


class PromptPool(Model):
    """Prompts that rounds draw from."""

    id: Slug
    prompts: tuple[Prompt, ...] = Field(min_length=1)


class PromptFile(Model):
    """parts/prompts.toml."""

    format: Literal[1]
    pools: tuple[PromptPool, ...] = Field(min_length=1)


class ProbeSet(Model):
    """What is asked back after one written question, in this order."""

    question: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    probes: tuple[Probe, ...] = Field(min_length=1, max_length=5)


class ProbeFile(Model):
    """parts/probes.toml."""

    format: Literal[1]
    questions: tuple[ProbeSet, ...] = Field(min_length=1)


class RubricItem(Criterion):
    """A criterion of a round as a whole: which reason to fail it guards against, and whether it can be computed."""

    reason: Reason
    computed: Computed | None = None


class Criteria(Model):
    """Criteria whose weights are a whole."""

    criteria: tuple[RubricItem, ...] = Field(min_length=1, max_length=6)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(criterion.weight for criterion in self.criteria)
        if abs(total - 100) > 1e-9:
            raise ValueError(f"criteria: weights sum to {total:g}, not 100")
        if len({criterion.id for criterion in self.criteria}) < len(self.criteria):
            raise ValueError("criteria: ids repeat")
        return self


class Rubric(Criteria):
    """What a round is marked for beside its questions, or instead of them."""

    id: Slug


class CodeRubricFile(Criteria):
    """rubrics/<id>/rubric.toml: what people mark code for that was handed in outside of a round."""

    format: Literal[1]
    title: Line

    @model_validator(mode="after")
    def _is_marked_by_people(self) -> Self:
        if computed := [criterion.id for criterion in self.criteria if criterion.computed]:
            raise ValueError(
                f"criteria: {computed[0]} is computed, which of code outside of a round nothing is"
            )
        return self


class CodeRubric(CodeRubricFile):
    """The rubric with its name."""

    id: Slug


class RubricFile(Model):
    """parts/rubrics.toml."""

    format: Literal[1]
    rubrics: tuple[Rubric, ...] = Field(min_length=1)


class Pauses(Model):
    """How often a round may be paused, and for how long at most each time (minutes)."""

    times: int = Field(default=0, ge=0, le=5)
    minutes: int = Field(default=0, ge=0, le=30)

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.times == 0) != (self.minutes == 0):
            raise ValueError("pauses: say how often and how long, or neither")
        return self


class Part(Model):
    """What a round draws from one pool, at which levels, and the minutes that it is meant to take."""

    draw: Literal["prompts", "written", "problems", "chain"]
    count: int = Field(ge=1, le=6)
    minutes: int = Field(ge=1, le=120)
    levels: tuple[Level, ...] = Field(default=LEVELS, min_length=1)  # type: ignore[arg-type]
    pool: Slug | None = None
    sets: tuple[Slug, ...] = ()
    topics: tuple[Topic, ...] = ()

    @model_validator(mode="after")
    def _has_its_source(self) -> Self:
        given = {"prompts": self.pool, "written": self.topics, "problems": self.sets, "chain": self.sets}
        if not given[self.draw]:
            raise ValueError(f"draw: {self.draw} need a source: pool, topics or sets")
        if sum(map(bool, (self.pool, self.topics, self.sets))) > 1:
            raise ValueError(f"draw: {self.draw} have one source")
        return self


class LoopRound(Model):
    """One round. `topics` says what it looks at (sums to 1); `at_line` is the chance of passing it for somebody at the
    level's line, `harder` by how many logits it asks for more than that line.
    """

    id: Slug
    kind: Kind
    title: Line
    says: Text
    minutes: int = Field(ge=5, le=120)
    topics: dict[Topic, float]
    at_line: float = Field(default=5 / 6, gt=0, lt=1)
    harder: float = Field(default=0.0, ge=-2, le=2)
    pauses: Pauses = Pauses()
    rubric: Slug
    parts: tuple[Part, ...] = Field(min_length=1, max_length=4)

    def parts_at(self, level: str) -> tuple[Part, ...]:
        """What is drawn at that level."""
        return tuple(part for part in self.parts if level in part.levels)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if abs(sum(self.topics.values()) - 1) > 1e-9:
            raise ValueError(f"topics: weights sum to {sum(self.topics.values()):g}, not 1")
        for level in LEVELS:
            given = sum(part.minutes for part in self.parts_at(level))
            if given != self.minutes:
                where = "" if all(part.levels == LEVELS for part in self.parts) else f" at level {level}"
                raise ValueError(f"minutes: the round has {self.minutes}, its parts have {given}{where}")
        wanted = {"assessment": {"problems"}, "coding": {"chain"}}.get(self.kind, {"prompts", "written"})
        if strange := sorted({part.draw for part in self.parts} - wanted):
            raise ValueError(f"parts: a round of kind {self.kind} draws no {', '.join(strange)}")
        if wanted == {"chain"} and any(len(self.parts_at(level)) > 1 for level in LEVELS):
            raise ValueError("parts: a coding round has one chain")
        return self


class LoopFile(Model):
    """<id>.toml."""

    format: Literal[1]
    title: Line
    summary: Text
    order: int
    levels: tuple[Level, ...] = LEVELS  # type: ignore[assignment]
    rounds: tuple[LoopRound, ...] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        if len({round_.id for round_ in self.rounds}) < len(self.rounds):
            raise ValueError("rounds: ids repeat")
        return self


class Loop(LoopFile):
    """A loop and its name."""

    id: Slug
