"""Headers that protect whoever looks at a page."""

import re

import pytest
from django.test import Client

PAGES = [
    "/",
    "/accounts/login/",
    "/problems/streaming-top-k/most-watched-videos/",
    "/no-such-page",
    "/api/v1/docs",
]


def policy(response):
    directives = (
        part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")
    )
    return {name: rest[0] if rest else "" for name, *rest in directives if name}


@pytest.mark.parametrize("path", PAGES)
def test_content_security_policy_allows_nothing_from_elsewhere(problem, path):
    rules = policy(Client().get(path))
    nonce = re.compile(r" 'nonce-[^']+'")

    assert {name: nonce.sub(" NONCE", rule).removesuffix(" NONCE") for name, rule in rules.items()} == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_nonce_is_in_the_page_and_differs_each_time(problem):
    nonces = set()
    for _ in range(2):
        response = Client().get(PAGES[2])
        nonce = re.search(r'data-csp-nonce="([^"]+)"', response.text)[1]
        assert f"'nonce-{nonce}'" in policy(response)["style-src"]
        nonces.add(nonce)

    assert len(nonces) == 2


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_script_or_style(problem, path):
    text = Client().get(path).text

    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", text) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"", text) == []


@pytest.mark.parametrize("path", PAGES)
def test_other_headers(problem, path):
    headers = Client().get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(alice):
    client = Client()
    client.post("/accounts/login/", {"login": "alice", "password": "correct horse"})

    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
