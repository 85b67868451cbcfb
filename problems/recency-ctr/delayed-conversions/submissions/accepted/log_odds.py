"""The weight as a logistic function: waiting subtracts lam * e from the log-odds of converting. In arrays."""

import numpy as np


def delayed_cvr(
    clicks: list[tuple[str, int, int | None]], now: int, iterations: int
) -> tuple[float, list[tuple[str, float]]]:
    if iterations < 0:
        raise ValueError("iterations must not be negative")
    if any(done is not None and done <= clicked for _, clicked, done in clicks):
        raise ValueError("a conversion comes after its click")
    known = [row for row in clicks if row[1] <= now]
    names = sorted({campaign for campaign, _, _ in known})
    place = {campaign: at for at, campaign in enumerate(names)}
    done = [row for row in known if row[2] is not None and row[2] <= now]
    if not done:
        raise ValueError("no conversion is known yet")
    delays = sum(converted - clicked for _, clicked, converted in done)
    clicked_in = np.bincount([place[row[0]] for row in known])
    converted_in = np.bincount([place[row[0]] for row in done], minlength=len(names))
    open_ = [(place[row[0]], now - row[1]) for row in known if row[2] is None or row[2] > now]
    pairs, count = np.unique(np.array(open_, dtype=int).reshape(len(open_), 2), axis=0, return_counts=True)
    at, waited = pairs.T  # (pairs,) each
    lam, rates = len(done) / delays, np.full(len(names), 0.5)
    for _ in range(iterations):
        # Odds may be infinite: then everyone converts, or nobody.
        with np.errstate(divide="ignore", over="ignore"):
            log_odds = np.log(rates / (1 - rates))[at] - lam * waited
            weight = count / (1 + np.exp(-log_odds))
        rates = (converted_in + np.bincount(at, weight, minlength=len(names))) / clicked_in
        lam = len(done) / (delays + weight @ waited)
    return lam, [(name, rates[place[name]]) for name in names]
