"""Designs and traffic that are refused, with the place and the reason."""

import math
from typing import Any

import pipeline
import pytest
import scenario
from readyroom import InvalidDesign

TWO_TOWER = {"channel": "two_tower", "k": 100}
LIGHT = {"model": "light", "in": 100, "out": 50}
REFUSED = [
    (None, "design: must be a dictionary, got None"),
    ({}, "retrieval: is missing"),
    ({"retrieval": []}, "retrieval: must have 1 to 12 entries, got 0"),
    ({"retrieval": "two_tower"}, 'retrieval: must be a list, got "two_tower"'),
    ({"retrieval": [TWO_TOWER | {"k": -3}]}, "retrieval[0].k: must be an integer from 1 to 1000, got -3"),
    ({"retrieval": [TWO_TOWER | {"k": True}]}, "retrieval[0].k: must be an integer from 1 to 1000, got True"),
    ({"retrieval": [TWO_TOWER | {"k": 40.0}]}, "retrieval[0].k: must be an integer from 1 to 1000, got 40.0"),
    (
        {"retrieval": [TWO_TOWER | {"k": 1 << 90}]},
        "retrieval[0].k: must be an integer from 1 to 1000, got an integer of 91 bits",
    ),
    (
        {"retrieval": [TWO_TOWER | {"timeout_ms": math.nan}]},
        "retrieval[0].timeout_ms: must be a number from 1 to 1000, got nan",
    ),
    ({"retrieval": [{"channel": "two_tower"}]}, "retrieval[0].k: is missing"),
    (
        {"retrieval": [{"channel": "two-tower", "k": 5}]},
        'retrieval[0].channel: must be one of "two_tower", "item_to_item", "followed_creators", "region_popular", '
        '"trending_language", "fresh_uploads", got "two-tower"; did you mean "two_tower"?',
    ),
    (
        {"retrieval": [TWO_TOWER | {"refresh_s": 60}]},
        'retrieval[0].refresh_s: is not a field of "two_tower"; the fields are channel, ef, k, timeout_ms, viewers',
    ),
    (
        {"retrieval": [TWO_TOWER], "explor": None},
        "explor: is not a field; the fields are explore, fallback, features, ranking, rerank, retrieval; "
        'did you mean "explore"?',
    ),
    (
        {"retrieval": [TWO_TOWER, TWO_TOWER | {"viewers": "cold"}]},
        'retrieval[1].channel: "two_tower" is already asked for these viewers by retrieval[0]',
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT | {"out": 120}]},
        "ranking[0].out: must be at most in = 100, got 120",
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT, {"model": "deep", "in": 80, "out": 20}]},
        "ranking[1].in: must be at most out of ranking[0] = 50, got 80",
    ),
    (
        {"retrieval": [TWO_TOWER], "ranking": [LIGHT, LIGHT | {"in": 50, "out": 20}]},
        'ranking[1].model: "light" already runs in ranking[0]',
    ),
    (
        {"retrieval": [TWO_TOWER], "features": {"on_miss": "defaults", "hedge_ms": 9}},
        'features.hedge_ms: needs on_miss "wait": with "defaults" nothing is waited for',
    ),
    ({"retrieval": [TWO_TOWER], "rerank": {"rule": "dpp"}}, 'rerank.rule: must be "mmr", got "dpp"'),
    (
        {"retrieval": [TWO_TOWER], "explore": {"share": 0.7, "arm": "ucb"}},
        "explore.share: must be a number from 0 to 0.5, got 0.7",
    ),
    (
        {"retrieval": [TWO_TOWER], "fallback": {"after_ms": 70, "serve": "two_tower"}},
        'fallback.serve: must be one of "region_popular", "trending_language", got "two_tower"',
    ),
    (
        {
            "retrieval": [
                {"channel": "region_popular", "k": 9, "viewers": "cold", "refresh_s": 60},
                {"channel": "region_popular", "k": 9, "viewers": "history"},
            ]
        },
        "retrieval[1].refresh_s: must equal that of retrieval[0], 60: it is one list",
    ),
]


@pytest.mark.parametrize(("design", "message"), REFUSED)
def test_invalid_design_is_refused_with_the_place(design: object, message: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        pipeline.read(design)
    assert str(refused.value) == message


def test_defaults_of_a_design_are_those_of_the_statement() -> None:
    read = pipeline.read({"retrieval": ({"channel": "fresh_uploads", "k": 5},), "ranking": [LIGHT]})
    assert read.retrieval[0] == pipeline.Retrieval(
        "fresh_uploads", 5, 1000.0, ("history", "cold"), max_age_h=24
    )
    assert read.features == pipeline.Features(0, 60, "wait", None)
    assert read.ranking[0] == pipeline.Ranking("light", 100, 50, 1, 2.0, 2)
    assert (read.rerank, read.explore, read.fallback) == (None, None, None)


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        ({"requests_per_s": 0}, "traffic.requests_per_s: must be a number from 10 to 10000, got 0"),
        (
            {"burst": {"factor": 4, "every_s": 1, "lasts_s": 0.5}},
            "traffic.burst: factor * lasts_s must stay below every_s: else it is no burst",
        ),
    ],
)
def test_invalid_traffic_is_refused_with_the_place(traffic: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidDesign) as refused:
        scenario.check(scenario.DEFAULT | traffic)
    assert str(refused.value) == message
