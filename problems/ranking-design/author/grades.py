"""What a video is worth to a viewer, and how good a feed is beside the best there is."""

import numpy as np
import world
from candidates import Moment

DISCOUNT = 1.0 / np.log2(np.arange(world.FEED) + 2.0)


def liking(now: Moment, language: np.ndarray) -> np.ndarray:
    """Utility of every video but for the viewer's own interests, (B, N) float32."""
    corpus = now.corpus
    shared = world.QUALITY * corpus.quality + world.TREND * corpus.trend(now.hour)
    shared += corpus.freshness(now.hour)
    foreign = language[:, None] != corpus.language
    return shared.astype(np.float32) - np.float32(world.FOREIGN) * foreign


def ndcg(utility: np.ndarray, feed: np.ndarray) -> np.ndarray:
    """NDCG@20 of feeds, (B,), with the gain 2 ** grade - 1 and grades by the viewer's own order of all videos.

    `utility` is (B, N). The best GRADES[0] videos have the top grade, those up to GRADES[1] one less, and so on; so
    the ideal feed holds the top grade alone.
    """
    bars = [utility.shape[1] - rank for rank in world.GRADES]
    bounds = np.partition(utility, bars, axis=1)[:, bars]
    grade = (np.take_along_axis(utility, feed, axis=1)[:, :, None] >= bounds[:, None, :]).sum(axis=2)
    ideal = (2.0 ** len(world.GRADES) - 1.0) * DISCOUNT.sum()
    return ((2.0**grade - 1.0) * DISCOUNT).sum(axis=1) / ideal
