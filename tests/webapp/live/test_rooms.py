"""Rooms as other apps use them: seats, history, what a text held at a time, packing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pycrdt import Doc, Text

from webapp.live.domain import permissions
from webapp.live.domain.log import Behind, NewChange, append, changes
from webapp.live.domain.packing import RESTED, pack_rested
from webapp.live.domain.permissions import enter, register, role_of
from webapp.live.domain.refusals import Reason, Refused
from webapp.live.domain.replica import Replica, fetch
from webapp.live.domain.rooms import history, open_room, remove, set_role, text_of
from webapp.live.models import Document, Member, Pack, RoomUpdate
from webapp.live.roles import DOCUMENTS, Role, Spec

pytestmark = pytest.mark.django_db


class Typist:
    """Types into a stored document, change by change."""

    def __init__(self, document, author):
        self.document, self.author, self.doc, self.seq = document, author, Doc(), 0
        self.text = self.doc.get("content", type=Text)

    def type(self, words):
        for letter in words:
            known = self.doc.get_state()
            self.text.insert(len(self.text), letter)
            self.seq += 1
            append([NewChange(self.document.pk, self.seq, self.author.pk, self.doc.get_update(known))])


@pytest.fixture
def code(room):
    return Document.objects.get(room=room, name="code")


def aged(**by):
    """Moves everything that is stored into the past."""
    for row in RoomUpdate.objects.all():
        RoomUpdate.objects.filter(pk=row.pk).update(at=row.at - timedelta(**by))


def test_room_is_opened_once_with_its_documents(alice, bob):
    room = open_room("room:7", {alice: Role.CANDIDATE}, [*DOCUMENTS, Spec("main.py", first="import numpy\n")])
    again = open_room("room:7", {alice: Role.CANDIDATE, bob: Role.INTERVIEWER})

    assert (again.pk, Document.objects.count()) == (room.pk, 6)
    assert text_of(room, "main.py") == "import numpy\n"
    assert [(one.author, one.name) for one in history(room)] == [(None, "main.py")]


def test_third_person_finds_both_seats_taken(room, alice, charlie):
    with pytest.raises(Refused) as refused:
        open_room(room.owner, {charlie: Role.CANDIDATE})

    assert refused.value.reason is Reason.FULL
    assert Member.objects.count() == 2


def test_documents_depend_on_the_role(room, alice, bob, dana, charlie):
    def seen(user):
        return [(one.name, one.write) for one in enter(room.pk, user).documents]

    assert seen(alice) == [("code", True), ("notes", True), ("board", True), ("chat", True)]
    assert seen(bob) == [*seen(alice), ("private", True)]
    assert seen(dana) == [(name, False) for name, _ in seen(bob)]
    with pytest.raises(Refused):
        enter(room.pk, charlie)


def test_owner_of_the_room_decides_and_without_one_nobody_enters(alice, bob, monkeypatch):
    monkeypatch.setattr(permissions, "_registered", {})
    room = open_room("round:5", {bob: Role.INTERVIEWER})
    assert role_of(room, bob) is None
    register("round", lambda user, owner: Role.CANDIDATE if (user, owner) == (alice, "round:5") else None)

    assert enter(room.pk, alice).role is Role.CANDIDATE
    assert role_of(room, bob) is None, "a seat alone is not enough"
    assert sorted(Member.objects.values_list("user", "role")) == sorted(
        [(alice.pk, "candidate"), (bob.pk, "interviewer")]
    )


def test_role_changes_and_seats_are_given_up(room, alice, bob, charlie):
    set_role(room, alice, Role.INTERVIEWER)
    remove(room, bob)

    assert enter(room.pk, alice).role is Role.INTERVIEWER
    assert role_of(room, bob) is None
    assert open_room(room.owner, {charlie: Role.CANDIDATE}) == room


def test_inactive_account_enters_nothing(room, alice):
    alice.is_active = False

    assert role_of(room, alice) is None


def test_number_that_is_taken_is_refused_and_nothing_is_stored(room, code, alice):
    typist = Typist(code, alice)
    typist.type("ab")
    notes = Document.objects.get(room=room, name="notes")
    with pytest.raises(Behind) as behind:
        append([NewChange(notes.pk, 1, alice.pk, b"\x00\x00"), NewChange(code.pk, 2, alice.pk, b"\x00\x00")])

    assert behind.value.documents == {code.pk}
    assert RoomUpdate.objects.count() == 2


def test_text_and_history_at_any_time_are_the_same_after_packing(room, code, alice, bob, monkeypatch):
    monkeypatch.setattr("webapp.live.domain.packing.WORTHWHILE", 3)
    typist = Typist(code, alice)
    for word in ("first ", "second ", "third"):
        typist.type(word)
        aged(minutes=20)
    before = list(history(room))
    times = [one.at for one in before]
    assert pack_rested(timezone.now()) == 1
    typist.type("!")
    assert pack_rested(timezone.now() + RESTED) == 0, "two rows are not worth a pack"
    typist.type("?")

    assert (Pack.objects.count(), RoomUpdate.objects.count()) == (1, 3)
    assert list(history(room))[: len(before)] == before
    assert [one.seq for one in changes(code.pk)] == list(range(1, 21))
    assert text_of(room, "code") == "first second third!?"
    assert text_of(room, "code", at=times[5]) == "first "
    assert text_of(room, "code", at=times[0] - timedelta(seconds=1)) == ""
    assert [one.update for one in history(room, since=times[6])] == [one.update for one in before[6:]] + [
        bytes(row.data) for row in RoomUpdate.objects.order_by("seq")[1:]
    ]
    replica = Replica(fetch(code.pk))
    assert (replica.seq, str(replica._doc.get("content", type=Text))) == (20, "first second third!?")


def test_pack_is_small(room, code, alice, monkeypatch):
    typist = Typist(code, alice)
    typist.type("the quick brown fox jumps over the lazy dog\n" * 8)
    aged(minutes=20)
    pack_rested(timezone.now())
    [pack] = Pack.objects.all()

    assert len(pack.changes) < 12 * typist.seq, "bytes for a keystroke with its time and author"
