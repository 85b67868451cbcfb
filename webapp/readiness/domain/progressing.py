"""How far a check has come: how wide the estimate is, how it got there, and how many questions it will still take."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from graders.package.manifest import TOPICS
from webapp.readiness.ability import Estimate
from webapp.readiness.ability.forecast import Left, questions_left
from webapp.readiness.domain.choosing import ENOUGH, shelf_for
from webapp.readiness.domain.estimating import standing_before, standing_of, standings_from
from webapp.readiness.models import Asked, Check

AIMS = (ENOUGH, 0.6, 0.7, 0.8)
"""Where one sitting cannot do that, the forecast is for the next of these that it can."""
MOST = 60
"""Nobody answers more questions in one sitting, so no forecast looks farther."""


@dataclass(frozen=True)
class Progress:
    """`width` is the standard deviation (logits) of the topic that is known least, `widths` all since the start.

    `left` forecasts the questions until it is `aim`: `ENOUGH`, or the next of `AIMS` where that is more than a sitting;
    None when none of them can be reached in one. `there` of `topics` are known to `ENOUGH`; `fresh` questions can be asked.
    """

    answered: int
    width: float
    widths: tuple[float, ...]
    aim: float
    left: Left | None
    there: int
    topics: int
    fresh: int

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
    fresh = len(shelf.versions) - len(shelf.met) if shelf else 0
    width, aim, left = widest(estimate, topics), ENOUGH, None
    # What is shown as ±0.6 is not on its way to ±0.6.
    for wanted in (one for one in AIMS if one == ENOUGH or one < round(width, 1)):
        if shelf and fresh:
            left = questions_left(estimate, shelf.bank, wanted, asked=shelf.met, focus=topics, most=MOST)
        if left is not None:
            aim = wanted
            break
    return Progress(
        answered=check.asked.filter(state=Asked.State.ANSWERED).count(),
        width=width,
        widths=tuple(widths),
        aim=aim,
        left=left,
        there=int((estimate.deviations[topics] <= ENOUGH).sum()),
        topics=len(topics),
        fresh=fresh,
    )


def widest(estimate: Estimate, topics: Collection[int]) -> float:
    """The largest standard deviation (logits) of these topics."""
    return float(estimate.deviations[list(topics)].max())
