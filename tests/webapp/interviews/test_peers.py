"""Two candidates who interview each other: waiting, matching, coming, swapping, and not coming."""

from datetime import timedelta

import pytest

from tests.webapp.interviews.making import NOON, later
from webapp.interviews.domain import peers, rounds
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.models import Pairing, Round, Seeker
from webapp.practice.domain.refusals import Refused

pytestmark = pytest.mark.django_db
KIND = "behavioural"  # drawn from prompts and questions, so that no problem has to be loaded


@pytest.fixture
def matched(alice, bob):
    """Alice waited first."""
    assert peers.seek(alice, "2-1", KIND, NOON) is None
    return peers.seek(bob, "2-1", KIND, later(seconds=30))


def test_two_at_one_level_for_one_round_are_matched_and_nobody_else(alice, bob, charlie, dana):
    assert peers.seek(charlie, "2-2", KIND, NOON) is None
    assert peers.seek(dana, "2-1", "screen", NOON) is None
    assert peers.seek(alice, "2-1", KIND, later(seconds=1)) is None
    made = peers.seek(bob, "2-1", KIND, later(seconds=2))
    assert (made.first, made.second) == (alice, bob)
    assert peers.look(alice, later(seconds=3)) == made
    waiting = peers.look(charlie, later(seconds=4))
    assert (waiting.elsewhere, waiting.lately) == (1, 0)
    assert set(Seeker.objects.filter(state="waiting").values_list("user", flat=True)) == {charlie.pk, dana.pk}


def test_a_page_that_was_closed_is_matched_with_nobody(alice, bob):
    peers.seek(alice, "2-1", KIND, NOON)
    assert peers.seek(bob, "2-1", KIND, later(seconds=60)) is None
    assert peers.look(alice, later(seconds=70)).first == alice  # she is back, at her old place


def test_who_waits_anew_waits_once_and_who_withdraws_not_at_all(alice, bob):
    peers.seek(alice, "2-1", KIND, NOON)
    peers.seek(alice, "2-2", KIND, later(seconds=1))
    assert Seeker.objects.filter(user=alice, state="waiting").count() == 1
    peers.withdraw(alice, later(seconds=2))
    assert peers.look(alice, later(seconds=3)) is None
    assert peers.seek(bob, "2-2", KIND, later(seconds=4)) is None


def test_when_both_have_come_each_sits_one_round_and_interviews_in_the_other(matched, alice, bob):
    assert peers.arrive(matched.pk, bob, later(minutes=1)).state == "meeting"
    row = peers.arrive(matched.pk, alice, later(minutes=2))
    assert row.state == "on"
    first, second = row.first_round, row.second_round
    assert (first.interview.user, interviewer_of(first)) == (alice, bob)
    assert (second.interview.user, interviewer_of(second)) == (bob, alice)
    names = [{one["name"] for one in half.content["questions"]} for half in (first, second)]
    assert names[0].isdisjoint(names[1])
    assert peers.arrive(matched.pk, alice, later(minutes=3)).first_round == first  # again draws nothing
    assert Round.objects.count() == 2


def test_the_second_half_waits_for_the_first_but_not_for_ever(matched, alice, bob):
    peers.arrive(matched.pk, bob, later(minutes=1))
    row = peers.arrive(matched.pk, alice, later(minutes=1))
    first, second = row.first_round, row.second_round
    assert peers.swap_of(first) == second
    with pytest.raises(Refused, match="other half"):
        peers.check_turn(second, later(minutes=2))
    rounds.start(first.pk, later(minutes=5))
    with pytest.raises(Refused, match="other half"):
        peers.check_turn(second, later(minutes=20))
    rounds.hand_in(first.pk, later(minutes=21))
    peers.check_turn(second, later(minutes=22))
    Pairing.objects.update(first_round=None)
    peers.check_turn(second, later(minutes=22))


def test_a_first_half_that_nobody_starts_does_not_block_the_second(matched, alice, bob):
    peers.arrive(matched.pk, bob, NOON)
    second = peers.arrive(matched.pk, alice, NOON).second_round
    with pytest.raises(Refused):
        peers.check_turn(second, later(minutes=9))
    peers.check_turn(second, later(minutes=11))


def test_who_came_waits_on_at_their_old_place_when_the_other_did_not(matched, alice, bob, charlie):
    peers.arrive(matched.pk, alice, later(minutes=1))
    assert peers.look(bob, later(minutes=4)) == matched
    assert peers.look(bob, later(minutes=6)) is None
    assert Pairing.objects.get().state == "missed"
    waiting = Seeker.objects.get(state="waiting")
    assert (waiting.user, waiting.since) == (alice, NOON)
    with pytest.raises(Refused, match="did not come"):
        peers.arrive(matched.pk, bob, later(minutes=7))
    again = peers.seek(charlie, "2-1", KIND, later(minutes=6, seconds=10))
    assert (again.first, again.second) == (alice, charlie)


def test_who_leaves_a_match_sends_the_other_back_to_waiting(matched, alice, bob):
    peers.withdraw(alice, later(minutes=1))
    assert Seeker.objects.get(state="waiting").user == bob
    assert peers.look(alice, later(minutes=1)) is None


def test_the_pages_of_a_match_are_for_the_two_in_it(matched, alice, bob, charlie, as_user):
    Pairing.objects.update(
        made_at=NOON + timedelta(days=365_0)
    )  # by the clock of the pages it has just been made
    page = matched.get_absolute_url()
    for path in (page, f"{page}state"):
        assert as_user(charlie).get(path).status_code == 404
    assert as_user(charlie).post(page).status_code == 404
    first, second = as_user(alice), as_user(bob)
    assert b"has not come yet" in first.get(page).content
    assert first.post(page).url == page
    assert b"is here" in second.get(page).content
    assert second.get(f"{page}state").json() == {"state": "meeting", "here": 1}
    second.post(page)
    assert b"sit it" in first.get(page).content
    assert b"Interview each other" in as_user(charlie).get("/interviews/peers/").content
