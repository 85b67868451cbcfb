"""Evidence of every kind: the better it is the further up it moves, and each kind has its own say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.readiness.ability import prior
from webapp.readiness.ability.evidence import (
    Evidence,
    Kind,
    claimed,
    interviewed,
    item_of,
    marked,
    scored,
    solved,
)
from webapp.readiness.ability.rounds import MARKS, Round

WEIGHTS = [0.8, 0.2]
CODE = item_of(Kind.CODE, WEIGHTS, 0.0)
UNTIMED = item_of(Kind.CODE, WEIGHTS, 0.0, timed=False)
ROUND = Round(np.array([0.5, 0.5]), target=0.0)


def moves(evidence: Evidence) -> float:
    """By how much it moves the first topic of somebody unknown, logits."""
    return float(evidence.moves(prior(2)).mean[0])


LADDERS = [
    [claimed(item_of(Kind.CLAIM, WEIGHTS, 0.0), yes) for yes in (False, True)],
    [scored(item_of(Kind.CHOICE, WEIGHTS, 0.0), score) for score in (0.0, 1.0)],
    [scored(item_of(Kind.ORDERING, WEIGHTS, 0.0), score) for score in (0.0, 0.4, 1.0)],
    [marked(item_of(Kind.RUBRIC, WEIGHTS, 0.0), share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)],
    [
        solved(CODE, attempt=None),
        solved(CODE, attempt=1, hints=2, minutes=20, norm=30),
        solved(CODE, attempt=3, minutes=20, norm=30),
        solved(CODE, attempt=1, minutes=40, norm=30),
        solved(CODE, attempt=1, minutes=20, norm=30),
    ],
    [
        solved(UNTIMED, attempt=None),
        solved(UNTIMED, attempt=5),
        solved(UNTIMED, attempt=2),
        solved(UNTIMED, attempt=1),
    ],
    [interviewed(ROUND, mark) for mark in MARKS],
]


@pytest.mark.parametrize("ladder", LADDERS)
def test_better_evidence_moves_further_up(ladder):
    steps = [moves(evidence) for evidence in ladder]
    assert steps == sorted(set(steps))
    assert steps[0] < 0 < steps[-1]


def test_a_claim_says_less_than_an_answer_and_that_less_than_a_mark():
    best = [
        moves(claimed(item_of(Kind.CLAIM, WEIGHTS, 0.0), True)),
        moves(scored(item_of(Kind.CHOICE, WEIGHTS, 0.0), 1.0)),
        moves(marked(item_of(Kind.RUBRIC, WEIGHTS, 0.0), 1.0)),
    ]
    assert best == sorted(best)


def test_difficulty_that_is_a_guess_says_less():
    known = scored(item_of(Kind.NUMERIC, WEIGHTS, 0.0, uncertainty=0.1), 1.0)
    guessed = scored(item_of(Kind.NUMERIC, WEIGHTS, 0.0, uncertainty=1.0), 1.0)
    assert moves(guessed) < moves(known)


def test_learned_discrimination_takes_the_place_of_the_kinds():
    item = item_of(Kind.CHOICE, WEIGHTS, 0.3, discrimination=2.0, uncertainty=0.0)
    assert item.loadings == pytest.approx([1.6, 0.4])
    assert item.probabilities([0.3, 0.3]) == pytest.approx([0.5, 0.5])


@settings(deadline=None)
@given(st.floats(0, 1))
def test_every_share_of_a_rubric_is_a_category(share):
    assert marked(item_of(Kind.RUBRIC, WEIGHTS, 0.0), share).category == min(int(5 * share), 4)


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_score_that_is_no_share(score):
    with pytest.raises(ValueError, match="no share"):
        scored(item_of(Kind.CHOICE, WEIGHTS, 0.0), score)


def test_time_without_a_norm_needs_an_untimed_item():
    with pytest.raises(ValueError, match="time counts"):
        solved(CODE, attempt=1, minutes=20)
    with pytest.raises(ValueError, match="time counts"):
        solved(UNTIMED, attempt=1, minutes=20, norm=30)


@pytest.mark.parametrize(("attempt", "hints"), [(0, 0), (1, -1)])
def test_attempts_and_hints_that_cannot_be(attempt, hints):
    with pytest.raises(ValueError, match="attempt"):
        solved(UNTIMED, attempt=attempt, hints=hints)


def test_a_yes_of_an_interviewer_is_a_passed_round():
    abilities = np.array([[-1.0, 0.5], [0.4, 1.2]])
    assert ROUND.marked.probabilities(abilities)[:, 2:].sum(axis=1) == pytest.approx(
        ROUND.passed.probabilities(abilities)[:, 1]
    )
