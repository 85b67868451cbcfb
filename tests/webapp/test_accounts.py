"""Sign-up, login, password reset, preferences, tokens, one-time codes."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.utils import timezone

from webapp.accounts.domain import tokens
from webapp.accounts.models import ApiToken, Preferences, User


def login(client, password="correct horse", who="alice@example.org"):
    return client.post("/accounts/login/", {"login": who, "password": password})


def logged_in(client):
    return "_auth_user_id" in client.session


def test_sign_up_logs_in_and_greets_by_mail(db):
    client = Client()
    response = client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": "a long enough phrase"}
    )

    user = User.objects.get()
    assert response.headers["Location"] == "/"
    assert (user.email, user.username) == ("new@example.org", "new")
    assert logged_in(client)
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


@pytest.mark.parametrize("password", ["short", "password123", "1234567890", "new@example.org"])
def test_sign_up_with_a_weak_password_is_refused(db, password):
    Client().post("/accounts/signup/", {"email": "new@example.org", "password1": password})

    assert User.objects.count() == 0


def test_sign_up_with_a_known_address_makes_no_second_account(alice):
    client = Client()
    response = client.post(
        "/accounts/signup/", {"email": "alice@example.org", "password1": "a long enough phrase"}
    )

    assert list(response.context["form"].errors) == ["email"]
    assert User.objects.count() == 1
    assert not logged_in(client)


def test_where_mail_is_verified_sign_up_does_not_tell_which_addresses_are_known(alice, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answers = [
        Client()
        .post("/accounts/signup/", {"email": address, "password1": "a long enough phrase"})
        .headers["Location"]
        for address in ("alice@example.org", "new@example.org")
    ]

    assert answers == ["/accounts/confirm-email/"] * 2


def test_closed_sign_up(db, settings):
    settings.SIGNUP_OPEN = False
    Client().post("/accounts/signup/", {"email": "new@example.org", "password1": "a long enough phrase"})

    assert User.objects.count() == 0


def test_login_by_address_or_name_leads_on(alice):
    for who in ("alice@example.org", "alice"):
        client = Client()
        assert login(client, who=who).headers["Location"] == "/"
        assert logged_in(client)


def test_login_leads_to_no_other_site(alice):
    response = Client().post(
        "/accounts/login/?next=https://elsewhere.example/", {"login": "alice", "password": "correct horse"}
    )

    assert response.headers["Location"] == "/"


def test_after_eight_wrong_passwords_even_the_right_one_has_to_wait(alice, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # allauth's own limit, which would answer first
    client = Client()
    answers = [login(client, "wrong").status_code for _ in range(8)]
    last = login(client)

    assert answers[:7] == [200] * 7
    assert last.status_code == 429
    assert last.headers["Retry-After"] == "900"
    assert not logged_in(client)


def test_lock_out_of_one_account_leaves_others_alone(alice, bob, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for _ in range(8):
        login(Client(), "wrong")
    client = Client()
    login(client, who="bob@example.org")

    assert logged_in(client)


def test_password_reset_by_mail(alice):
    client = Client()
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "another long phrase", "password2": "another long phrase"}
    )

    alice.refresh_from_db()
    assert alice.check_password("another long phrase")
    assert logged_in(client)
    assert [part.mimetype for part in mail.outbox[0].alternatives] == ["text/html"]
    assert client.get(link, follow=True).context.get("token_fail"), "a link works once"


def test_password_reset_for_an_unknown_address_tells_nothing(db):
    known = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert known.headers["Location"] == "/accounts/password/reset/done/"


def test_one_time_code_is_asked_for_after_the_password(alice):
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    client = Client()
    response = login(client)
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not logged_in(client)

    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/accounts/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert logged_in(client)


def test_preferences_are_saved_and_shape_the_page(alice, as_user):
    client = as_user(alice)
    response = client.post("/settings/", {"theme": "dark", "keymap": "vim", "editor": "plain"})

    assert response.headers["Location"] == "/settings/"
    assert Preferences.objects.values_list("theme", "keymap", "editor").get() == ("dark", "vim", "plain")
    assert 'data-theme="dark"' in client.get("/").text


def test_preferences_that_do_not_exist_are_refused(alice, as_user):
    response = as_user(alice).post("/settings/", {"theme": "neon", "keymap": "vim", "editor": "plain"})

    assert response.status_code == 400
    assert Preferences.objects.count() == 0


def test_new_token_is_shown_once_and_kept_as_a_hash(alice, as_user):
    client = as_user(alice)
    response = client.post("/settings/tokens/", {"name": "laptop", "days": "90"})

    plain, token = response.context["new_token"], ApiToken.objects.get()
    assert plain in response.text
    assert plain not in client.get("/settings/").text
    assert plain not in str(ApiToken.objects.values().get())
    assert plain.startswith(token.prefix)
    assert tokens.recognise(plain) == alice
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_token_without_end(alice, as_user):
    as_user(alice).post("/settings/tokens/", {"name": "server", "days": ""})

    assert ApiToken.objects.get().expires_at is None


def test_token_without_name_is_refused(alice, as_user):
    assert as_user(alice).post("/settings/tokens/", {"name": "", "days": "30"}).status_code == 400
    assert ApiToken.objects.count() == 0


def test_token_is_revoked_by_its_owner_alone(alice, bob, as_user):
    token, plain = tokens.issue(alice, "laptop", None)

    assert as_user(bob).post(f"/settings/tokens/{token.pk}/revoke").status_code == 404
    assert tokens.recognise(plain) == alice
    as_user(alice).post(f"/settings/tokens/{token.pk}/revoke")
    assert tokens.recognise(plain) is None


def test_tokens_of_others_are_not_listed(alice, bob, as_user):
    tokens.issue(alice, "hers", None)

    assert as_user(bob).get("/settings/").context["tokens"] == []


def test_use_of_a_token_is_noted_at_most_once_a_minute(alice, django_assert_num_queries):
    token, plain = tokens.issue(alice, "laptop", None)
    with django_assert_num_queries(2):
        tokens.recognise(plain)
    with django_assert_num_queries(1):
        tokens.recognise(plain)

    token.refresh_from_db()
    assert token.last_used_at is not None


@pytest.mark.parametrize(
    "path", ["/settings/", "/accounts/email/", "/accounts/2fa/", "/accounts/password/change/"]
)
def test_settings_need_a_login(db, path):
    assert Client().get(path).headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "path",
    ["/settings/", "/accounts/email/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/"],
)
def test_account_pages_come_up(alice, as_user, path):
    assert as_user(alice).get(path).status_code == 200
