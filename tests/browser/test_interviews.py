"""A round from the draw to its report and replay, by keyboard where that is asked, at two widths; axe looks on."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.people import Person, log_in
from tests.browser.test_accessibility import both

ANSWER = (
    "I would look at the interval first and at what it costs to be wrong, and then decide by a rule that was fixed before the test began. "
    * 2
)


def draw(page: Page, title: str) -> None:
    """Draws one of the short rounds and goes before its door."""
    page.goto("/interviews/")
    loop = page.get_by_role("region", name="Short rounds")
    loop.get_by_role("checkbox", name=re.compile(title)).check()
    loop.get_by_role("button", name="Draw the rounds").click()
    page.get_by_role("link", name=re.compile("^Open")).click()


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_round_in_words_from_the_draw_to_the_replay(alice: Person, new_context: NewContext) -> None:
    page = alice.page
    draw(page, "Statistics")
    found = both(page)
    page.get_by_role("button", name="Start the clock").click()
    page.locator("body[data-ready]").wait_for()
    expect(page.get_by_role("timer", name="minutes left")).to_contain_text(re.compile(r"2[45]:\d\d"))
    page.locator("#text-q1").focus()
    page.keyboard.type(ANSWER)
    expect(page.locator("#saved[data-state=saved]")).to_be_visible()
    page.get_by_role("button", name="Ask me a follow-up").click()
    page.locator("body[data-ready]").wait_for()
    expect(page.locator("#text-q1")).to_have_value(ANSWER)
    expect(page.get_by_role("heading", name=re.compile("follow-up 1"))).to_be_visible()
    found += both(page)

    phone = new_context(viewport={"width": 360, "height": 740}).new_page()
    log_in(phone, alice.email)
    phone.goto(page.url.split("?")[0])
    phone.locator("body[data-ready]").wait_for()
    expect(phone.locator("#text-q1")).to_have_value(ANSWER)
    assert fits(phone)

    page.get_by_text("Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page).to_have_url(re.compile("/report/$"))
    found += both(page)
    while page.get_by_role("button", name=re.compile("^Mark")).count():
        form = page.locator("form.marking", has=page.get_by_role("button", name=re.compile("^Mark"))).first
        form.get_by_role("radio").nth(1).check()
        form.get_by_role("button").click()
        page.wait_for_load_state()
    page.get_by_role("button", name="Finish marking").click()
    expect(page.get_by_text("Your marks count now")).to_be_visible()
    page.get_by_role("link", name="Replay").click()
    page.locator("body[data-ready]").wait_for()
    page.locator("#seek").focus()
    page.keyboard.press("End")
    expect(page.locator("#log [aria-current]")).to_contain_text("handed in")
    found += both(page)
    phone.goto(page.url.replace("replay/", "report/"))
    assert fits(phone)
    assert found == []


def test_the_clock_is_the_servers_whatever_the_browser_believes(
    alice: Person, new_context: NewContext
) -> None:
    page = alice.page
    draw(page, "Behavioural")
    page.get_by_role("button", name="Start the clock").click()
    page.locator("body[data-ready]").wait_for()
    other = new_context().new_page()
    other.clock.set_fixed_time("2031-01-01T00:00:00Z")
    log_in(other, alice.email)
    other.goto(page.url)
    expect(other.get_by_role("timer", name="minutes left")).to_contain_text(re.compile(r"2[45]:\d\d"))
    page.keyboard.press("Alt+1")
    expect(page.get_by_role("button", name=re.compile("Situation"))).to_have_attribute("aria-pressed", "true")


def test_an_assessment_runs_own_inputs_and_grades_at_the_end(alice: Person) -> None:
    page = alice.page
    draw(page, "Online coding")
    page.get_by_role("button", name="Start the clock").click()
    page.locator("body[data-ready]").wait_for()
    expect(page.get_by_role("button", name=re.compile("^Submit"))).to_have_count(0)
    page.locator("#editor .cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# mine")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel-result .verdict.big")).to_be_visible(timeout=60_000)
    found = both(page)
    page.get_by_text("Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page).to_have_url(re.compile("/report/$"))
    expect(page.get_by_role("heading", name="Problems")).to_be_visible()
    assert found == []
