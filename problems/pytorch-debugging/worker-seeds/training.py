"""What the draws are for: two small models trained on them, in the author's cell, epoch by epoch."""

import numpy as np
from market import USERS, VIDEOS, WIDTH, WINDOW

BATCH, DIM = 16, 12
PAIR_RATE, CLIP_RATE = 0.1, 0.05


def ranking(market, negatives):
    """AUC after each epoch of a model of pairs, trained with negatives (epochs, ROWS).

    It is the chance that a video drawn from what a user would watch ranks above another, by the truth.
    """
    rng = np.random.default_rng(1)
    users, videos = rng.normal(0, 0.1, (USERS, DIM)), rng.normal(0, 0.1, (VIDEOS, DIM))
    found = []
    for drawn in negatives:
        for start in range(0, len(drawn), BATCH):
            rows = slice(start, start + BATCH)
            user, shown, other = market.user[rows], market.video[rows], drawn[rows]
            apart, before = videos[shown] - videos[other], users[user]  # (B, DIM)
            pull = PAIR_RATE / (1 + np.exp((before * apart).sum(axis=1)))  # (B,)
            np.add.at(users, user, pull[:, None] * apart)
            np.add.at(videos, shown, pull[:, None] * before)
            np.add.at(videos, other, -pull[:, None] * before)
        place = (users @ videos.T).argsort(axis=1).argsort(axis=1) / (VIDEOS - 1)
        found.append(float((market.chance * place).sum(axis=1).mean()))
    return found


def liking(market, starts):
    """Log loss on later clips after each epoch of logistic regression on windows that start at (epochs, ROWS)."""
    weight, bias, found = np.zeros(WIDTH), 0.0, []
    places = np.arange(WINDOW)
    for drawn in starts:
        seen = market.frames[np.arange(len(drawn))[:, None], drawn[:, None] + places].mean(axis=1)
        for start in range(0, len(drawn), BATCH):
            rows = slice(start, start + BATCH)
            error = 1 / (1 + np.exp(-seen[rows] @ weight - bias)) - market.liked[rows]
            weight = weight - CLIP_RATE * error @ seen[rows]
            bias -= CLIP_RATE * error.sum()
        logit = market.later @ weight + bias
        found.append(float(np.logaddexp(0, (1 - 2 * market.later_liked) * logit).mean()))
    return found
