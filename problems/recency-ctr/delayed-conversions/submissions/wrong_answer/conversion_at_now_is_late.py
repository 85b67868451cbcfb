# group: now
"""Counts a conversion at now as not known yet."""

from collections import Counter, defaultdict
from math import exp


def delayed_cvr(
    clicks: list[tuple[str, int, int | None]], now: int, iterations: int
) -> tuple[float, list[tuple[str, float]]]:
    if iterations < 0 or any(done is not None and done <= clicked for _, clicked, done in clicks):
        raise ValueError("iterations must not be negative, and conversions come after their clicks")
    total: Counter[str] = Counter()
    converted: Counter[str] = Counter()
    waiting: Counter[tuple[str, int]] = Counter()
    delays = 0
    for campaign, clicked, done in clicks:
        if clicked > now:
            continue
        total[campaign] += 1
        if done is not None and done < now:
            converted[campaign] += 1
            delays += done - clicked
        else:
            waiting[campaign, now - clicked] += 1
    known = sum(converted.values())
    if not known:
        raise ValueError("no conversion is known yet")
    lam = known / delays
    rates = dict.fromkeys(sorted(total), 0.5)
    for _ in range(iterations):
        later: dict[str, float] = defaultdict(float)  # conversions still to come
        exposure = 0.0
        for (campaign, waited), count in waiting.items():
            pending = rates[campaign] * exp(-lam * waited)
            weight = count * pending / (1 - rates[campaign] + pending)
            later[campaign] += weight
            exposure += weight * waited
        lam = known / (delays + exposure)
        rates = {campaign: (converted[campaign] + later[campaign]) / total[campaign] for campaign in rates}
    return lam, list(rates.items())
