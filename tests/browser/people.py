"""People who use the site."""

import itertools
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page

PASSWORD = "a long pass phrase of hers"
SIGN_UP = "/accounts/signup/"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the page they look at."""

    email: str
    page: Page


def sign_up(context: BrowserContext, then: str = "", email: str = "") -> Person:
    """A new account in this browser, by the requests that the form makes, and a page at `then` or an empty one."""
    email = email or f"alice.{next(_numbers)}.{uuid4().hex[:8]}@example.org"
    context.request.get(SIGN_UP)  # brings the token's cookie
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    fields = {"email": email, "password1": PASSWORD, "csrfmiddlewaretoken": token}
    answer = context.request.post(SIGN_UP, form=fields, max_redirects=0)
    assert answer.status == 302, answer.text()
    page = context.new_page()
    if then:
        page.goto(then)
    return Person(email, page)


def log_in(page: Page, email: str) -> None:
    """By the form that the page shows, or the log-in page."""
    if "/accounts/login/" not in page.url:
        page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
