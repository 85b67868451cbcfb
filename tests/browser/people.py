"""People who use the site."""

import itertools
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page

PASSWORD = "a long pass phrase of hers"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and the page they look at."""

    email: str
    page: Page


def sign_up(context: BrowserContext, then: str = "/", email: str = "") -> Person:
    """A new account by the form, as anybody makes one."""
    email, page = email or f"alice.{next(_numbers)}.{uuid4().hex[:8]}@example.org", context.new_page()
    page.goto(f"/accounts/signup/?next={then}")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    return Person(email, page)


def log_in(page: Page, email: str) -> None:
    """By the form that the page shows, or the log-in page."""
    if "/accounts/login/" not in page.url:
        page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
