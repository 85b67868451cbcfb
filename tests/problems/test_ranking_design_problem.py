"""The cold-start problem as it is set: who meets which objectives."""

import pytest
import scenario
import world

from tests.problems.author import accepted
from tests.problems.ranking_design import (
    CASES,
    LOW_IS_GOOD,
    PACKAGE,
    REFERENCE,
    TARGETS,
    changed,
    design_of,
    met,
    simulate,
)


@pytest.fixture(autouse=True)
def _fewer_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging is most of the work of a run and the laws hold for any number of judged feeds."""
    monkeypatch.setattr(world, "JUDGED", 1_000)


def test_starter_meets_latency_and_cost_alone() -> None:
    assert met(simulate(design_of("starter.py"), requests=8_000)) == {"p99_ms", "cost_cents"}


@pytest.mark.slow
@pytest.mark.parametrize("name", accepted(PACKAGE))
def test_accepted_designs_keep_their_distance_from_every_target(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "JUDGED", 6_000)
    result = simulate(design_of(f"submissions/accepted/{name}"), requests=75_000, seed=101)
    for objective, target in TARGETS.items():
        figure = result["measured"][objective]
        spare = target - figure["value"] if objective in LOW_IS_GOOD else figure["value"] - target
        assert spare > 1.5 * figure["half_width"], (objective, figure)


def test_no_single_change_of_the_starter_is_accepted() -> None:
    accepted_design, starter = REFERENCE, design_of("starter.py")
    for part in ("retrieval", "ranking", "rerank", "explore", "features", "fallback"):
        result = simulate(changed(starter, **{part: accepted_design.get(part)}), requests=8_000)
        assert met(result) != set(TARGETS), part


def test_every_seed_draws_other_traffic() -> None:
    fixed = [case.args[0] for case in CASES.cases(None)]
    drawn = [next(iter(CASES.fresh(CASES.random.Random(seed)))).args[0] for seed in (1, 2)]
    assert [case["requests"] for case in fixed + drawn] == [200_000] * 3
    assert len({case["seed"] for case in fixed + drawn}) == 3
    assert all(case["traffic"] == scenario.DEFAULT for case in fixed + drawn)
