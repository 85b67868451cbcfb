"""The screenshot in the README, taken only when READYROOM_PICTURES is set, so that a test run leaves no change."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, NewContext
from tests.browser.desk import WRONG, Desk
from tests.browser.people import sign_up

PICTURE = ROOT / "docs" / "images" / "practice.png"


def wrong_answer(new_context: NewContext, email: str = "") -> Page:
    """The practice page with a first wrong answer on it."""
    person = sign_up(new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=1), email=email)
    desk = Desk(person.page).open()
    desk.write(WRONG.replace('        print("update", video_id)\n', ""))
    person.page.keyboard.press("Control+Shift+Enter")
    desk.verdict("Wrong answer")
    desk.saved()
    return person.page


def test_the_picture_shows_statement_code_and_result(new_context: NewContext) -> None:
    page = wrong_answer(new_context)
    for part in ("#panel-statement", "#editor", "#panel-result [data-open] .values"):
        expect(page.locator(part)).to_be_in_viewport()
    expect(page.locator("#saved")).to_have_text(re.compile("^Saved"))


@pytest.mark.skipif(not os.environ.get("READYROOM_PICTURES"), reason="writes into docs/ only when asked to")
def test_write_the_picture(new_context: NewContext) -> None:
    page = wrong_answer(new_context, "bob@example.org")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.mouse.move(2, 2)
    page.screenshot(path=PICTURE)
    assert PICTURE.stat().st_size > 20_000
