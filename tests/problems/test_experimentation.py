"""Experimentation: accepted solutions against laws of statistics that hold whatever the data are."""

import math
import random
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tests.problems.author import accepted, load


def solutions(problem: str, entry: str) -> list[Any]:
    """One pytest parameter per accepted submission of a problem: what its entry point names."""
    package = f"experimentation/{problem}"
    return [
        pytest.param(vars(load(package, f"submissions/accepted/{name}"))[entry], id=name.removesuffix(".py"))
        for name in accepted(package)
    ]


# Always-valid tests


def stream_of(rng: random.Random, effect: float, length: int) -> list[tuple[str, int]]:
    return [
        (arm, round(rng.gauss(100 + effect * (arm == "treatment"), 10)))
        for _ in range(length)
        for arm in (rng.choice(("control", "treatment")),)
    ]


@pytest.mark.parametrize("always_valid", solutions("peeking-allowed", "AlwaysValid"))
def test_looking_all_the_time_at_nothing_is_rarely_significant(always_valid: Any) -> None:
    rng, runs, found = random.Random(7), 200, 0
    for _ in range(runs):
        experiment = always_valid(10.0, 3.0, 0.05)
        for arm, value in stream_of(rng, 0, 200):
            experiment.observe(arm, value)
        found += experiment.p_value() <= 0.05
    assert found <= 0.05 * runs


@pytest.mark.parametrize("always_valid", solutions("peeking-allowed", "AlwaysValid"))
def test_p_value_is_the_likelihood_averaged_over_effects(always_valid: Any) -> None:
    experiment = always_valid(10.0, 4.0, 0.05)
    experiment.observe("control", 97)
    experiment.observe("treatment", 131)
    effects = np.linspace(-60, 60, 24_001)
    prior = np.exp(-(effects**2) / (2 * 4.0**2)) / (4.0 * math.sqrt(2 * math.pi))
    ratio = np.exp(-((34 - effects) ** 2 - 34**2) / (2 * 200.0))
    averaged = float((prior * ratio).sum() * (effects[1] - effects[0]))
    assert experiment.p_value() == pytest.approx(1 / averaged, rel=1e-6)


@pytest.mark.parametrize("always_valid", solutions("peeking-allowed", "AlwaysValid"))
def test_zero_leaves_the_interval_when_the_p_value_reaches_its_level(always_valid: Any) -> None:
    rng = random.Random(8)
    experiment = always_valid(10.0, 5.0, 0.1)
    outside = []
    for arm, value in stream_of(rng, 6, 400):
        experiment.observe(arm, value)
        low, high = experiment.interval() or (-1, 1)
        assert (experiment.p_value() <= 0.1) == (low >= 0 or high <= 0)
        outside.append(low >= 0 or high <= 0)
    assert set(outside) == {False, True}


# Experiments by city


@pytest.mark.parametrize("by_city", solutions("randomised-by-city", "by_city"))
def test_choice_of_cities_is_rejected_no_more_often_than_the_level(by_city: Any) -> None:
    rng = random.Random(3)
    cities = {f"c{at}": [rng.randint(0, 9) for _ in range(rng.randint(1, 5))] for at in range(6)}
    found = []
    for treated in combinations(cities, 3):
        rows = [
            (city, "treatment" if city in treated else "control", value)
            for city, values in cities.items()
            for value in values
        ]
        found.append(by_city(rows)["p"])
    for level in (0.1, 0.2, 0.3, 0.5, 1.0):
        assert sum(p <= level + 1e-9 for p in found) <= level * len(found) + 1e-9


@pytest.mark.parametrize("by_city", solutions("randomised-by-city", "by_city"))
def test_city_of_one_user_each_is_an_experiment_by_user(by_city: Any) -> None:
    rng = random.Random(4)
    rows = [(f"c{at}", ("control", "treatment")[at % 2], rng.randint(0, 50)) for at in range(9)]
    found = by_city(rows)
    assert found["se"] == pytest.approx(found["naive_se"], rel=1e-12)
    assert found["design_effect"] == pytest.approx(1.0)
    assert found["icc"] is None


@pytest.mark.parametrize("by_city", solutions("randomised-by-city", "by_city"))
def test_cities_of_identical_users_are_worth_one_user_each(by_city: Any) -> None:
    levels = [3, 8, 4, 9, 12, 7]
    rows = [(f"c{at}", ("control", "treatment")[at % 2], level) for at, level in enumerate(levels)]
    one, ten = by_city(rows), by_city(rows * 10)
    assert ten["icc"] == pytest.approx(1.0)
    assert ten["se"] == pytest.approx(one["se"], rel=1e-12)


# Novelty


@pytest.mark.parametrize("novelty", solutions("novelty-or-habit", "novelty"))
def test_curve_is_what_treatment_adds_at_each_age(novelty: Any) -> None:
    rng = random.Random(5)
    added = [40, 25, 15, 10, 8, 8]
    exposures, activity = [], []
    for cohort, level in ((0, 90), (2, 40), (3, 10)):
        base = [[level + rng.randint(0, 9) for _ in added] for _ in range(4)]
        for arm in ("control", "treatment"):
            for at, days in enumerate(base):
                user = f"{arm}{cohort}{at}"
                exposures.append((user, arm, cohort))
                for age, value in enumerate(days):
                    activity.append((user, cohort + age, value + (arm == "treatment") * added[age]))
    found = novelty(exposures, activity, 8, len(added), 2, 5.0)
    assert found["curve"] == pytest.approx(added)
    assert (found["early"], found["late"], found["change"]) == pytest.approx((32.5, 8.0, -24.5))


# CUPED


@pytest.mark.parametrize("cuped", solutions("cuped-readout", "cuped"))
def test_what_the_past_explains_fully_is_taken_out_fully(cuped: Any) -> None:
    rng = random.Random(6)
    users, events = [], []
    for at in range(20):
        arm, past = ("control", "treatment")[at % 2], rng.randint(0, 90)
        users.append((f"u{at}", arm, 0, 10))
        events += [(f"u{at}", 9, past), (f"u{at}", 10, 3 * past + 7 + 5 * (arm == "treatment"))]
    found = cuped(users, events, 5)
    assert found["theta"] == pytest.approx(3.0)
    assert found["effect"] == pytest.approx(5.0)
    assert found["variance_reduction"] == pytest.approx(1.0)


# Many metrics


@pytest.mark.parametrize("adjusted", solutions("many-metrics", "adjusted"))
def test_holm_is_the_closed_test_of_bonferroni(adjusted: Any) -> None:
    rng = random.Random(9)
    p_values = [rng.choice((0.001, 0.01, 0.02, 0.02, 0.04, 0.3)) for _ in range(7)]
    expected = [
        max(
            min(1.0, len(group) * min(p_values[at] for at in group))
            for size in range(1, 8)
            for group in combinations(range(7), size)
            if mine in group
        )
        for mine in range(7)
    ]
    assert adjusted([("family", p) for p in p_values], "holm") == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("adjusted", solutions("many-metrics", "adjusted"))
@pytest.mark.parametrize("level", [0.02, 0.05, 0.1, 0.3])
def test_benjamini_hochberg_rejects_what_its_step_up_rule_rejects(adjusted: Any, level: float) -> None:
    rng = random.Random(10)
    p_values = [round(rng.random() ** 3, 3) for _ in range(40)]
    ascending = sorted(p_values)
    last = max((rank for rank in range(1, 41) if ascending[rank - 1] <= level * rank / 40), default=0)
    found = adjusted([("family", p) for p in p_values], "bh")
    assert sum(p <= level + 1e-12 for p in found) == last > 0


# Power


@pytest.mark.parametrize("planner", solutions("power-and-sample-size", "Planner"))
def test_planned_number_of_users_has_the_power_it_was_planned_for(planner: Any) -> None:
    users = planner(0.05, 0.8, 0.3).rate_users(0.2, 0.26)
    rng, runs = np.random.default_rng(11), 20_000
    treated = round(0.3 * users)
    control = rng.binomial(users - treated, 0.2, runs) / (users - treated)
    treatment = rng.binomial(treated, 0.26, runs) / treated
    pooled = (control * (users - treated) + treatment * treated) / users
    error = np.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / (users - treated)))
    assert (np.abs(treatment - control) > 1.959964 * error).mean() == pytest.approx(0.8, abs=0.015)


# Ratio metrics and the bootstrap


@pytest.mark.parametrize("readout", solutions("ratio-metric-by-user", "readout"))
@pytest.mark.parametrize("interval", solutions("user-level-bootstrap", "interval"))
def test_bootstrap_by_user_agrees_with_the_delta_method(readout: Any, interval: Any) -> None:
    rng = np.random.default_rng(12)
    assigned, log = [], []
    for at in range(600):
        arm = ("control", "treatment")[at % 2]
        shown = int(rng.integers(5, 60))
        assigned.append((f"u{at}", arm))
        log.append((f"u{at}", shown, int(rng.binomial(shown, rng.beta(2, 12)))))
    arms = dict(assigned)
    rows = [(user, arms[user], shown, clicks) for user, shown, clicks in log]
    weights = {user: rng.poisson(1.0, 600).tolist() for user, _ in assigned}
    by_delta, drawn = readout(assigned, log, 0.5, 0.0), interval(rows, weights, 0.6827)
    assert drawn["lift"] == pytest.approx(by_delta["lift"])
    assert (drawn["high"] - drawn["low"]) / 2 == pytest.approx(by_delta["se"], rel=0.12)
