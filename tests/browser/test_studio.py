"""The studio: from a template to a published problem by keyboard, and two authors in one file."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, RunningSite
from tests.browser.desk import Desk
from tests.browser.test_accessibility import both as looked_at

DANA = "dana@example.org"
ACCEPTED = (
    "from collections import Counter\n\n\ndef trending(tags):\n    counts = Counter(tags)\n"
    "    return min(counts, key=lambda tag: (-counts[tag], tag), default=None)\n"
)


@pytest.fixture
def dana(new_context: NewContext, site: RunningSite) -> Page:
    """The instructor of the demonstration."""
    return enter(new_context, site)


def enter(new_context: NewContext, site: RunningSite) -> Page:
    page = new_context().new_page()
    page.goto("/accounts/login/?next=/studio/")
    page.locator("[name=login]").fill(DANA)
    page.get_by_label("Password").fill((site.mail.parent / "demo_password_dana").read_text().strip())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/studio/$"))  # not the login that is to lead there
    return page


def begin(page: Page, slug: str) -> None:
    """A new function problem, by keyboard."""
    page.get_by_role("link", name="New problem").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Set", exact=True).focus()
    page.keyboard.type("studio-tests")
    page.keyboard.press("Tab")
    page.keyboard.type(slug)
    page.keyboard.press("Enter")
    page.locator("body[data-ready]").wait_for()


def test_a_template_becomes_a_published_problem_by_keyboard(dana: Page) -> None:
    page = dana
    found = looked_at(page)
    begin(page, "by-keyboard")
    expect(page.locator("#editor .cm-content")).to_be_visible()
    page.keyboard.press("F6")
    page.keyboard.press("F6")
    page.keyboard.press("Control+p")
    page.keyboard.type("editorial")
    page.keyboard.press("Enter")
    expect(page.locator("#open-files [aria-current=true]")).to_have_text("editorial.md")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nIt costs $n^2$ steps.\n")
    expect(page.locator("#preview-body math").last).to_be_visible()
    expect(page.locator("#saved[data-state=saved]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bar .verdict")).to_have_text("Above the bar", timeout=180_000)
    found += looked_at(page)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#publish-note")).to_be_focused()
    page.keyboard.type("The first")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    found += looked_at(page)
    page.goto("/problems/studio-tests/by-keyboard/")
    expect(page.locator(".chip", has_text=re.compile("tests reject"))).to_be_visible()
    assert found == []


def test_a_draft_is_tried_as_a_candidate_would(dana: Page) -> None:
    begin(dana, "tried")
    workspace = dana.url.split("?")[0]
    with dana.expect_popup() as opened:
        dana.get_by_role("link", name="Open as candidate").click()
    desk = Desk(opened.value).ready()
    page = desk.page
    page.keyboard.press("Control+Enter")
    desk.verdict("Run-time error")
    expect(page.locator("#panel-result .chip")).to_have_text("run on the samples, not submitted")
    desk.write(ACCEPTED)
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#panel-result .live")).to_be_visible()  # it comes in live, as in practice
    desk.verdict("Accepted")
    desk.saved()
    found = looked_at(page)
    page.locator("#tab-submissions").click()
    expect(page.locator("#panel-submissions th[scope=row]")).to_have_text("#1")
    found += looked_at(page)
    page.get_by_role("link", name="#1").click()
    desk.ready().verdict("Accepted")
    assert desk.code() == ACCEPTED
    dana.goto(f"{workspace}?file=cases.py")
    dana.locator("body[data-ready]").wait_for()
    dana.locator("#editor .cm-content").focus()
    dana.keyboard.press("Control+Home")
    with dana.expect_response(lambda answer: answer.request.method == "PUT"):
        dana.keyboard.insert_text("1 = 2\n")
    page.keyboard.press("Control+Enter")
    place = page.locator("#panel-result .note.bad a")
    expect(place.first).to_have_text("cases.py:1")
    expect(place.first).to_have_attribute("href", re.compile(r"/studio/[0-9a-f-]+/\?file=cases\.py$"))
    found += looked_at(page)
    assert found == []


def test_two_authors_in_one_file_lose_nothing(dana: Page, new_context: NewContext, site: RunningSite) -> None:
    begin(dana, "two-authors")
    other = enter(new_context, site)
    other.goto(dana.url)
    other.locator("body[data-ready]").wait_for()
    for page, key, words in (
        (dana, "Control+Home", "From the top. "),
        (other, "Control+End", " From the end."),
    ):
        page.locator("#editor .cm-content").focus()
        page.keyboard.press(key)
        page.keyboard.type(words)
    for page in (dana, other):
        expect(page.locator("#editor .cm-content")).to_contain_text("From the top.")
        expect(page.locator("#editor .cm-content")).to_contain_text("From the end.")
    assert dana.locator("#merge[open]").count() == other.locator("#merge[open]").count() == 0


def test_a_question_bank_is_written_by_keyboard_and_what_is_wrong_leads_to_its_line(dana: Page) -> None:
    page = dana
    page.get_by_role("link", name="New question bank").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("by-keyboard")
    page.keyboard.press("Tab")
    page.keyboard.type("Questions by keyboard")
    page.keyboard.press("Enter")
    page.locator("body[data-ready]").wait_for()
    expect(page.locator("#preview-note")).to_contain_text("item 1 of 5")
    page.locator("#editor .cm-content").focus()
    page.keyboard.press("Control+End")
    expect(page.locator("#preview-note")).to_contain_text("item 5 of 5")
    page.keyboard.type('\n[[items.mistakes]]\ntext = "set"\nwhy = "It is said twice, and it is right."\n')
    expect(page.locator("#preview-body .note.bad")).to_contain_text("'set' is an accepted form")
    found = looked_at(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bar .verdict")).to_have_text("Below the bar")
    page.locator("#findings a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#editor .cm-content")).to_be_focused()
    page.keyboard.press("Control+End")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Delete")
    expect(page.locator("#preview-body .as-asked")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#bar .verdict")).to_have_text("Above the bar")
    found += looked_at(page)
    page.keyboard.press("Control+Shift+Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    assert found == []
