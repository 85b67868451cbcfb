"""How people get into a cohort: links, rosters, invitations by e-mail; and out of it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.teaching.making import NOW, later, make_cohort
from webapp.accounts.models import User
from webapp.practice.domain.refusals import Refused
from webapp.teaching.domain import cohorts, inviting, joining, roster
from webapp.teaching.domain.access import role_in
from webapp.teaching.models import Invited, JoinLink, Membership, Role

pytestmark = pytest.mark.django_db


def refusal_of(function, *args):
    with pytest.raises(Refused) as refused:
        function(*args)
    return refused.value.id


def verified(user):
    return EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@pytest.fixture
def cohort(dana):
    return make_cohort(dana)


def test_last_seat_is_taken_once_and_a_member_needs_none(cohort, dana, alice, bob):
    _, token = joining.make_link(cohort, dana, "candidate", NOW, 7, 1)
    joining.accept(token, alice, NOW)
    joining.accept(token, alice, NOW)
    assert refusal_of(joining.accept, token, bob, NOW) == "link.full"
    assert list(JoinLink.objects.values_list("used", flat=True)) == [1]


def test_link_that_expired_or_was_taken_back_lets_nobody_in(cohort, dana, alice):
    link, token = joining.make_link(cohort, dana, "candidate", NOW, 1, None)
    assert refusal_of(joining.accept, token, alice, later(days=1)) == "link.expired"
    assert joining.revoke(cohort, link.pk, NOW)
    assert refusal_of(joining.accept, token, alice, NOW) == "link.revoked"
    assert refusal_of(joining.look_up, "made-up", NOW) == "link.unknown"


def test_token_is_kept_nowhere(cohort, dana):
    link, token = joining.make_link(cohort, dana, "candidate", NOW, 1, None)
    assert token not in str(JoinLink.objects.filter(pk=link.pk).values().get())


def test_member_keeps_the_role_they_have(cohort, dana, alice):
    cohorts.enrol(cohort, alice, Role.ASSISTANT, NOW)
    _, token = joining.make_link(cohort, dana, "candidate", NOW, 1, None)
    joining.accept(token, alice, NOW)
    assert role_in(alice, cohort) == "assistant"


def test_signing_up_leads_back_to_the_invitation(cohort, dana, client):
    _, token = joining.make_link(cohort, dana, "candidate", timezone.now(), 1, None)
    place = reverse("teaching:join", args=[token])
    page = client.get(place).content.decode()
    assert f"/accounts/signup/?next={place}" in page
    answer = client.post(
        f"/accounts/signup/?next={place}",
        {"email": "new@example.org", "password1": "correct horse 7", "next": place},
    )
    assert answer.url == place
    assert client.post(place).url == "/assignments/"
    assert Membership.objects.get(user__email="new@example.org").role == "candidate"


def test_roster_says_what_happens_to_each_line_before_it_does(cohort, alice, bob, charlie):
    verified(alice)
    verified(bob)
    cohorts.enrol(cohort, bob, Role.CANDIDATE, NOW)
    text = (
        "Name;E-Mail;Role\n"
        "Alice;ALICE@example.org;\n"  # a verified account
        "Bob;bob@example.org;\n"  # a member
        "Charlie;charlie@example.org;\n"  # an account that never proved its address
        "New;new@example.org;assistant\n"
        "Twice;new@example.org;\n"
        ";;\n"
        "None;;\n"
        "Bad;no-address;\n"
        "Odd;odd@example.org;boss\n"
    )
    found = [(line.number, line.email, line.fate.value) for line in roster.read(cohort, text).lines]
    assert found == [
        (2, "alice@example.org", "joins"), (3, "bob@example.org", "there"), (4, "charlie@example.org", "invited"),
        (5, "new@example.org", "invited"), (6, "new@example.org", "wrong"), (8, "", "wrong"),
        (9, "no-address", "wrong"), (10, "odd@example.org", "wrong"),
    ]  # fmt: skip
    assert Membership.objects.filter(user=alice).count() == Invited.objects.count() == 0


def test_roster_twice_is_once(cohort, dana, alice):
    verified(alice)
    text = "email\nalice@example.org\nnew@example.org\n"
    roster.apply(cohort, text, dana, NOW)
    again, made = roster.apply(cohort, text, dana, NOW)
    assert ([line.fate.value for line in again.lines], made) == (["there", "waits"], [])


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (b"\xff\xfe\x00", "roster.encoding"),
        (b"name\nAlice\n", "roster.header"),
        (b"", "roster.header"),
        (b'email\n"never closed\n', "roster.csv"),
        (b"email\n\0@example.org\n", "roster.encoding"),
        (b"email\n" + b"a@example.org\n" * 5001, "roster.large"),
    ],
)
def test_file_that_is_no_roster_is_refused(cohort, content, id):
    assert refusal_of(lambda: roster.read(cohort, roster.decode(content))) == id


@given(st.text())
def test_any_text_is_read_or_refused(text):
    """Never anything else, whatever a spreadsheet makes of a list."""
    try:
        ids, rows = set(), roster._rows(text)[0]
    except Refused as refused:
        ids, rows = {refused.id}, []
    assert ids <= {"roster.csv", "roster.header"}
    assert all(row for _, row in rows)


def test_invited_address_joins_when_it_is_proved_and_not_before(cohort, dana, alice):
    roster.apply(cohort, "email,name,role\nalice@example.org,Alice A,assistant\n", dana, NOW)
    row = EmailAddress.objects.create(user=alice, email="Alice@Example.org", verified=False)
    assert role_in(alice, cohort) is None
    row.verified = True
    row.save()
    email_confirmed.send(sender=EmailAddress, request=None, email_address=row)
    assert (role_in(alice, cohort), Invited.objects.count()) == ("assistant", 0)
    assert Membership.objects.get(user=alice).name == "Alice A"


def test_each_is_mailed_once(cohort, dana):
    _, made = roster.apply(cohort, "email,name\nnew@example.org,Nora\n", dana, NOW)
    ids = [row.pk for row in made]
    assert (
        inviting.send_mails(ids, "https://site.example/", NOW),
        inviting.send_mails(ids, "https://site.example/", NOW),
    ) == (1, 0)
    message = mail.outbox[0]
    assert (message.to, message.subject) == (
        ["new@example.org"],
        "You are invited to Ranking systems, Spring",
    )
    assert "https://site.example/accounts/signup/" in message.body


def test_name_in_a_roster_adds_no_line_to_a_mail(cohort, dana):
    cohort.title = "Evil\r\nBcc: all@example.org"
    cohort.save()
    _, made = roster.apply(cohort, "email\nnew@example.org\n", dana, NOW)
    inviting.send_mails([made[0].pk], "https://site.example/", NOW)
    assert mail.outbox[0].subject == "You are invited to Evil Bcc: all@example.org, Spring"


def test_without_a_broker_people_are_told_that_no_mail_went(cohort, dana, as_user):
    client = as_user(dana)
    answer = client.post(
        reverse("teaching:roster", args=[cohort.pk]), {"text": "email\nnew@example.org\n"}, follow=True
    )
    assert "no mail was sent" in answer.content.decode()
    assert Invited.objects.get().mailed_at is None


def test_owner_stays(cohort, dana):
    assert refusal_of(cohorts.leave, cohort, dana, NOW) == "cohort.owner"
    assert refusal_of(cohorts.change_role, cohort, dana, "candidate") == "cohort.owner"


def test_who_left_has_no_role_and_may_come_back(cohort, alice):
    cohorts.enrol(cohort, alice, Role.CANDIDATE, NOW)
    cohorts.leave(cohort, alice, NOW)
    assert role_in(alice, cohort) is None
    cohorts.enrol(cohort, alice, Role.CANDIDATE, NOW)
    assert (role_in(alice, cohort), Membership.objects.filter(user=alice).count()) == ("candidate", 1)


def test_locked_account_has_no_role(cohort, alice):
    cohorts.enrol(cohort, alice, Role.CANDIDATE, NOW)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    alice.refresh_from_db()
    assert role_in(alice, cohort) is None
