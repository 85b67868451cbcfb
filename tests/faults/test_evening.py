"""Whatever is killed, every submission ends with exactly one verdict, and who watches is told what is so."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Evening

pytestmark = [pytest.mark.bubblewrap, pytest.mark.slow, pytest.mark.xdist_group("evening")]


def test_every_submission_has_exactly_one_verdict_and_nobody_was_told_otherwise(evening: Evening) -> None:
    found = evening.reckoning
    assert (found.lost, found.doubled, found.dishonest) == ([], [], {})
    assert sum(found.verdicts.values()) == found.submissions == evening.stored


@pytest.mark.parametrize("misfortune", ["recorder", "web", "broker", "database", "disk"])
def test_misfortune_that_kills_no_grader_costs_no_verdict(evening: Evening, misfortune: str) -> None:
    if misfortune not in evening.phases:
        pytest.skip("a small disk cannot be mounted here")
    for one in evening.phases[misfortune].watched:
        assert one.verdicts == [one.right], one.told


def test_submission_whose_grader_died_is_said_to_wait_again(evening: Evening) -> None:
    first = evening.phases["grader"].watched[0]
    assert first.states[0] in ("queued", "starting", "running")
    assert {"waiting", "queued"} & set(first.states[1:]), first.told


def test_streams_that_broke_with_the_web_process_were_taken_up_again(evening: Evening) -> None:
    assert all(one.broken > 0 for one in evening.phases["web"].watched)


def test_code_is_taken_while_the_queue_is_away(evening: Evening) -> None:
    words = "The queue cannot be reached. Your code is stored and is graded as soon as the queue is back."
    assert words in evening.phases["broker"].watched[1].texts()


@pytest.mark.parametrize("misfortune", ["database", "disk"])
def test_code_that_cannot_be_stored_is_refused_in_words_and_pages_still_open(
    evening: Evening, misfortune: str
) -> None:
    if misfortune not in evening.phases:
        pytest.skip("a small disk cannot be mounted here")
    phase = evening.phases[misfortune]
    assert phase.pages == [200]
    (refusal,) = phase.refusals
    assert refusal.status_code == 503
    assert refusal.json() == {
        "error": {
            "id": "site.database",
            "text": "The database does not answer or has no room at the moment, so nothing was stored. Try again in a minute.",
            "wait_s": 60,
        }
    }
