"""Links into a room: once, for one account, until they expire or are withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.live.domain.invitations import VALID, accept, invite
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.domain.rooms import close_room, open_room
from webapp.live.models import Invitation, Member
from webapp.live.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(bob):
    """Bob interviews and is alone yet."""
    return open_room("room:1", {bob: Role.INTERVIEWER}, title="Round 3")


@pytest.fixture
def token(room, bob):
    """Of a link for a candidate."""
    return invite(room, bob, Role.CANDIDATE, timezone.now())[1]


def reason_of(token, user, now=None):
    with pytest.raises(Refused) as refused:
        accept(token, user, now or timezone.now())
    return refused.value.reason


def test_link_seats_the_first_account_and_leads_it_there_again(room, token, alice, as_user):
    page = as_user(alice).get(f"/live/join/{token}")
    assert "bob invites you" in page.content.decode()
    assert Member.objects.count() == 1, "looking at it uses nothing up"
    joined = as_user(alice).post(f"/live/join/{token}")

    assert (joined.status_code, joined.url) == (302, f"/live/{room.pk}/")
    assert Member.objects.get(user=alice).role == "candidate"
    assert accept(token, alice, timezone.now() + 2 * VALID) == room


def test_link_that_another_account_used_is_refused(token, alice, charlie, as_user):
    accept(token, alice, timezone.now())

    assert reason_of(token, charlie) is Reason.LINK_TAKEN
    answer = as_user(charlie).get(f"/live/join/{token}")
    assert (answer.status_code, "used by another account" in answer.content.decode()) == (403, True)


def test_expired_link_is_refused(token, alice, as_user):
    assert reason_of(token, alice, timezone.now() + VALID) is Reason.LINK_EXPIRED
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert as_user(alice).post(f"/live/join/{token}").status_code == 410


def test_withdrawn_link_is_refused(room, token, alice, bob, as_user):
    link = Invitation.objects.get()
    assert as_user(alice).post(f"/live/{room.pk}/links/{link.pk}/revoke").status_code == 404, "not hers"
    assert as_user(bob).post(f"/live/{room.pk}/links/{link.pk}/revoke").status_code == 204

    assert reason_of(token, alice) is Reason.LINK_REVOKED
    assert as_user(alice).get(f"/live/join/{token}").status_code == 410


def test_link_that_never_was_is_refused(alice, as_user):
    assert reason_of("x" * 43, alice) is Reason.LINK_UNKNOWN
    assert as_user(alice).get("/live/join/nonsense").status_code == 404


def test_link_into_a_full_room_is_refused_and_stays_unused(room, token, bob, alice, charlie):
    other = invite(room, bob, Role.CANDIDATE, timezone.now())[1]
    accept(other, alice, timezone.now())

    assert reason_of(token, charlie) is Reason.FULL
    assert Invitation.objects.filter(used_by=None).count() == 1


def test_link_into_a_closed_room_is_refused(room, token, alice):
    close_room(room)

    assert reason_of(token, alice) is Reason.CLOSED


def test_own_link_changes_no_role(room, token, bob):
    accept(token, bob, timezone.now())

    assert Member.objects.get().role == "interviewer"


def test_token_is_nowhere_in_the_database(token):
    link = Invitation.objects.get()

    assert token not in "".join(str(getattr(link, field.attname)) for field in link._meta.fields)


def test_only_who_sits_in_the_room_makes_links(room, bob, charlie, dana, as_user):
    address = f"/live/{room.pk}/links"
    made = as_user(bob).post(address, {"role": "candidate"})

    assert made.status_code == 201
    assert made.json()["url"].startswith("http://testserver/live/join/")
    assert as_user(bob).post(address, {"role": "observer"}).status_code == 400
    assert as_user(dana).post(address, {"role": "candidate"}).json()["error"]["id"] == "live.may_not_invite"
    assert as_user(charlie).post(address, {"role": "candidate"}).status_code == 404
    assert Invitation.objects.count() == 1


def test_pages_are_there_for_the_two_and_staff_only(room, alice, bob, charlie, dana, as_user, client):
    open_room(room.owner, {alice: Role.CANDIDATE})
    page = f"/live/{room.pk}/"

    assert [as_user(user).get(page).status_code for user in (alice, bob, dana, charlie)] == [
        200,
        200,
        200,
        404,
    ]
    assert client.get(page).url == f"/accounts/login/?next={page}"
    assert 'data-pane-name="private"' not in as_user(alice).get(page).content.decode()
    assert 'data-pane-name="private"' in as_user(bob).get(page).content.decode()


def test_page_may_open_sockets_to_its_own_origin_only(room, bob, as_user):
    policy = as_user(bob).get(f"/live/{room.pk}/").headers["Content-Security-Policy"]

    assert "connect-src 'self';" in policy + ";"


def test_person_opens_a_room_of_their_own(alice, as_user):
    opened = as_user(alice).post("/live/", {"title": "With Bob", "role": "candidate"})
    listed = as_user(alice).get("/live/").content.decode()

    assert opened.url in listed
    assert "With Bob" in listed
    assert Member.objects.get().role == "candidate"


def test_operator_closes_rooms_and_withdraws_links_and_changes_nothing_else(
    room, token, dana, alice, as_user
):
    operator = as_user(dana)
    link = Invitation.objects.get()
    operator.post("/admin/live/invitation/", {"action": "withdraw", "_selected_action": link.pk})
    operator.post("/admin/live/room/", {"action": "close", "_selected_action": room.pk})
    changed = operator.post(f"/admin/live/room/{room.pk}/change/", {"title": "Other"})
    room.refresh_from_db()

    assert reason_of(token, alice) is Reason.LINK_REVOKED
    assert (room.closed_at is not None, room.title, changed.status_code) == (True, "Round 3", 403)
