"""A readiness check from the first claim to the plan, by keyboard, on two devices; axe looks at every page on the way."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.people import Person, log_in
from tests.browser.test_accessibility import both, everywhere


def answer(page: Page) -> None:
    """Answers whatever is asked, by keyboard where it can be."""
    before = page.locator("#ask").get_attribute("action") or ""  # it ends in the question's number
    if page.locator("#ask .opt > input").count():
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    elif page.locator("#typed").count():
        page.locator("#typed").fill("3")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=re.compile("^Answer")).click()
    expect(page.locator("#ask")).not_to_have_attribute("action", before)
    expect(page.locator("[data-focus]")).to_be_focused()


def test_a_check_by_keyboard_goes_on_on_another_device(alice: Person, new_context: NewContext) -> None:
    page = alice.page
    page.goto("/readiness/")
    expect(page.get_by_text("Nothing is known yet.")).to_be_visible()
    found = both(page)
    page.get_by_role("link", name="Start the readiness check").click()
    found += both(page)
    page.get_by_role("group").first.get_by_label("Yes").check()
    page.get_by_role("button", name="Go on to the questions").click()
    found += both(page)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("The estimate is now ±")).to_be_visible()
    found += both(page)
    for _ in range(3):
        answer(page)
    page.keyboard.press("Tab")  # out of a field that may take the letter
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    found += both(page)

    phone = new_context(viewport={"width": 360, "height": 740}).new_page()
    log_in(phone, alice.email)
    phone.goto("/readiness/check/")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.locator("#stem")).to_be_visible()
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 360
    found += both(phone)
    phone.get_by_role("button", name="Finish").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Check of")
    found += both(phone)
    for address in (
        "/readiness/",
        "/readiness/plan/",
        "/readiness/reviews/",
        "/readiness/goal",
        "/readiness/erase",
    ):
        phone.goto(address)
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 360, address
        found += both(phone)
    assert found + everywhere(page, ["/readiness/", "/readiness/plan/", "/readiness/reviews/"]) == []
    page.goto("/readiness/")
    expect(page.get_by_text("4 new pieces of evidence")).to_be_visible()


def test_without_script_a_question_is_answered_and_a_second_answer_is_refused(
    alice: Person, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, alice.email)
    page.goto("/readiness/check/")
    page.get_by_role("button", name="Start", exact=True).click()
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    for tab in (page, other_tab):
        expect(tab.get_by_role("heading", name="Question 1")).to_be_attached()
        tab.get_by_role("button", name=re.compile("^I do not know")).click()
        expect(tab.get_by_role("heading", name="Question 2")).to_be_attached()
    expect(other_tab.get_by_role("alert")).to_contain_text("was answered before. The first answer stays.")
