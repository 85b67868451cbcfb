"""One day's feeds: what the heads predict, what the objective makes of it, and what viewers make of the feed."""

from dataclasses import dataclass

import numpy as np
import world
from plan import Plan
from population import Luck, Population


def logistic(x):
    """1 / (1 + e^-x)."""
    return 1 / (1 + np.exp(-x))


@dataclass(frozen=True)
class Truth:
    """What (viewers, videos) are worth to each other: probabilities, the share watched, and joy."""

    click: np.ndarray
    watch: np.ndarray
    like: np.ndarray
    hide: np.ndarray
    joy: np.ndarray


def truth(match, quality, bait) -> Truth:
    """The world's formulas; see world.py."""
    c, j, w, k, h = world.CLICK, world.JOY, world.WATCH, world.LIKE, world.HIDE
    joy = j["match"] * match + j["quality"] * quality + j["bait"] * bait
    return Truth(
        logistic(c["base"] + c["match"] * match + c["quality"] * quality + c["bait"] * bait),
        logistic(w["base"] + w["joy"] * joy + w["bait"] * bait),
        logistic(k["base"] + k["joy"] * joy),
        logistic(h["base"] + h["joy"] * joy + h["bait"] * bait),
        joy,
    )


def predictions(true: Truth, seen, errors) -> dict[str, np.ndarray]:
    """What the heads say of each candidate: per impression, so likes and watching count after a click.

    `seen` (viewers, videos) is how often each candidate's creator has been watched.
    """

    def blurred(probability, head):
        odds = probability / (1 - probability)
        off = np.exp(world.ERRORS[head] * errors[world.HEADS.index(head)])
        return odds * off / (1 + odds * off)

    click = blurred(true.click, "click")
    unknown = world.JOY_UNSEEN / np.sqrt(1 + seen / world.SEEN)
    deviation = np.sqrt(world.ERRORS["joy"] ** 2 + unknown**2)
    return {
        "click": click,
        "watch": click * blurred(true.watch, "watch"),
        "like": click * blurred(true.like, "like"),
        "hide": blurred(true.hide, "hide"),
        "joy": click * (true.joy + deviation * errors[world.HEADS.index("joy")]),
    }


def chosen(plan: Plan, extra_click: float, said, topic, need, luck: Luck, rows) -> np.ndarray:
    """Places (n, FEED) of the candidates shown: by value, less what repeats a topic, and some by chance."""
    score = sum(
        (plan.value[head] + (extra_click if head == "click" else 0.0)) * said[head] for head in world.HEADS
    )
    score = score + plan.creator_boost * need
    people = np.arange(len(score))
    counts = np.zeros((len(score), world.TOPICS), np.float32)
    places = np.empty((len(score), world.FEED), int)
    free = np.zeros_like(score)
    for slot in range(world.FEED):
        value = score - plan.diversity * np.take_along_axis(counts, topic, axis=1) + free
        chance = (luck.explore[slot][rows] < plan.explore)[:, None]
        places[:, slot] = np.where(chance, luck.places[rows] + free, value).argmax(axis=1)
        free[people, places[:, slot]] = -1e9
        counts[people, topic[people, places[:, slot]]] += 1
    return places


@dataclass(frozen=True)
class Day:
    """What one day's feeds came to, per viewer who visited (n,), and per creator."""

    clicks: np.ndarray  # expected clicks per impression
    watch: np.ndarray  # expected share watched per impression
    hides: np.ndarray  # expected hides per impression
    joy: np.ndarray  # of the whole feed, per impression
    views: np.ndarray  # (CREATORS,) impressions


def serve(plan: Plan, extra_click: float, people: Population, luck: Luck, rows, uploading, seen, mood) -> Day:
    """Feeds for the viewers `rows` (n,) from the creators `uploading` (indices)."""
    creator = uploading[(luck.creators[rows] * len(uploading)).astype(int)]  # (n, CANDIDATES)
    topic = people.topic[creator]
    match = np.take_along_axis(people.interest[rows], topic, axis=1).astype(np.float32)
    true = truth(match, people.quality[creator].astype(np.float32), people.bait[creator].astype(np.float32))
    said = predictions(true, seen[creator], luck.errors[:, rows])
    places = chosen(plan, extra_click, said, topic, 1 - mood[creator], luck, rows)

    def shown(values):
        return np.take_along_axis(values, places, axis=1)

    click, topics = shown(true.click), shown(topic)
    alike = (topics[:, :, None] == topics[:, None, :]).sum(axis=(1, 2)) - world.FEED
    return Day(
        click.mean(axis=1),
        (click * shown(true.watch)).mean(axis=1),
        shown(true.hide).mean(axis=1),
        (click * shown(true.joy)).sum(axis=1) / world.FEED - world.TEDIUM * alike / 2 / world.FEED,
        np.bincount(shown(creator).ravel(), minlength=world.CREATORS),
    )
