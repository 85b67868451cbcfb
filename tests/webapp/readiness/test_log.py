"""The log of evidence, and estimates that are nothing but a cache of it."""

from io import StringIO
from unittest.mock import patch

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graders.package.manifest import TOPICS
from tests.webapp.readiness.making import NOON, later, make_item, observe
from webapp.readiness.ability import Estimate, NumericFailure
from webapp.readiness.domain.estimating import array, rebuild, standing_before, standing_of
from webapp.readiness.domain.population import newcomer
from webapp.readiness.models import Calibration, Evidence, Goal, Population, Step

CODING = TOPICS.index("coding")


def cache(user):
    """Every number that is cached for somebody."""
    return list(
        Step.objects.filter(user=user).values_list("number", "at", "mean", "covariance", "moved", "failed")
    )


def test_nobody_is_known_before_there_is_evidence(alice):
    standing = standing_of(alice, NOON)

    assert standing.number == 0
    assert (standing.estimate.mean == 0).all()
    assert (standing.estimate.covariance == newcomer().covariance).all()


def test_a_right_answer_raises_its_topic_most_and_others_with_it(alice):
    observe(alice, "one")
    mean = standing_of(alice, NOON).estimate.mean

    assert mean.argmax() == CODING
    assert (mean > 0).all()
    assert (array(Step.objects.get().moved) == mean).all()


def test_the_same_occasion_counts_once(alice):
    assert observe(alice, "one") is not None
    before = cache(alice)

    assert observe(alice, "one", category=0) is None
    assert Evidence.objects.count() == 1
    assert cache(alice) == before


def test_each_person_has_a_log_of_their_own(alice, bob):
    observe(alice, "one")
    observe(bob, "one", category=0)

    assert [(piece.user, piece.number) for piece in Evidence.objects.order_by("user")] == [
        (alice, 1),
        (bob, 1),
    ]
    assert standing_of(alice, NOON).estimate.mean[CODING] > 0 > standing_of(bob, NOON).estimate.mean[CODING]


def test_time_widens_and_moves_nothing(alice):
    observe(alice, "one")
    now, then = standing_of(alice, NOON).estimate, standing_of(alice, later(days=100)).estimate

    assert (then.mean == now.mean).all()
    assert (then.deviations > now.deviations).all()
    assert (then.deviations <= newcomer().deviations).all()


def test_a_week_ago_is_what_was_known_then(alice):
    observe(alice, "one")
    observe(alice, "two", at=later(days=8))
    before = standing_before(alice, later(days=1), later(days=9))

    assert before.number == 1
    assert (before.estimate.mean == array(Step.objects.get(number=1).mean)).all()


def test_evidence_that_arrives_late_does_not_turn_time_back(alice):
    observe(alice, "one", at=later(days=3))
    observe(alice, "two", at=NOON)

    assert [step.at for step in Step.objects.order_by("number")] == [later(days=3)] * 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(TOPICS), st.floats(0, 50), st.floats(-2, 2)),
        min_size=1,
        max_size=8,
    )
)
@pytest.mark.django_db
def test_a_rebuild_gives_the_same_bits(alice, answers):
    Evidence.objects.filter(user=alice).delete()
    for index, (category, topic, days, difficulty) in enumerate(answers):
        observe(
            alice, str(index), category, topics={topic: 1.0}, difficulty=difficulty, at=later(days=days),
            categories=3, facts={"type": "several", "score": category / 2},
        )  # fmt: skip
    before = cache(alice)
    assert len(before) == len(answers)

    Step.objects.filter(user=alice).update(mean=bytes(72), covariance=bytes(360))
    assert rebuild(alice) == len(answers)
    assert cache(alice) == before


def test_the_command_rebuilds_everybody_or_those_who_are_named(alice, bob):
    observe(alice, "one")
    observe(bob, "one")
    before = cache(alice) + cache(bob)
    Step.objects.all().delete()
    out = StringIO()
    call_command("rebuild_readiness", "alice", stdout=out)
    assert (len(cache(alice)), len(cache(bob))) == (1, 0)

    call_command("rebuild_readiness", stdout=out)
    assert cache(alice) + cache(bob) == before
    assert out.getvalue().splitlines() == [
        "1 estimates rebuilt from 1 pieces of evidence",
        "2 estimates rebuilt from 2 pieces of evidence",
    ]
    with pytest.raises(CommandError, match="nobody called zoe"):
        call_command("rebuild_readiness", "zoe")


def test_a_numeric_failure_keeps_the_last_good_state_and_is_logged(alice, caplog):
    observe(alice, "one")
    good = standing_of(alice, NOON).estimate
    with patch.object(Estimate, "answered", side_effect=NumericFailure("not finite")):
        observe(alice, "two")

    after = standing_of(alice, NOON)
    assert (after.number, Step.objects.get(number=2).failed) == (2, True)
    assert (after.estimate.mean == good.mean).all()
    assert (after.estimate.covariance == good.covariance).all()
    assert (array(Step.objects.get(number=2).moved) == 0).all()
    assert "estimate not updated" in caplog.text
    observe(alice, "three")
    assert standing_of(alice, NOON).estimate.mean[CODING] > good.mean[CODING]


def test_what_the_model_cannot_take_is_logged_and_moves_nothing(alice, caplog):
    observe(alice, "odd", category=4, categories=7)

    assert (standing_of(alice, NOON).estimate.mean == 0).all()
    assert "7 categories of an item with 2" in caplog.text


def test_a_deleted_item_keeps_its_evidence(alice):
    """What is no longer asked was answered all the same, and is rebuilt from its version."""
    version = make_item("gone")
    observe(alice, "one", item=version)
    before = cache(alice)
    version.item.retired, version.item.current = True, None
    version.item.save()

    with pytest.raises(ProtectedError):
        version.delete()
    rebuild(alice)
    assert cache(alice) == before
    assert Evidence.objects.get().item == version


def test_what_was_erased_does_not_come_back(alice):
    Goal.objects.create(user=alice, erased_at=NOON)

    assert observe(alice, "old", at=later(hours=-1)) is None
    assert observe(alice, "new", at=later(hours=1)) is not None


def test_a_calibrated_item_weighs_by_what_answers_said_of_it(alice, bob):
    version = make_item("one")
    observe(alice, "before", item=version)
    Calibration.objects.create(
        version=version, difficulty=-3.0, difficulty_sd=0.1, discrimination=1.5, answers=300
    )
    observe(bob, "after", item=version)
    plain, easy = (standing_of(user, NOON).estimate.mean[CODING] for user in (alice, bob))

    assert easy < plain / 2, "a right answer to an easy item says little"
    rebuild(alice)
    assert standing_of(alice, NOON).estimate.mean[CODING] == easy


def test_newcomers_start_from_what_people_here_are_like(alice):
    covariance = np.full((len(TOPICS), len(TOPICS)), 0.3)
    np.fill_diagonal(covariance, 1.2)
    Population.objects.create(mean=[0.5] * len(TOPICS), covariance=covariance.tolist(), people=500)
    assert (standing_of(alice, NOON).estimate.mean == 0.5).all()

    observe(alice, "one")
    moved = standing_of(alice, NOON).estimate.mean - 0.5
    assert moved[CODING + 1] == pytest.approx(0.25 * moved[CODING])
