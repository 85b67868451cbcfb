"""From a board to a design that the ranking simulator runs: what of it maps, what was assumed, and what does not map and why.

The simulator is that of `ranking-design/cold-start-80-ms`; names and bounds are those of its schema of a design.
"""

import pprint
import re
from dataclasses import dataclass, field
from typing import Any

from webapp.interviews.domain.boards import Board, Component

CHANNELS = (
    ("two_tower", ("two tower", "two-tower", "two_tower", "context tower", "embedding", "tower")),
    ("item_to_item", ("item to item", "item-to-item", "item_to_item", "i2i", "similar")),
    ("followed_creators", ("follow",)),
    ("trending_language", ("trend", "language")),
    ("region_popular", ("popular", "region")),
    ("fresh_uploads", ("fresh", "upload", "new video")),
)
DEEP, LIGHT = (
    ("deep", "neural", "dnn", "transformer", "cross", "heavy"),
    ("light", "linear", "gbdt", "tree", "cheap", "first"),
)
NOT_SIMULATED = {
    "client": "the simulator's traffic stands for it",
    "gateway": "its time is in every design",
    "service": "the simulator knows none but “explore” and “fallback”",
    "queue": "what runs beside requests is not simulated",
    "stream job": "what runs beside requests is not simulated",
    "trainer": "models are as they are there",
    "registry": "models are as they are there",
    "monitor": "the simulator measures by itself",
    "store": "features come from a feature store there",
}
_UNITS = {"k": 1e3, "m": 1e6, "b": 1e9, "%": 0.01, "s": 1000.0, "ms": 1.0, "h": 1.0, "": 1.0}


@dataclass
class Mapped:
    """`design` is what runs. `used` says what came from which component, `assumed` what the board did not say."""

    design: dict[str, Any] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """As a submission."""
        body = pprint.pformat(self.design, sort_dicts=False, width=100)
        return f'"""Made from a whiteboard."""\n\n\ndef design(traffic: dict) -> dict:\n    return {body}\n'


def to_design(board: Board) -> Mapped:
    """The design that a board stands for; without a channel `design["retrieval"]` is empty, and it cannot run."""
    made = Mapped()
    parts = list(board.components.values())
    made.design["retrieval"] = _channels(made, parts)
    made.design["features"] = _features(made, parts)
    made.design["ranking"] = _ranking(made, board)
    made.design["rerank"] = _rerank(made, parts)
    made.design["explore"] = _explore(made, parts)
    made.design["fallback"] = _fallback(made, parts, board.budget)
    for one in parts:
        words = _words(one)
        if one.type in NOT_SIMULATED and not (one.type in ("service", "store") and _special(words)):
            made.left.append(f"{one.name}: {NOT_SIMULATED[one.type]}")
    if any(one.ms is not None for one in parts):
        made.left.append("Latencies of the board: the simulator's stations have their own")
    return made


def _channels(made: Mapped, parts: list[Component]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in parts:
        if one.type != "retrieval":
            continue
        name = next((name for name, words in CHANNELS if any(word in _words(one) for word in words)), None)
        if name is None:
            made.left.append(
                f"{one.name}: no channel of the simulator; it has {', '.join(name for name, _ in CHANNELS)}"
            )
            continue
        row: dict[str, Any] = {"channel": name, "k": _whole(made, one, "k", 100, 1, 1000)}
        viewers = "cold" if "cold" in _words(one) else "history" if "history" in _words(one) else None
        if viewers:
            row["viewers"] = viewers
        if (wait := _figure(one, "timeout")) is not None:
            row["timeout_ms"] = _clamp(wait, 1, 1000)
        found.append(row)
        made.used.append(f"{one.name}: channel {name}, k {row['k']}")
    for one in parts:
        if one.type != "ann index":
            continue
        tower = next((row for row in found if row["channel"] == "two_tower"), None)
        if tower is None:
            made.left.append(
                f"{one.name}: the simulator's index belongs to two_tower, which the board does not have"
            )
            continue
        tower["ef"] = int(_clamp(_whole(made, one, "ef", 64, 8, 512), 8, 512))
        made.used.append(f"{one.name}: ef {tower['ef']} of two_tower")
    return found


def _features(made: Mapped, parts: list[Component]) -> dict[str, Any] | None:
    stores = [one for one in parts if one.type == "feature store"]
    caches = [one for one in parts if one.type == "cache"]
    if not stores and not caches:
        return None
    row: dict[str, Any] = {"on_miss": "wait"}
    for one in stores[:1]:
        row["on_miss"] = "defaults" if "default" in _words(one) else "wait"
        if (hedge := _figure(one, "hedge")) is not None:
            row["hedge_ms"] = _clamp(hedge, 1, 100)
        made.used.append(f"{one.name}: features, on a miss {row['on_miss']}")
    for one in caches[:1]:
        row["cache_items"] = _whole(made, one, "items", 1_000_000, 0, 20_000_000)
        if (ttl := _figure(one, "ttl")) is not None:
            row["ttl_s"] = int(_clamp(ttl / 1000 if ttl >= 1000 else ttl, 1, 86_400))
        made.used.append(f"{one.name}: {row['cache_items']:,} cached rows")
    made.left += [
        f"{one.name}: the simulator has one feature store and one cache" for one in (*stores[1:], *caches[1:])
    ]
    return row


def _ranking(made: Mapped, board: Board) -> list[dict[str, Any]]:
    rankers = [key for key, one in board.components.items() if one.type == "ranker"]
    names = sorted(
        rankers, key=lambda key: sum(_reaches(board, other, key) for other in rankers if other != key)
    )
    rows: list[dict[str, Any]] = []
    coming = sum(row["k"] for row in made.design["retrieval"])
    for place, key in enumerate(names[:2]):
        one = board.components[key]
        words = _words(one)
        last = place == len(names[:2]) - 1
        model = (
            "deep"
            if any(word in words for word in DEEP)
            else "light"
            if any(word in words for word in LIGHT)
            else ""
        )
        if not model:
            model = "deep" if last else "light"
            made.assumed.append(f"{one.name}: {model} (neither “light” nor “deep” was written)")
        into = _whole(made, one, "in", int(_clamp(coming, 20, 1000)), 20, 1000)
        out = min(into, _whole(made, one, "out", 40 if last else 100, 20, 1000))
        row: dict[str, Any] = {"model": model, "in": into, "out": out}
        for name, low, high in (("batch", 1, 128), ("replicas", 1, 64)):
            if (value := _figure(one, name)) is not None:
                row[name] = int(_clamp(value, low, high))
        rows.append(row)
        coming = out
        made.used.append(f"{one.name}: ranking stage {place + 1}, {model}, {into} in, {out} out")
    made.left += [f"{board.components[key].name}: the simulator has two ranking stages" for key in names[2:]]
    return rows


def _rerank(made: Mapped, parts: list[Component]) -> dict[str, Any] | None:
    found = [one for one in parts if one.type == "re-ranker"]
    if not found:
        return None
    weight = _figure(found[0], "weight")
    if weight is None:
        made.assumed.append(f"{found[0].name}: weight 0.4 of diversity")
    row: dict[str, Any] = {"rule": "mmr", "weight": _clamp(weight if weight is not None else 0.4, 0, 1)}
    if (each := _figure(found[0], "per creator")) is not None:
        row["per_creator"] = int(_clamp(each, 1, 20))
    made.used.append(f"{found[0].name}: re-ranking, weight {row['weight']:g}")
    made.left += [f"{one.name}: the simulator re-ranks once" for one in found[1:]]
    return row


def _explore(made: Mapped, parts: list[Component]) -> dict[str, Any] | None:
    one = next((one for one in parts if one.type in ("service", "store") and "explor" in _words(one)), None)
    if one is None:
        return None
    share = _figure(one, "share")
    if share is None:
        made.assumed.append(f"{one.name}: a share of 0.05 of all slots")
    arm = next((arm for arm in ("thompson", "ucb", "uniform") if arm in _words(one)), "thompson")
    row: dict[str, Any] = {"share": _clamp(share if share is not None else 0.05, 0, 0.5), "arm": arm}
    made.used.append(f"{one.name}: exploration, {row['share']:g} of all slots, {arm}")
    return row


def _fallback(made: Mapped, parts: list[Component], budget: float | None) -> dict[str, Any] | None:
    one = next((one for one in parts if one.type in ("service", "store") and "fallback" in _words(one)), None)
    if one is None:
        return None
    after = _figure(one, "after")
    if after is None:
        after = (budget or 80) - 5
        made.assumed.append(f"{one.name}: after {after:g} ms, five before the budget")
    serve = "trending_language" if "trend" in _words(one) else "region_popular"
    made.used.append(f"{one.name}: {serve} after {after:g} ms")
    return {"after_ms": _clamp(after, 1, 1000), "serve": serve}


def _special(words: str) -> bool:
    return "explor" in words or "fallback" in words


def _words(one: Component) -> str:
    return f"{one.name}; {one.note}".lower()


def _figure(one: Component, name: str) -> float | None:
    """The number beside a name in the note, as in "k=200", "k 200", "200 in" or "2M items"; units are applied."""
    number, unit = r"([\d.]*\d)", r"\s*(ms|s|h|%|k|m|b)?(?![a-z])"
    for pattern in (rf"\b{name}\s*[=:]?\s*{number}{unit}", rf"{number}\s*(k|m|b|%)?\s*{name}\b"):
        if found := re.search(pattern, one.note.lower(), re.ASCII):
            try:
                return float(found[1]) * _UNITS[found[2] or ""]
            except ValueError:  # 1.2.3
                return None
    return None


def _whole(made: Mapped, one: Component, name: str, otherwise: int, low: int, high: int) -> int:
    value = _figure(one, name)
    if value is None:
        made.assumed.append(f"{one.name}: {name} {otherwise:,}")
        return otherwise
    return int(_clamp(value, low, high))


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _reaches(board: Board, start: str, end: str) -> bool:
    """Whether a request that is at `start` comes to `end` later."""
    seen, at = {start}, [start]
    while at:
        here = at.pop()
        for arrow in board.arrows:
            if arrow.start == here and not arrow.late and arrow.end not in seen:
                seen.add(arrow.end)
                at.append(arrow.end)
    return end in seen
