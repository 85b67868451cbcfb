"""How far a check has come: how wide the estimate is, how it got there, and how many questions it will still take."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from graders.package.manifest import TOPICS
from webapp.readiness.ability import Estimate
from webapp.readiness.ability.forecast import Left, questions_left
from webapp.readiness.domain.choosing import shelf_for
from webapp.readiness.domain.estimating import standing_before, standing_of, standings_from
from webapp.readiness.models import Asked, Check

ENOUGH = 0.5
"""A check aims at this standard deviation (logits) for every topic that it is about."""
AIMS = (ENOUGH, 0.6, 0.8)
"""Where the bank cannot do that, the forecast is for the next of these that it can."""
MOST = 60
"""Nobody answers more questions in one sitting, so no forecast looks farther."""


@dataclass(frozen=True)
class Progress:
    """`width` is the standard deviation (logits) of the topic that is known least, `widths` all since the start.

    `left` forecasts the questions until it is `aim`: `ENOUGH`, or the next of `AIMS` where the bank has no more to give;
    None when it has not even that.
    """

    answered: int
    width: float
    widths: tuple[float, ...]
    aim: float
    left: Left | None

    @property
    def reached(self) -> bool:
        """Whether nothing is left to be done."""
        return self.width <= ENOUGH


def progress_of(check: Check, now: datetime) -> Progress:
    """Where the check stands now."""
    topics = [TOPICS.index(topic) for topic in check.focus or TOPICS]
    estimate = standing_of(check.user, now).estimate
    before = standing_before(check.user, check.started_at, check.started_at).estimate
    since = standings_from(check.user, check.started_at)
    widths = [widest(one, topics) for one in (before, *(standing.estimate for standing in since))]
    shelf = shelf_for(check, now)
    width, aim, left = widest(estimate, topics), ENOUGH, None
    for aim in AIMS:
        if shelf and (aim == ENOUGH or aim < width):
            left = questions_left(estimate, shelf.bank, aim, asked=shelf.met, focus=topics, most=MOST)
        if left is not None:
            break
    answered = check.asked.filter(state=Asked.State.ANSWERED).count()
    return Progress(answered, width, tuple(widths), aim, left)


def widest(estimate: Estimate, topics: Collection[int]) -> float:
    """The largest standard deviation (logits) of these topics."""
    return float(estimate.deviations[list(topics)].max())
