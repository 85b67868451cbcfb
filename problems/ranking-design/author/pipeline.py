"""What a candidate hands in, checked and typed: `read(design)` gives a Pipeline or refuses with the exact place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import world
from fields import Fields, entries, record
from readyroom import InvalidDesign

T = TypeVar("T")
KINDS = ("history", "cold")


@dataclass(frozen=True)
class Retrieval:
    """One call of a channel, for viewers of the kinds in `viewers`."""

    channel: str
    k: int
    timeout_ms: float
    viewers: tuple[str, ...]
    ef: int = 0
    refresh_s: int = 0
    max_age_h: float = 0.0


@dataclass(frozen=True)
class Features:
    """How features reach the rankers."""

    cache_items: int = 0
    ttl_s: int = 60
    on_miss: str = "wait"
    hedge_ms: float | None = None


@dataclass(frozen=True)
class Ranking:
    """One ranking stage: scores `inputs` candidates, passes on `outputs`."""

    model: str
    inputs: int
    outputs: int
    batch: int
    wait_ms: float
    replicas: int


@dataclass(frozen=True)
class Rerank:
    """Greedy maximal marginal relevance with at most `per_creator` videos of one creator."""

    weight: float
    per_creator: int


@dataclass(frozen=True)
class Explore:
    """A share of the slots goes to new videos, chosen by `arm`."""

    share: float
    arm: str
    viewers: tuple[str, ...]


@dataclass(frozen=True)
class Fallback:
    """After `after_ms` the list `serve` is shown instead."""

    after_ms: float
    serve: str


@dataclass(frozen=True)
class Pipeline:
    """A whole design."""

    retrieval: tuple[Retrieval, ...]
    features: Features
    ranking: tuple[Ranking, ...]
    rerank: Rerank | None
    explore: Explore | None
    fallback: Fallback | None

    def calls(self, kind: str) -> tuple[Retrieval, ...]:
        """The channels that are asked for viewers of one kind, in the order of the design."""
        return tuple(call for call in self.retrieval if kind in call.viewers)

    def refresh_s(self, channel: str) -> int:
        """How often a cached list is computed anew: by the call that asks for it, else every 15 minutes."""
        return next((call.refresh_s for call in self.retrieval if call.channel == channel), 900)


def read(design: object) -> Pipeline:
    """Check a design and return it typed; InvalidDesign names the first field that is wrong."""
    fields = record(design, "design", ("retrieval", "features", "ranking", "rerank", "explore", "fallback"))
    retrieval = tuple(
        _retrieval(item, f"retrieval[{number}]")
        for number, item in enumerate(entries(fields.required("retrieval"), "retrieval", 1, 12))
    )
    _refuse_double_calls(retrieval)
    ranking = tuple(
        _ranking(item, f"ranking[{number}]")
        for number, item in enumerate(entries(fields.value("ranking", []), "ranking", 0, len(world.RANKERS)))
    )
    _check_funnel(ranking)
    return Pipeline(
        retrieval,
        _optional(fields, "features", _features) or Features(),
        ranking,
        _optional(fields, "rerank", _rerank),
        _optional(fields, "explore", _explore),
        _optional(fields, "fallback", _fallback),
    )


def _optional(fields: Fields, name: str, read_part: Callable[[object, str], T]) -> T | None:
    """A part that may be None or left out."""
    value = fields.value(name, None)
    return None if value is None else read_part(value, name)


def _viewers(fields: Fields) -> tuple[str, ...]:
    """Which kinds of viewers a part is for."""
    named = fields.choice("viewers", ("all", *KINDS), default="all")
    return KINDS if named == "all" else (named,)


def _retrieval(item: object, where: str) -> Retrieval:
    """One retrieval entry."""
    common = ("channel", "k", "timeout_ms", "viewers")
    own = {"two_tower": "ef", "region_popular": "refresh_s", "trending_language": "refresh_s"}
    own["fresh_uploads"] = "max_age_h"
    channel = record(item, where, (*common, *sorted(set(own.values())))).choice(
        "channel", tuple(world.CHANNELS)
    )
    fields = record(item, where, (*common, *([own[channel]] if channel in own else [])), of=channel)
    return Retrieval(
        channel,
        fields.integer("k", 1, 1000),
        fields.number("timeout_ms", 1, 1000, default=1000),
        _viewers(fields),
        fields.integer("ef", 8, 512, default=64) if channel == "two_tower" else 0,
        fields.integer("refresh_s", 60, 86_400, default=900) if channel in world.CACHED_LISTS else 0,
        fields.number("max_age_h", 1, 48, default=24) if channel == "fresh_uploads" else 0.0,
    )


def _features(item: object, where: str) -> Features:
    """The features part."""
    fields = record(item, where, ("cache_items", "ttl_s", "on_miss", "hedge_ms"))
    on_miss = fields.choice("on_miss", ("wait", "defaults"), default="wait")
    hedge = None if fields.value("hedge_ms", None) is None else fields.number("hedge_ms", 1, 100)
    if hedge is not None and on_miss == "defaults":
        raise InvalidDesign(
            "features.hedge_ms", 'needs on_miss "wait": with "defaults" nothing is waited for'
        )
    return Features(
        fields.integer("cache_items", 0, 20_000_000, default=0),
        fields.integer("ttl_s", 1, 86_400, default=60),
        on_miss,
        hedge,
    )


def _ranking(item: object, where: str) -> Ranking:
    """One ranking stage."""
    fields = record(item, where, ("model", "in", "out", "batch", "wait_ms", "replicas"))
    model = fields.choice("model", tuple(world.RANKERS))
    stage = Ranking(
        model,
        fields.integer("in", 20, 1000),
        fields.integer("out", 20, 1000),
        fields.integer("batch", 1, 128, default=1),
        fields.number("wait_ms", 0, 100, default=2),
        fields.integer("replicas", 1, 64, default=world.RANKERS[model].replicas),
    )
    if stage.outputs > stage.inputs:
        raise InvalidDesign(f"{where}.out", f"must be at most in = {stage.inputs}, got {stage.outputs}")
    return stage


def _rerank(item: object, where: str) -> Rerank:
    """The re-ranking part."""
    fields = record(item, where, ("rule", "weight", "per_creator"))
    fields.choice("rule", ("mmr",))
    return Rerank(
        fields.number("weight", 0, 1, default=0.0), fields.integer("per_creator", 1, 20, default=world.FEED)
    )


def _explore(item: object, where: str) -> Explore:
    """The exploration part."""
    fields = record(item, where, ("share", "arm", "viewers"))
    arm = fields.choice("arm", ("uniform", "ucb", "thompson"))
    return Explore(fields.number("share", 0, 0.5), arm, _viewers(fields))


def _fallback(item: object, where: str) -> Fallback:
    """The fallback part."""
    fields = record(item, where, ("after_ms", "serve"))
    return Fallback(fields.number("after_ms", 1, 1000), fields.choice("serve", world.CACHED_LISTS))


def _refuse_double_calls(retrieval: tuple[Retrieval, ...]) -> None:
    """A channel may be asked once per kind of viewers; its list is refreshed at one pace."""
    for number, call in enumerate(retrieval):
        for earlier in range(number):
            other = retrieval[earlier]
            if other.channel != call.channel:
                continue
            if set(other.viewers) & set(call.viewers):
                raise InvalidDesign(
                    f"retrieval[{number}].channel",
                    f'"{call.channel}" is already asked for these viewers by retrieval[{earlier}]',
                )
            if other.refresh_s != call.refresh_s:
                raise InvalidDesign(
                    f"retrieval[{number}].refresh_s",
                    f"must equal that of retrieval[{earlier}], {other.refresh_s}: it is one list",
                )


def _check_funnel(ranking: tuple[Ranking, ...]) -> None:
    """A later stage cannot score more than the earlier one passes on; no model runs twice."""
    for number in range(1, len(ranking)):
        before, stage = ranking[number - 1], ranking[number]
        if stage.inputs > before.outputs:
            raise InvalidDesign(
                f"ranking[{number}].in",
                f"must be at most out of ranking[{number - 1}] = {before.outputs}, got {stage.inputs}",
            )
        if stage.model == before.model:
            raise InvalidDesign(
                f"ranking[{number}].model", f'"{stage.model}" already runs in ranking[{number - 1}]'
            )
