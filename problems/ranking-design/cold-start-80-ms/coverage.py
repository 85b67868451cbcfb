"""Creator coverage with the half-width of its 95 % interval."""

import numpy as np
import world
from intervals import Z
from judging import GROUPS, Judgement


def of_coverage(judgement: Judgement, cold_share: float) -> tuple[float, float]:
    """Percentage of creators in COVERAGE_FEEDS feeds drawn from the day, with a jackknife half-width (by spell)."""
    shown = {cold: judgement.shown[cold].sum(axis=0) for cold in (False, True)}
    feeds = {cold: judgement.feeds[cold].sum() for cold in (False, True)}
    without = [
        _coverage(
            {cold: shown[cold] - judgement.shown[cold][group] for cold in shown},
            {cold: feeds[cold] - judgement.feeds[cold][group] for cold in feeds},
            cold_share,
        )
        for group in range(GROUPS)
    ]
    spread = np.sqrt((GROUPS - 1) / GROUPS * ((np.array(without) - np.mean(without)) ** 2).sum())
    return _coverage(shown, feeds, cold_share), float(Z * spread)


def _coverage(shown: dict[bool, np.ndarray], feeds: dict[bool, float], cold_share: float) -> float:
    """Expected percentage of creators in a sample of feeds (rarefaction): the same for any number judged."""
    unseen = np.ones(world.CREATORS)
    for cold, share in ((False, 1.0 - cold_share), (True, cold_share)):
        if feeds[cold]:
            unseen *= (1.0 - shown[cold] / feeds[cold]) ** (share * world.COVERAGE_FEEDS)
    return float(100.0 * (1.0 - unseen.mean()))
