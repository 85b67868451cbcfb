"""Teaching from a new cohort to marks that were looked at again: what an instructor and a candidate do, page by page."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, RunningSite
from tests.browser.desk import ACCEPTED, Desk
from tests.browser.people import sign_up
from tests.browser.test_accessibility import violations
from tests.browser.test_studio import enter

PROBLEM = "streaming-top-k/most-watched-videos"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
BESIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def looked_at(page: Page) -> list[str]:
    """What axe finds on a wide and on a narrow screen, and whether the narrow one has to be scrolled sideways."""
    found = violations(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += violations(page)
    beside = page.evaluate(BESIDE)
    found += [f"{page.url} is {beside} px too wide"] if beside else []
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return found


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def make_cohort(page: Page) -> tuple[str, list[str]]:
    """A cohort with a link into it."""
    page.goto("/teaching/")
    found = looked_at(page)
    page.get_by_role("link", name="New cohort").first.click()
    page.get_by_label("Title").fill("Ranking by keyboard")
    found += looked_at(page)
    page.get_by_role("button", name="Make the cohort").click()
    expect(page.get_by_role("heading", name="Nothing assigned yet")).to_be_visible()
    found += looked_at(page)
    page.get_by_role("link", name="Invite people").click()
    page.get_by_role("button", name="Make a link").click()
    found += looked_at(page)
    return page.get_by_label("Invitation link", exact=True).input_value(), found


def assign(page: Page) -> list[str]:
    """An assignment with one problem, published; a problem that does not exist is refused beside its field."""
    page.get_by_role("link", name="Assignments", exact=True).click()
    page.get_by_role("link", name="New assignment").click()
    page.get_by_label("Title").fill("Week 1")
    page.get_by_label("Opens").fill("2026-01-01T09:00")
    page.get_by_label("Due").fill("2035-01-01T09:00")
    page.get_by_label("Late penalty, percent for each day begun").fill("10")
    found = looked_at(page)
    page.get_by_role("button", name="Go on to what is to be done").click()
    page.get_by_label("Problem", exact=True).fill("no/such-problem")
    page.get_by_role("button", name="Add the problem").click()
    expect(page.get_by_text("There is no problem “no/such-problem” that is offered.")).to_be_visible()
    found += looked_at(page)
    page.get_by_label("Problem", exact=True).fill(f"http://localhost/problems/{PROBLEM}/")
    page.get_by_role("button", name="Add the problem").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").filter(has_text="Published")).to_be_visible()
    return found + looked_at(page)


def work(page: Page, link: str) -> list[str]:
    """A candidate joins by the link, finds the assignment and hands in."""
    page.goto(link)
    found = looked_at(page)
    page.get_by_role("button", name="Join").click()
    found += looked_at(page)
    page.get_by_role("link", name="Week 1").click()
    found += looked_at(page)
    page.get_by_role("link", name=re.compile("^Open")).click()
    desk = Desk(page).ready()
    desk.write(ACCEPTED)
    keys(page, "Control+Shift+Enter")
    desk.verdict("Accepted")
    page.goto("/assignments/")
    page.get_by_role("link", name="Week 1").click()
    expect(page.get_by_role("cell", name="counts")).to_be_visible()
    return found + looked_at(page)


def mark(page: Page, cohort: str) -> list[str]:
    """From the gradebook to released marks; what is marked is marked by keys alone."""
    page.goto(cohort)
    page.get_by_role("link", name="Gradebook", exact=True).click()
    found = looked_at(page)
    page.get_by_role("link", name="10", exact=True).click()
    found += looked_at(page)
    page.get_by_role("link", name="Marking of this item").click()
    found += looked_at(page)
    page.get_by_role("button", name="Open for marking").click()
    expect(page.get_by_role("button", name="Mark the next")).to_be_focused()
    keys(page, "Enter")
    expect(page.get_by_role("heading", name="Script 1")).to_be_visible()
    page.locator("body[data-ready]").wait_for()
    keys(page, "n", "n", "c")
    page.keyboard.type("Why is this imported?")
    found += looked_at(page)
    keys(page, "Control+Enter")
    expect(page.locator("#line--2 .said")).to_contain_text("Why is this imported?")
    page.locator("body[data-ready]").wait_for()
    keys(page, "2", "1", "1")
    keys(page, "Enter")  # one is missing: it leads there and hands nothing in
    keys(page, "0", "Enter")
    expect(page.get_by_role("status").filter(has_text="Script 1 is marked.")).to_be_visible()
    page.get_by_text("Release all marks").click()
    found += looked_at(page)
    page.get_by_role("button", name="Release now").click()
    return found + looked_at(page)


def ask(page: Page) -> list[str]:
    """The candidate reads marks and comments where the assignment is, and asks to look again."""
    page.reload()
    page.get_by_role("link", name="Marks and comments").click()
    expect(page.get_by_text("Why is this imported?")).to_be_visible()
    expect(page.get_by_text("0 of 2.")).to_be_visible()
    found = looked_at(page)
    page.get_by_label("Your reason").fill("The cost stands in the first line.")
    page.get_by_role("button", name="Ask", exact=True).click()
    return found + looked_at(page)


def answer(page: Page) -> list[str]:
    """The request is found from the first page of teaching, and answered."""
    page.goto("/teaching/")
    found = looked_at(page)
    page.get_by_role("link", name="To the marking").click()
    found += looked_at(page)
    page.get_by_role("link", name="Most-watched videos, right now").click()
    page.get_by_role("link", name=re.compile("^asked to look again")).click()
    found += looked_at(page)
    page.locator("body[data-ready]").wait_for()
    keys(page, "j", "j", "j", "2")
    page.get_by_label("Your answer to the candidate").fill("So it does.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("status").filter(has_text="Answered: the marks were changed.")).to_be_visible()
    return found + looked_at(page)


def compare(page: Page, cohort: str) -> list[str]:
    """From the cohort's figures to its problem's shared code; the result comes without loading the page again."""
    page.goto(cohort)
    page.get_by_role("link", name="Insight", exact=True).click()
    found = looked_at(page)
    page.get_by_role("link", name=re.compile("^Shared code")).click()
    found += looked_at(page)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Pairs")).to_be_visible()
    found += looked_at(page)
    page.goto("/insight/")
    page.get_by_role("button", name="Take figures now").click()
    expect(page.get_by_role("link", name="Most-watched videos, right now", exact=True)).to_be_visible()
    return found + looked_at(page)


def test_from_a_cohort_to_marks_that_were_looked_at_again(new_context: NewContext, site: RunningSite) -> None:
    dana = enter(new_context, site)
    link, found = make_cohort(dana)
    cohort = dana.url.removesuffix("links")
    found += assign(dana)
    candidate = sign_up(new_context()).page
    found += work(candidate, link)
    found += mark(dana, cohort)
    found += ask(candidate)
    found += answer(dana)
    candidate.reload()
    expect(candidate.get_by_text("The marks were changed.")).to_be_visible()
    found += compare(dana, cohort)
    assert found == []
